import type { ApplicationFormData } from '../forms/application-fields.ts'
import type { PaperHeader } from '../forms/paper-fields.ts'
import type { ListRows } from './layouts.ts'

/**
 * Made-up people to look at a layout with: an ordinary one, one with long and rare words, one of whom little is known.
 * Nobody has these numbers: the birthday is the standard's own example.
 */
const names = ['王建国', '阿木嫫·曲比伍呷·沙马拉洛', '杨䶮㛃', '吉克阿依', '李小妹']
const ID = '511133199001010011'

export const sampleApplication: ApplicationFormData = {
  formNumber: 'JH16-2022-7F3A-000001',
  filledOn: '2022-03-31',
  office: '某某县驻某某劳务协作工作站',
  applicant: {
    name: names[1]!,
    sex: '女',
    ethnicity: '彝族',
    idNumber: ID,
    householdAddress: '四川省乐山市某某彝族自治县某某镇某某村 3 组 21 号',
    categories: ['poverty-lifted', 'relocated'],
    phone: '13800000000',
  },
  work: {
    employer: '浙江省某某市某某区某某新材料科技股份有限公司第二分公司',
    place: '浙江省某某市某某区',
    position: '挡车工',
    monthlyWage: 520_000,
    from: '2021-03-01',
    to: null,
    insuredFrom: '2021-03',
    insuredTo: '2022-03',
  },
  benefit: {
    name: '稳岗就业补贴',
    document: '某某〔2021〕1号',
    clause: '第二条第（三）项',
    standard: '每人每月 200 元，最长 12 个月',
    period: '2021年3月至2022年2月',
    amount: 240_000,
  },
  payee: {
    name: names[1]!,
    accountKind: 'social-security-card',
    bank: '某某农村商业银行某某支行',
    account: '6217000000000000123',
  },
  attachments: ['id-copy', 'account-copy', 'contract'],
  agent: null,
}

export const sampleHeader: PaperHeader = {
  serial: 'ZJ-2022-7F3A-000012',
  code: 'PC-2022-7F3A-0003',
  office: '某某彝族自治县人力资源和社会保障局',
  officePhone: '0833-0000000',
  officer: '木果',
  filledOn: '2022-07-01',
  subject: '某某镇某某村 2022年稳岗补贴',
  group: '某某镇某某村',
  benefit: '稳岗就业补贴',
  document: '某某〔2021〕1号',
  clause: '第二条第（三）项',
  standard: '每人每月 200 元，最长 12 个月',
  period: '2022年',
  month: '2022-06',
  count: 24,
  people: 24,
  amount: 5_760_012,
  firstNumber: 'JH16-2022-7F3A-000001',
  lastNumber: 'JH16-2022-7F3A-000024',
  villages: 3,
  batch: {
    number: 'PC-2022-7F3A-0003',
    title: '2022年稳岗补贴第一批',
    fund: '东西部协作资金',
    budgetLine: '2022年劳务协作专项',
    createdOn: '2022-06-20',
    createdBy: '木果',
    step: '公示',
  },
  publicity: {
    level: '村级',
    poster: '某某镇某某村民委员会',
    place: '村委会公示栏',
    from: '2022-07-01',
    to: '2022-07-08',
    days: '5 个工作日',
    phone: '0833-0000000',
    objections: 0,
    clearedOn: '2022-07-09',
  },
  organisation: {
    name: '某某人力资源服务有限公司',
    creditCode: '91330602MA2BCDEF0M',
    address: '浙江省某某市某某区某某路 1 号',
    contact: '陈某某',
    phone: '13900000000',
    bank: '某某银行某某支行',
    account: '33050100000000000001',
  },
  payment: { number: 'ZF-2022-7F3A-0001', madeOn: '2022-07-20', sha256: '0'.repeat(64) },
}

const line = (at: number): ListRows['claim-row'] => ({
  number: `JH16-2022-7F3A-${String(at + 1).padStart(6, '0')}`,
  name: names[at % names.length]!,
  sex: at % 2 ? '女' : '男',
  age: 20 + (at % 38),
  ethnicity: '彝族',
  idNumber: ID,
  phone: '13800000000',
  homePlace: '某某彝族自治县某某镇某某村 3 组 21 号',
  employer: at % 4 === 1 ? '浙江省某某市某某区某某新材料科技股份有限公司第二分公司' : '某某纺织有限公司',
  workPlace: '浙江省某某市某某区',
  position: '挡车工',
  workSpan: '2021.3至今',
  contractSpan: '2021.3至2024.2',
  insuredSpan: '2021.3至2022.3',
  filing: at % 3 === 2 ? undefined : '备2021-0031 2021-03-20',
  months: 12,
  benefit: '稳岗就业补贴',
  period: '2022年',
  amount: 240_000 + at,
  payee: names[at % names.length]!,
  bank: '某某农村商业银行某某支行',
  account: '6217000000000000123',
})

/** Made-up lines, enough for more than one page. */
export function sampleLines<Name extends keyof ListRows>(data: Name): ListRows[Name][] {
  const many = Array.from({ length: 24 }, (_, at) => at)
  const made: { readonly [N in keyof ListRows]: () => ListRows[N][] } = {
    'claim-row': () => many.map(line),
    'public-row': () =>
      many.map((at) => {
        const { name, sex, age, homePlace, employer, workPlace, workSpan, benefit, amount } = line(at)
        return {
          name,
          sex,
          age,
          homePlace,
          employer,
          workPlace,
          workSpan,
          benefit,
          amount,
          maskedId: `${ID.slice(0, 6)}********${ID.slice(-4)}`,
        }
      }),
    'summary-row': () =>
      many.map((at) => ({
        place: `某某镇第${at + 1}村`,
        people: 1 + at,
        claims: 1 + at,
        amount: 240_000 * (1 + at),
      })),
    'payment-row': () =>
      many.map((at) => ({
        payee: names[at % names.length]!,
        person: names[at % names.length]!,
        idNumber: ID,
        account: '6217000000000000123',
        bank: '某某农村商业银行某某支行',
        amount: 240_000,
        purpose: '稳岗就业补贴',
        state: '已送出',
      })),
    'attendance-row': () =>
      many.map((at) => ({
        name: names[at % names.length]!,
        idNumber: ID,
        post: '乡村保洁员',
        requiredDays: 22,
        attendedDays: 22 - (at % 3),
        standard: 80_000,
        amount: 60_000,
        from: '2022-01-01',
        to: '2022-12-31',
      })),
  }
  return made[data]()
}
