import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { insuredYears, personCategories, spellYears } from '../../../src/main/core/db/schema/index.ts'
import { CHECK_IDS, CHECKS, type CheckId } from '../../../src/shared/domain/checks.ts'
import { createTestLedger, type TestLedger } from '../../fixtures/ledger.ts'
import { type ChecksDesk, checksDesk } from './checks-desk.ts'

type Case = {
  /** makes just this wrong */
  wrong: (desk: ChecksDesk) => void
  /** the same, but as it should be: what a careless check would take for wrong */
  right: (desk: ChecksDesk) => void
  says: RegExp
  certainty?: 'possible'
}

/** A check without its two cases does not compile. */
const CASES: Readonly<Record<CheckId, readonly Case[]>> = {
  'entitlement-twice': [
    {
      wrong: (d) => {
        const { id, claimId } = d.honest()
        const [key] = keysOf(d, claimId)
        d.grant(id, { entitlementKey: key as string })
      },
      right: (d) => {
        // Paid through this very claim.
        const { id, claimId } = d.honest('阿依', { state: 'paid' })
        d.grant(id, { entitlementKey: keysOf(d, claimId)[0] as string })
      },
      says: /2021-03-01 发放过，不能再发/,
    },
    {
      wrong: (d) => {
        const { id, spellId, claimId } = d.honest()
        d.batch([claimId, d.claim(id, spellId)])
      },
      right: (d) => {
        const { id, spellId, claimId } = d.honest()
        d.batch([claimId])
        d.batch([d.claim(id, spellId)])
      },
      says: /同一批次里有 2 份申领/,
    },
  ],
  'ever-paid': [
    {
      wrong: (d) => {
        d.set('ever-paid', 'hold')
        d.grant(d.honest().id)
      },
      right: (d) => {
        d.set('ever-paid', 'hold')
        d.grant(d.honest().id, { benefit: 'JH-01' })
      },
      says: /2021-03-01 已领过“就业补贴”/,
    },
    {
      wrong: (d) => {
        d.set('ever-paid', 'hold', { anyBenefit: 1 })
        d.grant(d.honest().id, { benefit: 'JH-01' })
      },
      // Not switched on.
      right: (d) => void d.grant(d.honest().id),
      says: /已领过/,
    },
  ],
  'not-first-time': [
    {
      wrong: (d) => void d.grant(d.honest().id),
      right: (d) => void d.grant(d.honest().id, { benefit: 'HLJ-02' }),
      says: /只给首次的，2021-03-01 已经发过一次/,
    },
    {
      wrong: (d) =>
        void d.honest('阿依', {
          conditions: [
            {
              id: 'first',
              label: '首次就业',
              state: 'unmet',
              on: null,
              asks: '',
              says: '2019 年已在金华参保。',
              found: [],
              clause: '',
            },
          ],
        }),
      right: (d) =>
        void d.honest('阿依', {
          conditions: [
            {
              id: 'first',
              label: '首次就业',
              state: 'met',
              on: null,
              asks: '',
              says: '',
              found: [],
              clause: '',
            },
            {
              id: 'insured',
              label: '参保',
              state: 'unmet',
              on: null,
              asks: '',
              says: '',
              found: [],
              clause: '',
            },
          ],
        }),
      says: /没有满足：2019 年已在金华参保/,
    },
    {
      wrong: (d) => {
        const { id } = d.person('阿依')
        d.spell(id, { county: '330603', fromDate: '2018-03-01', toState: 'ended', toDate: '2018-06-01' })
        const own = d.spell(id, { county: '330604', fromDate: '2019-03-01' })
        d.claim(id, own, { benefit: 'SX-01', qualifyingOn: '2019-06-30', work: { county: '330604' } })
      },
      right: (d) => {
        const { id } = d.person('阿依')
        // Earlier, but in another city; and in this one, but before the day that the clause counts from.
        d.spell(id, { county: '330702', fromDate: '2018-03-01', toState: 'ended', toDate: '2018-06-01' })
        d.spell(id, { county: '330603', fromDate: '2017-03-01', toState: 'ended', toDate: '2017-06-01' })
        const own = d.spell(id, { county: '330604', fromDate: '2019-03-01' })
        d.claim(id, own, { benefit: 'SX-01', qualifyingOn: '2019-06-30', work: { county: '330604' } })
      },
      says: /2018-03-01 起已在“锦禾针织有限公司”务工/,
    },
  ],
  'outside-document-time': [
    {
      wrong: (d) => void d.honest('阿依', { qualifyingOn: '2021-09-09' }),
      right: (d) => void d.honest('阿依', { qualifyingOn: '2021-09-10' }),
      says: /2021-09-09 满足条件，不在《.*》的有效期 2021-09-10/,
    },
    {
      wrong: (d) =>
        void d.honest('阿依', {
          benefit: 'SX-01',
          qualifyingOn: '2020-05-31',
          draftedAt: '2021-12-31T16:00:00.000Z',
        }),
      right: (d) =>
        void d.honest('阿依', {
          benefit: 'SX-01',
          qualifyingOn: '2020-05-31',
          draftedAt: '2021-12-31T15:59:59.999Z',
        }),
      says: /2022-01-01 申领，晚于.*截止日 2021-12-31/,
    },
  ],
  'amount-too-high': [
    {
      wrong: (d) => void d.honest('阿依', { benefit: 'GZ-04', amountFen: 300_000 }),
      right: (d) => void d.honest('阿依', { benefit: 'JH-16', amountFen: 300_000 }),
      says: /3,?000(\.00)? 元，高于条款（四）的 500(\.00)? 元/,
    },
    {
      wrong: (d) => void d.honest('阿依', { amountFen: 299_999 }),
      right: (d) => void d.honest(),
      says: /写明 2,?999\.99 元，逐期明细相加是 3,?000(\.00)? 元/,
    },
    {
      wrong: (d) => fareClaim(d, 20_000),
      right: (d) => fareClaim(d, 300_000),
      says: /高于台账登记的实际路费 200(\.00)? 元/,
    },
  ],
  'workplace-not-named': [
    {
      wrong: (d) => {
        const { id } = d.person('阿依')
        d.claim(id, d.spell(id, { county: null }))
      },
      right: (d) => void d.honest(),
      says: /没有把地点填到县/,
    },
    {
      wrong: (d) => void d.spell(d.person('阿依').id, { county: null }),
      right: (d) => void d.spell(d.person('阿依').id),
      says: /地点没有填到县/,
    },
    {
      // Asks for work in another province, and the work is in this one.
      wrong: (d) => {
        const { id } = d.person('阿依', { homeCounty: '520221' })
        d.claim(id, d.spell(id, { county: '520102' }), { benefit: 'GZ-04', work: { county: '520102' } })
      },
      right: (d) => {
        const { id } = d.person('阿依', { homeCounty: '520221' })
        d.claim(id, d.spell(id, { county: '330702' }), { benefit: 'GZ-04' })
      },
      says: /不在条款要求的省（区、市）外/,
    },
  ],
  'category-not-held': [
    {
      wrong: (d) => void d.honest('阿依', { categories: ['minimum-living'] }),
      right: (d) => void d.honest('阿依', { categories: ['minimum-living', 'poverty-lifted'] }),
      says: /2022-05-31 （生成申领时的资料）的类别是.*要求脱贫人口/,
    },
    {
      wrong: (d) => endCategory(d, d.honest().id, '2022-05-30'),
      right: (d) => endCategory(d, d.honest().id, '2022-05-31'),
      says: /（现在的资料）没有登记任何人员类别/,
    },
  ],
  'age-outside-limits': [
    {
      wrong: (d) => {
        const { id } = d.person('阿依', { birthDate: '1961-05-31' })
        d.claim(id, d.spell(id))
      },
      right: (d) => {
        const { id } = d.person('阿依', { birthDate: '1961-06-01' })
        d.claim(id, d.spell(id))
      },
      says: /2022-05-31 时 61 岁（1961-05-31 出生），本单位规定女性 16 至 60 岁/,
    },
  ],
  'paid-from-public-purse': [
    {
      wrong: (d) => void d.listed('public-servants', d.idNumberOf(d.honest().id)),
      // On the list, but claims nothing.
      right: (d) => void d.listed('public-servants', d.idNumberOf(d.person('阿依').id)),
      says: /县民政局的财政供养人员名单/,
      certainty: 'possible',
    },
    {
      wrong: (d) => void d.listed('state-firm-staff', d.idNumberOf(d.honest().id), '阿衣'),
      right: (d) => void d.listed('deaths', d.idNumberOf(d.honest().id)),
      says: /国企人员名单.*名单上写的是“阿衣”/,
      certainty: 'possible',
    },
  ],
  'cadre-family-in-post': [
    {
      wrong: (d) => {
        const { id } = d.person('阿依')
        d.post(id)
        d.listed('cadre-families', d.idNumberOf(id))
      },
      right: (d) => void d.listed('cadre-families', d.idNumberOf(d.honest().id)),
      says: /村干部及家属名单/,
      certainty: 'possible',
    },
  ],
  'two-posts-at-once': [
    {
      wrong: (d) => {
        const { id } = d.person('阿依')
        d.post(id)
        d.post(id, { fromDate: '2022-03-01', employerText: '光明村村委会' })
      },
      right: (d) => {
        const { id } = d.person('阿依')
        d.post(id, { toDate: '2022-02-28' })
        d.post(id, { fromDate: '2022-03-01', employerText: '光明村村委会' })
      },
      says: /2022-03-01 至 .*同时在“民建镇人民政府”和“光明村村委会”的公益性岗位/,
    },
  ],
  'post-contract-and-insurance': [
    {
      wrong: (d) => void d.post(d.person('阿依').id, { contractTo: '2023-01-01' }),
      right: (d) => void d.post(d.person('阿依').id),
      says: /协议签到 2023-01-01，最迟只能到 2022-12-31/,
    },
    {
      wrong: (d) => {
        const { id } = d.person('阿依')
        d.postClaim(id, d.post(id, { accidentTo: '2022-03-31' }), ['2022-03', '2022-04'])
      },
      right: (d) => {
        const { id } = d.person('阿依')
        d.postClaim(id, d.post(id, { accidentTo: '2022-04-01' }), ['2022-03', '2022-04'])
      },
      says: /：2022-04 没有意外伤害保险（登记的是 2022-01-01 至 2022-03-31）/,
    },
    {
      wrong: (d) => {
        const { id } = d.person('阿依')
        d.postClaim(id, d.post(id, { accidentState: null, accidentFrom: null, accidentTo: null }), [
          '2022-03',
        ])
      },
      right: (d) => {
        const { id } = d.person('阿依')
        d.postClaim(id, d.post(id), ['2022-03'])
      },
      says: /没有登记意外伤害保险的起止日期/,
      certainty: 'possible',
    },
    {
      wrong: (d) => void d.attended(d.person('阿依').id, '2022-02', 29),
      right: (d) => void d.attended(d.person('阿依').id, '2022-02', 28),
      says: /2022-02 出勤 29 天，当月只有 28 天/,
    },
    {
      wrong: (d) => void d.attended(d.person('阿依').id, '2022-07', 20),
      right: (d) => void d.attended(d.person('阿依').id, '2022-06', 20),
      says: /登记了 2022-07 的出勤，这个月还没有到/,
    },
  ],
  'said-to-be-dead': [
    {
      wrong: (d) => void d.listed('deaths', d.idNumberOf(d.honest().id)),
      right: (d) => {
        d.honest()
        d.listed('deaths', '511133195001010025')
      },
      says: /死亡人员名单.*请当面或电话核实/,
      certainty: 'possible',
    },
  ],
  'paid-for-itself': [
    {
      wrong: (d) => {
        const { id } = d.person('阿依')
        const employerId = d.employer('阿依养殖场', {
          legalRepIdNumber: d.idNumberOf(id),
          legalRepName: '阿依',
        })
        d.claim(id, d.spell(id, { employerId }), { work: { employerId } })
      },
      right: (d) => {
        const { id } = d.person('阿依')
        // The same name, but another ID number.
        const employerId = d.employer('阿依养殖场', {
          legalRepIdNumber: '511133195001010025',
          legalRepName: '阿依',
        })
        d.claim(id, d.spell(id, { employerId }), { work: { employerId } })
      },
      says: /就是用人单位“阿依养殖场”的法定代表人/,
    },
    {
      // No agent of that name is on record: what the list said is all there is.
      wrong: (d) => {
        const { id } = d.person('阿依')
        const employerId = d.employer('锦禾针织有限公司')
        const written = { organisedState: 'yes', agentText: '锦禾针织（有限公司）' } as const
        d.claim(id, d.spell(id, { employerId, ...written }), { work: { employerId } })
      },
      right: (d) => {
        const { id } = d.person('阿依')
        const employerId = d.employer('锦禾针织有限公司')
        const written = { organisedState: 'yes', agentText: '马边人力资源公司' } as const
        d.claim(id, d.spell(id, { employerId, ...written }), { work: { employerId } })
      },
      says: /组织单位“锦禾针织（有限公司）”就是用人单位自己/,
    },
    {
      wrong: (d) => {
        const { id } = d.person('阿依')
        const employerId = d.employer('阿依养殖场', { legalRepName: '阿依' })
        d.claim(id, d.spell(id, { employerId }), { work: { employerId } })
      },
      right: (d) => {
        const { id } = d.person('阿依')
        const employerId = d.employer('吉克养殖场', { legalRepName: '吉克' })
        d.claim(id, d.spell(id, { employerId }), { work: { employerId } })
      },
      says: /同名，法定代表人的身份证号没有登记/,
      certainty: 'possible',
    },
    {
      wrong: (d) => organised(d, '马边劳务公司', '马边劳务公司'),
      right: (d) => organised(d, '马边劳务公司', '锦禾针织有限公司'),
      says: /组织单位“马边劳务公司”就是用人单位自己/,
    },
  ],
  'two-agents': [
    {
      wrong: (d) => twoOrganisers(d, '2022-02-01'),
      right: (d) => twoOrganisers(d, '2022-04-01'),
      says: /“甲劳务公司”和“乙劳务公司”都称组织了这个人务工/,
    },
    {
      wrong: (d) => claimedByTwo(d, 'JH-01', 'JH-01'),
      right: (d) => claimedByTwo(d, 'JH-01', 'JH-04'),
      says: /“甲劳务公司”.*“乙劳务公司”.*都为这个人申领/,
    },
  ],
  'insured-only-briefly': [
    {
      wrong: (d) => leavers(d, 3),
      right: (d) => leavers(d, 2),
      says: /只参保 3 个月（2022-01 至 2022-03）就停保，这家单位前后 12 个月里这样的有 3 人/,
    },
    {
      wrong: (d) => leavers(d, 3),
      // Four months are none of "one to three".
      right: (d) => leavers(d, 3, 0b1111),
      says: /就停保/,
    },
  ],
  'phone-or-payee-shared': [
    {
      wrong: (d) => {
        d.person('阿依', { phone: '13911112222' })
        d.person('阿呷', { phone: '13911112222' })
      },
      right: (d) => {
        const { householdId } = d.person('阿依', { phone: '13911112222' })
        d.person('阿呷', { phone: '13911112222', householdId })
      },
      says: /电话（尾号 2222）与阿.相同，不在一户/,
    },
    {
      wrong: (d) => {
        const { householdId } = d.person('阿依', { payeeAccount: '6229990000000000001' })
        d.person('阿呷', { payeeAccount: '6229990000000000001', householdId })
      },
      right: (d) => {
        const { householdId } = d.person('阿依')
        d.person('阿呷', { householdId })
      },
      says: /与同一户的阿.相同/,
    },
    {
      wrong: (d) => void d.person('吉克·阿依', { payeeName: '吉克木果' }),
      // The dot is written otherwise at the bank.
      right: (d) => void d.person('吉克·阿依', { payeeName: '吉克•阿依' }),
      says: /收款人登记为“吉克木果”，不是本人/,
    },
  ],
  'account-across-households': [
    {
      wrong: (d) => {
        d.person('阿依', { payeeAccount: '6229990000000000001' })
        d.person('阿呷', { payeeAccount: '6229990000000000001' })
      },
      right: (d) => {
        const { householdId } = d.person('阿依', { payeeAccount: '6229990000000000001' })
        d.person('阿呷', { payeeAccount: '6229990000000000001', householdId })
      },
      says: /收款账号 \*{8}0001 与阿.相同，不在一户/,
    },
  ],
  'sums-differ': [
    {
      wrong: (d) => void d.batch([d.honest().claimId], { statedCount: 2, statedFen: 300_000 }),
      right: (d) => void d.batch([d.honest().claimId], { statedCount: 1, statedFen: 300_000 }),
      says: /写明 2 人，实有 1 份/,
    },
    {
      wrong: (d) => void d.batch([d.honest().claimId], { statedFen: 300_001 }),
      right: (d) => void d.batch([d.honest().claimId]),
      says: /写明合计 3,?000\.01 元，逐份相加是 3,?000(\.00)? 元/,
    },
    {
      wrong: (d) =>
        void d.batch([d.honest('阿依', { period: '2022-04' }).claimId], { title: '2022年3月岗位补贴' }),
      right: (d) =>
        void d.batch([d.honest('阿依', { period: '2022-03' }).claimId], { title: '2022年3月岗位补贴' }),
      says: /名称“2022年3月岗位补贴”说的是 2022-03，其中 1 份申领不是/,
    },
    {
      // More people are paid than hung on the wall.
      wrong: (d) => void d.posted(d.batch([d.honest('阿依').claimId, d.honest('阿呷').claimId])),
      right: (d) => void d.posted(d.batch([d.honest('阿依').claimId])),
      says: /张贴的公示表写明 1 人，实有 2 份/,
    },
    {
      wrong: (d) => {
        const { claimId } = d.honest()
        d.payment(d.paymentFile(d.batch([claimId]), 2, 300_000), claimId, 1)
      },
      right: (d) => {
        const { claimId } = d.honest()
        d.payment(d.paymentFile(d.batch([claimId]), 1, 300_000), claimId, 1)
      },
      says: /支付文件 ZF-.*写明 2 人，实有 1 份/,
    },
  ],
  'posting-not-finished': [
    {
      wrong: (d) => void d.batch([d.honest().claimId], { step: 'approval', state: 'cleared' }),
      right: (d) => void d.posted(d.batch([d.honest().claimId], { step: 'approval', state: 'cleared' })),
      says: /“公示”没有公示记录就往下办了/,
    },
    {
      wrong: (d) =>
        void d.posted(d.batch([d.honest().claimId], { step: 'approval', state: 'cleared' }), {
          // 23:00 in Shanghai of the last day
          clearedAt: '2022-06-17T15:00:00.000Z',
        }),
      right: (d) =>
        void d.posted(d.batch([d.honest().claimId], { step: 'approval', state: 'cleared' }), {
          // already the day after in Shanghai
          clearedAt: '2022-06-17T16:30:00.000Z',
        }),
      says: /应公示到 2022-06-17（5 天），2022-06-17 就办结了/,
    },
    {
      wrong: (d) => void d.objection(d.posted(d.batch([d.honest().claimId]), { clearedAt: null })),
      right: (d) =>
        void d.objection(d.posted(d.batch([d.honest().claimId]), { clearedAt: null }), {
          result: 'rejected',
          resolution: '已核实',
        }),
      says: /公示有 1 条异议还没有处理/,
    },
  ],
  'funds-mixed': [
    {
      wrong: (d) => void d.batch([d.honest().claimId], { fund: 'rural-revitalisation' }),
      right: (d) => void d.batch([d.honest().claimId]),
      says: /列支，条款写明的是/,
    },
    {
      wrong: (d) => void d.batch([d.honest('阿依', { benefit: 'GZ-04', amountFen: 300_000 }).claimId]),
      right: (d) =>
        void d.batch([d.honest('阿依', { benefit: 'GZ-05' }).claimId], {
          benefit: 'GZ-05',
          fund: 'rural-revitalisation',
        }),
      says: /里面有 1 份“跨省务工交通补助”/,
    },
  ],
  'origin-and-host-pay': [
    {
      wrong: (d) =>
        void d.grant(d.honest('阿依', { benefit: 'GZ-04' }).id, {
          benefit: hostTransport,
          grantedOn: '2022-03-01',
        }),
      right: (d) =>
        void d.grant(d.honest('阿依', { benefit: 'GZ-04' }).id, {
          benefit: hostTransport,
          grantedOn: '2021-03-01',
        }),
      says: /2022 年为同一用途，输出地“跨省务工交通补助”.*和输入地/,
    },
  ],
  'returned-payment': [
    {
      wrong: (d) => paid(d, (file, claim) => d.payment(file, claim, 1, { state: 'returned' })),
      right: (d) =>
        paid(d, (file, claim) =>
          d.payment(file, claim, 1, { state: 'returned', returnReason: '账号不存在' }),
        ),
      says: /银行退回，没有写原因/,
    },
    {
      wrong: (d) =>
        paid(d, (file, claim) => {
          d.payment(file, claim, 1)
          d.payment(file, claim, 2)
        }),
      right: (d) =>
        paid(d, (file, claim) => {
          const reissueOf = d.payment(file, claim, 1, { state: 'returned', returnReason: '账号不存在' })
          d.payment(file, claim, 2, { reissueOf })
        }),
      says: /有 2 笔没有退回的支付/,
    },
    {
      wrong: (d) =>
        paid(d, (file, claim) => {
          const other = d.honest('阿呷').claimId
          const reissueOf = d.payment(file, other, 1, { state: 'returned', returnReason: '账号不存在' })
          d.payment(file, claim, 2, { reissueOf })
        }),
      right: (d) =>
        paid(d, (file, claim) => {
          const reissueOf = d.payment(file, claim, 1, { state: 'returned', returnReason: '账号不存在' })
          d.payment(file, claim, 2, { reissueOf, state: 'paid' })
        }),
      says: /重新发放的一笔连到了别的申领/,
    },
  ],
  'household-without-work': [
    {
      wrong: (d) => void d.person('阿依', { labourText: '普通劳动力' }),
      right: (d) => {
        const { householdId } = d.person('阿依', { labourText: '普通劳动力' })
        d.spell(d.person('阿呷', { householdId }).id)
        d.person('阿普', { labourText: '无劳动力' })
      },
      says: /阿依一户：有劳动力 1 人（阿依），没有一个人有在岗的记录/,
    },
  ],
  'insurance-or-work-ended': [
    {
      wrong: (d) => insuredUntil(d, 0b11),
      right: (d) => insuredUntil(d, 0b1111),
      says: /登记为在岗，参保只到 2022-02，已停 4 个月/,
    },
    {
      wrong: (d) => void d.spell(d.person('阿依').id, { toState: 'ended', toDate: '2022-05-20' }),
      right: (d) => {
        const { id } = d.person('阿依')
        d.spell(id, { toState: 'ended', toDate: '2022-05-20' })
        d.spell(id, { fromDate: '2022-05-21', employerText: '永康五金厂' })
      },
      says: /2022-05-20 离开“锦禾针织有限公司”，之后没有新的务工/,
    },
  ],
  'public-list-unmasked': [
    {
      wrong: (d) => void d.batch([d.honest().claimId], { title: '阿依511133199001010025稳岗补贴' }),
      right: (d) =>
        void d.batch([d.honest().claimId], { title: '511133********0025 稳岗补贴，监督电话 0833-4521234' }),
      says: /没有隐去的号码（尾号 0025）/,
    },
    {
      wrong: (d) => {
        d.layout('data: public-row\ncolumns:\n  - { text: "{姓名}" }\n  - { text: "{联系电话}" }\n')
        d.batch([d.honest().claimId])
      },
      right: (d) => {
        d.layout('data: public-row\ncolumns:\n  - { text: "{身份证号}" }\n  - { text: "{监督电话}" }\n')
        d.batch([d.honest().claimId])
      },
      says: /版式“本县公示表”会印出联系电话，没有隐去/,
    },
  ],
  'household-phone-apart': [
    {
      wrong: (d) => apart(d, '310115'),
      right: (d) => apart(d, '330702'),
      says: /在别的县务工，登记的却是同一个电话（尾号 2222）/,
    },
  ],
  'rehired-by-same-employer': [
    {
      wrong: (d) => rehired(d, '2022-04-01'),
      right: (d) => rehired(d, '2022-04-01', '永康五金厂'),
      says: /2022-03-01 离开“锦禾针织有限公司”，2022-04-01 又回到这个单位/,
    },
    {
      wrong: (d) => rehired(d, '2023-03-01'),
      right: (d) => rehired(d, '2023-03-02'),
      says: /又回到这个单位/,
    },
  ],
}

