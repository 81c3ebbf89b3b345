/**
 * Run by Node itself, beside the browser test: puts twelve claims of invented people, all reviewed and waiting to be
 * batched, and a budget line into a ledger. node test/e2e/reviewed-ledger.ts LEDGER
 */
import { saveBudgetLine } from '../../src/main/core/claims/batch/budget.ts'
import { openLedger } from '../../src/main/core/db/ledger.ts'
import { frozenFacts } from '../fixtures/small-ledger.ts'
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
const ids = NAMES.split(',').map((name, i) => {
  const { id } = county.person(name, {
    homeTownshipText: i % 3 === 0 ? '荣丁镇' : '民建镇',
    homeVillage: i % 2 === 0 ? '光明村' : '红旗村',
    payeeAccount: `62299900000001${String(i + 1).padStart(4, '0')}`,
    payeeBank: '马边农村商业银行',
    payeeAccountKind: 'social-security-card',
  })
  const facts = frozenFacts(name)
  return desk.make.claim(id, `JH16-2022-7F3A-${String(i + 1).padStart(6, '0')}`, {
    facts: JSON.stringify({ ...facts, work: { ...facts.work, spellId: county.spell(id), county: '330702' } }),
  })
})
desk.review(ids)
ledger.write({ action: 'test', actor: '木果' }, (tx) =>
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
