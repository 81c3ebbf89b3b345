import { describe, expect, test } from 'vitest'
import {
  type ApplicationFormData,
  applicationFields,
} from '../../../../../src/main/core/forms/application-fields.ts'
import { readFormLayout } from '../../../../../src/main/core/forms/compile-form.ts'
import { renderForms } from '../../../../../src/main/core/forms/render-forms.ts'
import { capitals } from '../../../../../src/shared/domain/capitals.ts'
import { formatYuan } from '../../../../../src/shared/domain/money.ts'
import { fullApplication } from '../../../../fixtures/forms/application-forms.ts'
import {
  hasPoppler,
  memorySink,
  popplerPages,
  printingFonts,
  scanQr,
  shippedLayout,
} from '../../../../fixtures/forms/printed.ts'

const COUNT = 1000
/** One of each block that a name may be written in, and characters that look alike. */
const RARE = [...'䶮㛃𬱖𠅤𠮷𪚥䲜𡐓𫖯未末士土']

/** Everybody is told from everybody else by each of these values. */
function applicant(at: number): ApplicationFormData {
  const serial = String(at).padStart(4, '0')
  const rare = RARE[at % RARE.length] as string
  const name = `${String.fromCodePoint(0x4e00 + at)}${rare}·${String.fromCodePoint(0x6000 + at * 3)}`
  return {
    ...fullApplication,
    formNumber: `SQ-511133-2022-00${serial}`,
    applicant: {
      ...fullApplication.applicant,
      name,
      idNumber: `51113319900101${serial}`,
      phone: `1380000${serial}`,
      householdAddress: `四川省乐山市马边彝族自治县民建镇${name}沟第${at + 1}组`,
    },
    work: { ...fullApplication.work, employer: `金华市第${at + 1}纺织厂（${rare}记）` },
    benefit: { ...fullApplication.benefit, amount: 100_000 + at * 37 },
    payee: { ...fullApplication.payee, name, account: `621700000000000${serial}` },
  }
}

describe.skipIf(!hasPoppler())('a thousand forms (skipped without poppler)', () => {
  test('each page copies as its own applicant’s data, to the character, and as nobody else’s; its QR code is theirs', async () => {
    const form = readFormLayout(
      'individual-application.yaml',
      shippedLayout('individual-application'),
      applicationFields,
    )
    const people = Array.from({ length: COUNT }, (_, at) => applicant(at))
    const sink = memorySink()
    await renderForms(form, people, sink, {
      shelf: printingFonts(),
      createdAt: new Date('2022-03-31T08:00:00+08:00'),
    })
    const pdf = sink.bytes()
    const pages = popplerPages(pdf)
    expect(pages).toHaveLength(COUNT)
    const frame = without(pages[0] as string, people[0] as ApplicationFormData)
    for (const [at, page] of pages.entries()) {
      const own = people[at] as ApplicationFormData
      // What is left when the own values are taken out is the form itself: nothing is missing, changed or added.
      expect(without(page, own), own.formNumber).toBe(frame)
    }
    for (const value of valuesOf(people[1] as ApplicationFormData)) expect(frame).not.toContain(value)
    for (const at of [0, 499, 999]) expect(scanQr(pdf, at + 1, true)).toBe(people[at]?.formNumber)
  })
})

function valuesOf({ formNumber, applicant, work, benefit, payee }: ApplicationFormData): string[] {
  return [
    // Longest first: a name stands in the address, too.
    applicant.householdAddress,
    work?.employer,
    payee?.account,
    formNumber,
    applicant.idNumber,
    applicant.phone,
    capitals(benefit.amount as number),
    formatYuan(benefit.amount as number),
    applicant.name,
  ].map((value) => String(value).replace(/\s+/gu, ''))
}

/** The page without these values, each of which must stand on it. */
function without(page: string, data: ApplicationFormData): string {
  return valuesOf(data).reduce((left, value) => {
    expect(left, value).toContain(value)
    return left.replaceAll(value, '·')
  }, page)
}