/** A host benefit of the same nature as GZ-04. */
const hostTransport = 'JH-02'

function keysOf(d: ChecksDesk, claimId: string): string[] {
  return d.ledger.reader
    .prepare<string>('SELECT entitlement_key FROM claim_entitlements WHERE claim_id = ?')
    .pluck()
    .all(claimId) as string[]
}

function fareClaim(d: ChecksDesk, fareFen: number): void {
  const { id, spellId } = d.honest('阿依', { state: 'refused' })
  d.write((tx) =>
    tx.insert(spellYears, { spellId, personId: id, year: 2022, fareFen, wagesFen: null, source: 'entry' }),
  )
  d.claim(id, spellId, { benefit: 'HLJ-02', period: '2022' })
}

function endCategory(d: ChecksDesk, personId: string, toDate: string): void {
  const row = d.ledger.reader
    .prepare<string>('SELECT id FROM person_categories WHERE person_id = ?')
    .pluck()
    .get(personId) as string
  d.write((tx) => tx.update(personCategories, row, { toDate }))
}

function organised(d: ChecksDesk, agent: string, employer: string): void {
  const { id } = d.person('阿依')
  d.spell(id, { agentId: d.make.agent(agent), employerId: d.employer(employer), organisedState: 'yes' })
}

function twoOrganisers(d: ChecksDesk, from: string): void {
  const { id } = d.person('阿依')
  d.spell(id, { agentId: d.make.agent('甲劳务公司'), toState: 'ended', toDate: '2022-03-31' })
  d.spell(id, { agentId: d.make.agent('乙劳务公司'), fromDate: from })
}

