/** Invented numbers that hold their checks: IDs, phones, accounts, credit codes. */
import { luhnDigit } from '../../../shared/domain/bank-card.ts'
import { creditCodeCheck } from '../../../shared/domain/credit-code.ts'
import { idCheckDigit, type Sex } from '../../../shared/domain/id-number.ts'
import type { Random } from '../../../shared/domain/random.ts'

const ORGANISATION_CHARACTERS = [...'0123456789ABCDEFGHJKLMNPQRTUWXY']

/** Gives numbers that it has not given before. */
export class NumberOffice {
  readonly #ids = new Set<string>()
  #phones = 0
  #accounts = 0

  /** An ID number of 18 characters. */
  id(random: Random, area: string, birth: string, sex: Sex): string {
    const start = area + birth.replaceAll('-', '')
    for (;;) {
      const order = random.int(0, 499) * 2 + (sex === 'male' ? 1 : 0)
      const first17 = start + String(order).padStart(3, '0')
      if (this.#ids.has(first17)) continue
      this.#ids.add(first17)
      return first17 + idCheckDigit(first17)
    }
  }

  /** A mobile number of the range 199 00xx xxxx, which stands for no real person here; unique up to a million. */
  phone(): string {
    this.#phones += 1
    return `19900${String((this.#phones * 700_001) % 1_000_000).padStart(6, '0')}`
  }

  /** A card of 19 digits with an issuer number that no bank has, or (rarely) a passbook of 14 digits without a check digit. */
  account(random: Random): string {
    this.#accounts += 1
    const serial = String((this.#accounts * 700_001) % 10_000_000).padStart(7, '0')
    if (random.chance(0.04)) return `8800${serial}${String(random.int(100, 999))}`
    const digits = `629999${serial}${String(random.int(10_000, 99_999))}`
    return digits + luhnDigit(digits)
  }
}

/** A credit code of an enterprise (91) or a cooperative (93) registered in a county, with its right check character. */
export function makeCreditCode(
  random: Random,
  county: string,
  kind: '91' | '92' | '93' | '12' | '52',
): string {
  let code = kind + county
  while (code.length < 17) code += random.pick(ORGANISATION_CHARACTERS)
  return code + creditCodeCheck(code)
}
