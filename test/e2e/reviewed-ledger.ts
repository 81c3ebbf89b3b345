/**
 * Run by Node itself, beside the browser test: puts twelve claims of invented people, all reviewed and waiting to be
 * batched, and a budget line into a ledger. One of them stands in a list of the dead, and of one the work has ended since
 * the claim was drafted. node test/e2e/reviewed-ledger.ts LEDGER
 */
import { join } from 'node:path'
import { saveBudgetLine } from '../../src/main/core/claims/batch/budget.ts'
import { openLedger } from '../../src/main/core/db/ledger.ts'
import { spells } from '../../src/main/core/db/schema/index.ts'
import { explainFromLedger } from '../../src/main/core/entitlements/explain.ts'
import { frozenFacts, TODAY } from '../fixtures/small-ledger.ts'
import { checksDesk } from '../integration/checks/checks-desk.ts'
import { claimsDesk } from '../integration/claims/claims-desk.ts'

const NAMES =
  '阿依木呷,吉克阿呷,沙马拉惹,勒格曲布,海来古丽,俄木日洛,王小明,李春花,扎西次仁,尔古木牛,陈国强,卢阿支'

const [path = ''] = process.argv.slice(2)
const ledger = await openLedger({
  path,
  secret: { passphrase: process.env.LIAISON_PASSPHRASE ?? '' },
  now: () => Date.now(),
})
const desk = claimsDesk(ledger)
const county = checksDesk(ledger)
const resources = join(import.meta.dirname, '../../resources')
const firm = county.employer('锦程服饰有限公司', { kind: 'enterprise', county: '330782', isPrivate: true })
const work = { employerId: firm, employerText: '锦程服饰有限公司', county: '330782' }
const change = (body: Parameters<typeof ledger.write>[1]) =>
  ledger.write({ action: 'test', actor: '木果' }, body)
const ids = NAMES.split(',').map((name, i) => {
  const { id } = county.person(name, {
    homeCounty: '511921',
    categoriesKnown: true,
    homeTownshipText: i % 3 === 0 ? '荣丁镇' : '民建镇',
    homeVillage: i % 2 === 0 ? '光明村' : '红旗村',
    payeeAccount: `62299900000001${String(i + 1).padStart(4, '0')}`,
    payeeBank: '马边农村商业银行',
    payeeAccountKind: 'social-security-card',
  })
  const spellId = county.spell(id, { ...work, organisedState: 'no', insuredKnown: true })
  desk.make.insured(id, 2022, 0b11111, work)
  const question = { benefit: 'JH-16', asOf: TODAY, personId: id, beneficiaryId: id, period: '2022' }
  const [trace] = explainFromLedger({ resources }, ledger.reader, question)
  if (trace?.outcome !== 'eligible') throw new Error(`${name}: ${trace?.verdict}`)
  const facts = frozenFacts(name)
  const claimId = desk.make.claim(id, `JH16-2022-7F3A-${String(i + 1).padStart(6, '0')}`, {
    facts: JSON.stringify({ ...facts, work: { ...facts.work, spellId, employerId: firm, county: '330782' } }),
    trace: JSON.stringify(trace),
  })
  if (name === '扎西次仁')
    change((tx) => tx.update(spells, spellId, { toState: 'ended', toDate: '2022-06-15' }))
  if (name === '李春花') county.listed('deaths', county.idNumberOf(id), name)
  return claimId
})
desk.review(ids)
change((tx) =>
  saveBudgetLine(tx, {
    name: '2022年就业补助资金第一批',
    fund: 'employment-promotion',
    year: 2022,
    benefits: ['JH-16'],
    amountFen: 5_000_000,
    document: '川财社〔2022〕18号',
  }),
)
ledger.close()