function claimedByTwo(d: ChecksDesk, a: string, b: string): void {
  const { id } = d.person('阿依')
  const spellId = d.spell(id)
  for (const [name, benefit] of [
    ['甲劳务公司', a],
    ['乙劳务公司', b],
  ] as const)
    d.claim(id, spellId, { benefit, beneficiaryKind: 'agent', beneficiaryId: d.make.agent(name) })
}

function leavers(d: ChecksDesk, count: number, months = 0b111): void {
  const employerId = d.employer()
  for (let i = 0; i < count; i++) {
    const { id } = d.person(`阿依${i}`)
    d.spell(id, { employerId, toState: 'ended', toDate: '2022-04-08' })
    d.write((tx) =>
      tx.insert(insuredYears, {
        personId: id,
        employerId,
        employerText: '锦禾针织有限公司',
        county: '330702',
        year: 2022,
        months,
        source: 'entry',
      }),
    )
  }
}

function paid(d: ChecksDesk, pay: (file: string, claim: string) => unknown): void {
  const { claimId } = d.honest()
  pay(d.paymentFile(d.batch([claimId]), 1, 300_000), claimId)
}

function insuredUntil(d: ChecksDesk, months: number): void {
  const employerId = d.employer()
  const insure = (personId: string, mask: number) =>
    d.write((tx) =>
      tx.insert(insuredYears, {
        personId,
        employerId,
        employerText: '锦禾针织有限公司',
        county: '330702',
        year: 2022,
        months: mask,
        source: 'entry',
      }),
    )
  // Somebody else is insured until June: the list itself is not old.
  const other = d.person('阿呷').id
  d.spell(other, { employerId })
  insure(other, 0b111111)
  const { id } = d.person('阿依')
  d.spell(id, { employerId })
  insure(id, months)
}

