/**
 * Run by Node itself, beside the browser test: puts records into a ledger that are of one person under two names, numbers
 * and offices, as lists and an exchange of files leave them. node test/e2e/duplicate-people.ts LEDGER
 */
import { openLedger } from '../../src/main/core/db/ledger.ts'
import { claimEntitlements, claims, households, people } from '../../src/main/core/db/schema/index.ts'
import { idCheckDigit } from '../../src/shared/domain/id-number.ts'
import { foldName } from '../../src/shared/domain/person-name.ts'
import { smallLedger } from '../fixtures/small-ledger.ts'

const id = (first17: string) => first17 + idCheckDigit(first17)
const [path = ''] = process.argv.slice(2)
const ledger = await openLedger({
  path,
  secret: { passphrase: process.env.LIAISON_PASSPHRASE ?? '' },
  now: () => Date.now(),
})
const make = smallLedger(ledger)
const by = { action: 'test', actor: '木果' }
const home = { homeCounty: '511133', homeTownshipText: '民建镇', homeVillage: '光明村' }
const factory = { employerText: '锦禾针织有限公司', county: '330603' }
const work = { ...factory, fromDate: '2021-03-01' }

// A number with one digit wrong, made to fit; both records have claims of the same entitlement.
const AYI = id('51113319850312004')
const ayi = make.person('吉克·阿依', {
  ...home,
  idNumber: AYI,
  sex: 'female',
  birthDate: '1985-03-12',
  phone: '19900000001',
  payeeAccount: '6229990000000100017',
  payeeBank: '马边农村商业银行',
  ethnicityText: '彝族',
  ethnicityCode: '07',
})
const ayiAgain = make.person('吉克阿依', {
  ...home,
  idNumber: id('51113319850312006'),
  sex: 'female',
  birthDate: '1985-03-12',
  phone: '19900000002',
  educationText: '小学',
})
make.spell(ayi, { ...work, toState: 'open', jobTitle: '缝纫工' })
make.spell(ayiAgain, { ...work, toState: 'ended', toDate: '2022-03-31' })
make.insured(ayi, 2021, 0b000011111000, factory)
make.insured(ayiAgain, 2021, 0b111111000000, factory)
for (const [personId, whom, number] of [
  [ayi, AYI, 'JH16-2022-7F3A-000001'],
  [ayiAgain, id('51113319850312006'), 'JH16-2022-9B21-000007'],
] as const) {
  const claimId = make.claim(personId, number)
  ledger.write(by, (tx) => {
    const [row] = tx
      .prepare<{ id: string }>('SELECT id FROM claim_entitlements WHERE claim_id = ?')
      .all(claimId)
    tx.update(claimEntitlements, row?.id ?? '', { entitlementKey: `JH-16|${whom}|2022` })
    tx.update(claims, claimId, { period: '2022' })
  })
}

// Noted by hand without a number; and a father whose daughter was typed under his phone.
make.person('沙马·木呷', { ...home, idNumber: id('51113319900704101'), birthDate: '1990-07-04', sex: 'male' })
make.person('沙马木呷', { ...home, birthDate: '1990-07-04', sex: 'male', phone: '19900000003' })
make.person('勒格·曲布', { ...home, phone: '19900000004' })
make.person('勒格曲布', { ...home, phone: '19900000004' })

// As an exchange of files leaves them: the same people, entered in two offices.
ledger.write(by, (tx) =>
  tx.allowingTwins(() => {
    for (let i = 0; i < 12; i += 1) {
      const name = `${'王李张刘陈杨黄赵吴周徐孙'[i]}${'明秀华'[i % 3]}${'芳英强丽'[i % 4]}`
      for (const written of [name, name])
        tx.insert(people, {
          name: written,
          nameFolded: foldName(written),
          pinyin: `name${i}`,
          initials: 'n',
          idNumber: id(`5111331978${String((i % 9) + 1).padStart(2, '0')}15${String(100 + i)}`),
          homeCounty: '511133',
          homeTownshipText: '荣丁镇',
          sex: 'male',
        })
    }
    for (let i = 0; i < 2; i += 1) tx.insert(households, { code: '5111330000000017', village: '光明村' })
  }),
)
make.employer('金华甲服饰有限公司', { creditCode: '91330702MA2E4X1Y5A', county: '330702' })
make.employer('金华甲（服饰）公司', { county: '330702', phone: '0579-82000000' })
ledger.close()