function apart(d: ChecksDesk, county: string): void {
  const { id, householdId } = d.person('阿依', { phone: '13911112222' })
  d.spell(id)
  d.spell(d.person('阿呷', { phone: '13911112222', householdId }).id, { county })
}

function rehired(d: ChecksDesk, from: string, employerText = '锦禾针织有限公司'): void {
  const { id } = d.person('阿依')
  d.spell(id, { toState: 'ended', toDate: '2022-03-01' })
  d.spell(id, { fromDate: from, employerText })
}

describe.each(CHECK_IDS.map((check) => [CHECKS[check].number, check] as const))(
  'check %i, %s',
  (_, check) => {
    let t: TestLedger
    let desk: ChecksDesk
    beforeEach(async () => {
      t = await createTestLedger()
      desk = checksDesk(t.ledger)
    })
    afterEach(() => t.cleanup())

    it.each(CASES[check].map((one) => [String(one.says), one] as const))('finds %s', (_says, one) => {
      one.wrong(desk)
      const found = desk.run({ kind: 'ledger' }, { only: [check] })
      expect(found.length).toBeGreaterThan(0)
      expect(found.filter(({ text }) => one.says.test(text)).map(({ certainty }) => certainty)).toContain(
        one.certainty ?? 'certain',
      )
      for (const { text } of found) expect(text).not.toMatch(/undefined|null|NaN/)
    })

    it.each(CASES[check].map((one) => [String(one.says), one] as const))(
      'is silent beside %s',
      (_says, one) => {
        one.right(desk)
        expect(
          desk.run({ kind: 'ledger' }, { only: [check] }).filter(({ text }) => one.says.test(text)),
        ).toEqual([])
      },
    )
  },
)

describe('claims and work that nothing is wrong with', () => {
  it('are found by no check', async () => {
    const t = await createTestLedger()
    try {
      const desk = checksDesk(t.ledger)
      const { claimId } = desk.honest()
      desk.posted(desk.batch([claimId], { step: 'approval', state: 'cleared' }))
      desk.honest('阿呷')
      expect(desk.run()).toEqual([])
    } finally {
      t.cleanup()
    }
  })
})
