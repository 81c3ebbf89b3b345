/** Why a row of a workbook was refused, or taken with a remark: a stable code, a short label, a full sentence. */
import type { AccountFault, AccountWarning } from '../domain/bank-card.ts'
import type { CreditCodeFault } from '../domain/credit-code.ts'
import type { IdFault, IdWarning } from '../domain/id-number.ts'
import type { YuanFault } from '../domain/money.ts'
import type { NameFault } from '../domain/person-name.ts'
import type { PhoneFault } from '../domain/phone.ts'
import {
  ACCOUNT_FAULT_TEXT,
  ACCOUNT_WARNING_TEXT,
  CREDIT_CODE_FAULT_TEXT,
  CREDIT_CODE_WARNING_TEXT,
  ID_FAULT_TEXT,
  ID_WARNING_TEXT,
  NAME_FAULT_TEXT,
  PHONE_FAULT_TEXT,
  YUAN_FAULT_TEXT,
} from './field-faults.ts'

/** What a sentence is made from. Never an ID number, phone or account in clear: `who` is masked already. */
export type ReasonParams = Readonly<Record<string, string | number>>

/** Reasons of the import itself; those of fields (`id.length`, `phone.characters` …) come from `field-faults`. */
const OWN = {
  'row.no-identity': [
    '没有姓名和证件号',
    () => '这一行没有姓名，也没有证件号码，不知道是谁。请补填，或删去这一行。',
  ],
  'cell.error': [
    '单元格是错误值',
    (p) => `“${p.column}”是公式错误值（${p.value}），没有采用。请改成正确的内容。`,
  ],
  'cell.uncalculated': [
    '公式没有算出结果',
    (p) => `“${p.column}”是公式，文件里没有存结果。请在 Excel 或 WPS 中打开并保存一次，或粘贴为数值。`,
  ],
  'cell.too-long': ['内容过长', (p) => `“${p.column}”超过 ${p.most} 个字，可能列错位，没有采用。`],

  'person.other-name': [
    '同一身份证号已登记为另一姓名',
    (p) =>
      `同一身份证号（${p.who}）已登记为另一姓名“${p.before}”，本行是“${p.name}”。请对照证件，改正错的一处。`,
  ],
  'person.twice-differs': [
    '同一身份证号在文件中出现两次且内容不同',
    (p) =>
      `身份证号（${p.who}）在第 ${p.row} 行已经出现，两行的${p.fields}不同，只采用了第 ${p.row} 行。请核对后保留一行。`,
  ],
  'id.empty': [
    '没有身份证号，认不出是哪一个人',
    () => '没有身份证号，按姓名和户编号在台账中也找不到唯一的人。请补填身份证号。',
  ],
  'person.ambiguous': [
    '没有身份证号，同户有同名的人',
    (p) => `没有身份证号，这一户有 ${p.count} 个同名的人，不知道是哪一个。请补填身份证号。`,
  ],
  'person.not-in-roster': [
    '花名册中没有此人',
    (p) => `花名册中没有此人（${p.who}）。请先导入花名册或登记此人，再导入本表。`,
  ],
  'row.repeated': ['与前面一行重复', (p) => `与第 ${p.row} 行是同一条，内容相同，没有重复记入。`],
  'person.matched-by-name': ['按姓名和户编号认出', () => '本行没有身份证号，按姓名和户编号认出台账中的人。'],
  'household.differs': [
    '同一户的几行不一致',
    (p) => `同一户（户编号末四位 ${p.code}）的几行“${p.fields}”不一致，以户主一行或先出现的一行为准。`,
  ],

  'category.unknown': [
    '人员类别认不出',
    (p) =>
      `“${p.column}”写的“${p.value}”认不出是哪一类，没有采用。请写脱贫户、脱贫不稳定户、边缘易致贫户或突发严重困难户等。`,
  ],
  'category.no-start': [
    '人员类别没有起始时间',
    (p) => `类别“${p.value}”没有识别时间（“${p.column}”为空），不知道从哪天起，没有记入。请补填时间。`,
  ],
  'category.no-end': [
    '风险已消除但没有消除时间',
    (p) => `类别“${p.value}”的风险已消除，但没有消除时间，不知道到哪天止，没有记入。请补填“${p.column}”。`,
  ],
  'category.end-before-start': [
    '类别的终止早于起始',
    (p) => `类别“${p.value}”的终止时间早于起始时间，没有记入。请核对两个时间。`,
  ],
  'category.overlaps': [
    '类别时间与已登记的交叉',
    (p) => `类别“${p.value}”的时间与已登记的一段交叉，没有记入。请在人员详情中核对。`,
  ],

  'date.format': [
    '日期写法不认识',
    (p) => `“${p.column}”写的“${p.value}”不是日期，没有采用。请写成 2022-03-01 或 2022年3月1日。`,
  ],
  'date.impossible': ['日期不存在', (p) => `“${p.column}”的日期“${p.value}”不存在，没有采用。请核对。`],
  'date.no-day': [
    '日期只到月',
    (p) => `“${p.column}”只写到月（“${p.value}”），需要写到日，没有采用。请写成 2022-03-01。`,
  ],
  'date.future': ['日期在今天之后', (p) => `“${p.column}”的日期“${p.value}”在今天之后，请核对。`],
  'month.format': [
    '月份写法不认识',
    (p) => `“${p.column}”写的“${p.value}”不是月份。请写成 202203 或 2022年3月。`,
  ],
  'month.lost-zero': [
    '月份可能丢了末尾的 0',
    (p) =>
      `“${p.column}”是数字 ${p.value}，分不清是 1 月还是 10 月（表格软件会丢掉末尾的 0）。请写成 202201 或 202210，并把该列设为文本。`,
  ],
  'month.impossible': ['月份不存在', (p) => `“${p.column}”的月份“${p.value}”不存在。请核对。`],
  'yes-no.unknown': ['是否认不出', (p) => `“${p.column}”写的“${p.value}”认不出是“是”还是“否”，没有采用。`],
  'number.format': ['不是整数', (p) => `“${p.column}”写的“${p.value}”不是整数，没有采用。`],
  'county.unknown': [
    '地区认不出',
    (p) =>
      `“${p.column}”写的“${p.value}”认不出是哪个县（市、区），没有采用。请写全省、市、县名称或 6 位代码。`,
  ],
  'county.ambiguous': [
    '地区不止一个',
    (p) => `“${p.column}”写的“${p.value}”有 ${p.count} 个同名地区，没有采用。请写全省、市、县名称。`,
  ],
  'county.not-county': [
    '地区没有填到县',
    (p) => `“${p.column}”写的“${p.value}”没有填到县（市、区）。请补填到县。`,
  ],
  'ethnicity.unknown': [
    '民族认不出',
    (p) => `“${p.column}”写的“${p.value}”不在民族代码中，文字照录，代码空着。请核对。`,
  ],
  'education.unknown': [
    '文化程度认不出',
    (p) => `“${p.column}”写的“${p.value}”不在学历代码中，文字照录，代码空着。请核对。`,
  ],
  'kind.unknown': ['类型认不出', (p) => `“${p.column}”写的“${p.value}”认不出是哪一类，文字照录，类型空着。`],
  'post.unknown': [
    '岗位类型认不出',
    (p) => `“${p.column}”写的“${p.value}”认不出是哪一类岗位，按普通岗位记入。请核对。`,
  ],
  'money.negative': ['金额是负数', (p) => `“${p.column}”是负数，没有采用。请核对。`],

  'spell.no-start': [
    '没有务工开始时间',
    () => '没有务工开始时间（开始年月或入职日期），不知道从哪天起。请补填。',
  ],
  'spell.end-before-start': ['务工结束早于开始', () => '务工结束时间早于开始时间。请核对两个时间。'],
  'spell.twice-differs': [
    '同一段务工在文件中出现两次且内容不同',
    (p) =>
      `同一人同一单位同一开始日的务工在第 ${p.row} 行已经出现，两行的${p.fields}不同，只采用了第 ${p.row} 行。`,
  ],
  'spell.left-without-day': [
    '已离岗但没有离职时间',
    () => '写明已离岗，但没有离职日期，终止时间记为不知道。请补填。',
  ],
  'spell.state-conflict': [
    '在岗状态与结束时间不符',
    () => '写明在岗，却有已经过去的结束时间，以结束时间为准。请核对。',
  ],
  'spell.no-employer': ['没有用人单位', () => '没有写用人单位，务工记录照记，单位空着。'],
  'spell.not-to-county': [
    '务工地没有填到县',
    (p) => `务工地“${p.value}”没有填到县（市、区），务工记录照记，县空着。按地区计算的补贴要填到县。`,
  ],
  'employer.other-name': [
    '同一信用代码已登记为另一单位名称',
    (p) =>
      `这个信用代码已登记为“${p.before}”，本行写“${p.name}”。请核对代码；如单位已改名，请先在单位详情中改名。`,
  ],
  'agent.other-name': [
    '同一信用代码已登记为另一机构名称',
    (p) =>
      `这个信用代码已登记为“${p.before}”，本行写“${p.name}”。请核对代码；如机构已改名，请先在机构详情中改名。`,
  ],
  'employer.code-differs': [
    '同名单位的信用代码不同',
    (p) => `台账中的“${p.name}”是另一个信用代码，按两个单位记。如是同一单位，请核对代码。`,
  ],
  'employer.twice-differs': [
    '同一单位在文件中出现两次且内容不同',
    (p) => `同一单位在第 ${p.row} 行已经出现，两行的${p.fields}不同，以第 ${p.row} 行为准。请核对。`,
  ],
  'employer.ambiguous': [
    '同名单位不止一个',
    (p) => `台账中有 ${p.count} 个叫“${p.name}”的单位，没有信用代码分不清是哪一个。请补填信用代码。`,
  ],
  'recognition.unknown': [
    '认定类型认不出',
    (p) => `“${p.column}”写的“${p.value}”认不出是哪一种认定，没有记入。`,
  ],
  'recognition.no-date': ['认定没有日期', (p) => `认定“${p.value}”没有日期，没有记入。请补填认定日期。`],
  'agent.unknown': [
    '组织单位不在台账中',
    (p) =>
      `组织单位“${p.value}”不在劳务机构台账中，已记为有组织，机构空着。请先导入劳务机构，再重新导入本表。`,
  ],
  'agent.is-employer': [
    '组织单位就是用人单位自己',
    (p) => `组织单位“${p.value}”就是用人单位自己，已记为有组织，机构空着。请核对是谁组织的。`,
  ],

  'insured.no-months': ['没有参保月份', () => '没有参保月份（起止月、缴费月份或各月列）。请补填。'],
  'insured.end-before-start': ['参保终止月早于起始月', () => '参保终止月早于起始月。请核对两个月份。'],
  'insured.too-long': ['参保期间过长', (p) => `参保期间有 ${p.count} 个月，不像真的。请核对起止月。`],
  'month.future': ['参保月份在今天之后', () => '参保月份在今天之后，没有采用以后的月份。请核对。'],
  'insured.no-county': [
    '参保地没有填到县',
    (p) => `参保地“${p.value}”认不出是哪个县（市、区）。请补填到县。`,
  ],
  'insured.resident': [
    '居民保险不计入',
    (p) => `“${p.value}”是居民保险，不是用人单位缴纳的社会保险，没有记入。`,
  ],
  'rent.end-before-start': ['租房终止月早于起始月', () => '租房终止月早于起始月，没有记入。请核对。'],
  'result.none': [
    '没有写处理结果',
    () => '这一行没有处理结果，文件名也没有说明是成功还是失败的清单。请补上结果一列，或用对方给的原文件名。',
  ],
  'result.unknown': [
    '处理结果认不出',
    (p) =>
      `“${p.column}”写的“${p.value}”认不出是受理、退回还是已发放，没有采用。请改成“受理”“退回”或“已发放”。`,
  ],
  'result.waiting': ['对方还在处理', (p) => `对方写的是“${p.value}”，还没有结果，台账没有改动。`],
  'result.other-list': [
    '结果与文件名不符',
    (p) => `文件名是${p.list}清单，这一行却写“${p.value}”，不知道以哪个为准，没有采用。请向对方核对。`,
  ],
  'result.both': [
    '同一份在文件中又受理又退回',
    (p) => `${p.who}在第 ${p.rows} 行各有一个结果，一个受理一个退回，都没有采用。请向对方核对后只留一行。`,
  ],
  'result.claim-paid': [
    '已发放的不能按退回重开',
    (p) =>
      `申领 ${p.number} 已经发放，没有按对方的退回重新打开。请向对方核实；确属多发的，到申领里登记追回。`,
  ],
  'result.money-out': [
    '钱款在途的不能按退回重开',
    (p) =>
      `申领 ${p.number} 已列入支付文件，钱款可能已经送出，没有按对方的退回重新打开。请等银行回盘后再处理。`,
  ],
  'result.own-payment': [
    '对方已发放，本台账也在发放',
    (p) =>
      `申领 ${p.number} 已列入本台账的支付文件，对方又写已发放，可能重复。没有采用，请先核实是哪一边付的。`,
  ],
  'result.contradicts': [
    '与对方另一个结果矛盾',
    (p) => `对方对申领 ${p.number} 的同一次报送先后给了受理和退回，分不清先后，按退回办理。请向对方核实。`,
  ],
  'result.older': [
    '是上一次报送的结果',
    (p) => `申领 ${p.number} 之后又报送过，这是上一次报送的结果，只记入经过，不改变现在的状态。`,
  ],
  'result.claim-ended': [
    '申领已不予通过',
    (p) => `申领 ${p.number} 本单位已不予通过，对方的结果只记入经过。请核对。`,
  ],
  'result.batch-sent': [
    '所在批次已送财政',
    (p) => `申领 ${p.number} 所在批次已送财政，现已移出批次重新打开。请通知财政减去这一份。`,
  ],
  'result.paid-here-too': [
    '两边都写已发放',
    (p) => `申领 ${p.number} 本台账已经发放，对方也写已发放。请核实是不是同一笔；重复的请追回。`,
  ],
  'result.amount-differs': [
    '金额与申领不同',
    (p) => `对方的金额是 ${p.value} 元，申领 ${p.number} 是 ${p.before} 元，状态照记，金额没有改。请核对。`,
  ],
  'claim.number-format': [
    '申领编号写法不对',
    (p) => `“${p.value}”不是申领编号（例：JH16-2022-7F3A-000012）。请照本单位报送时的编号填写。`,
  ],
  'claim.unknown-number': [
    '台账中没有这个申领编号',
    (p) => `台账中没有编号为 ${p.value} 的申领，可能是别的单位报送的。请核对编号。`,
  ],
  'claim.withdrawn': ['申领已撤回', (p) => `申领 ${p.value} 已经撤回，没有采用对方的结果。请告知对方作废。`],
  'claim.other-person': [
    '申领编号与身份证号不是同一人',
    (p) => `申领 ${p.number} 不是这个身份证号（${p.who}）的，不知道以哪个为准，没有采用。请向对方核对。`,
  ],
  'claim.not-found': [
    '此人没有这样的申领',
    (p) => `这个人（${p.who}）没有${p.what}的申领，没有采用。请核对项目和期间，或补填申领编号。`,
  ],
  'claim.ambiguous': [
    '此人有几份申领，分不清',
    (p) =>
      `这个人（${p.who}）有 ${p.count} 份${p.what}的申领，分不清是哪一份，没有采用。请补填申领编号、项目和期间。`,
  ],
  'benefit.unknown': [
    '项目认不出',
    (p) => `“${p.column}”写的“${p.value}”不是政策库里的项目编号或名称。请写编号（例：JH-16）或全名。`,
  ],
  'spell.not-found': [
    '此人没有这样的务工经历',
    (p) => `这个人（${p.who}）没有${p.what}的务工经历，没有采用。请核对开始年月和单位。`,
  ],
  'spell.several': [
    '此人有几段务工，分不清',
    (p) => `这个人（${p.who}）有 ${p.count} 段${p.what}的务工经历，分不清是哪一段。请补填开始年月和单位。`,
  ],
  'record.refused': ['不能登记', (p) => `${p.message}`],
  'record.no-date': ['没有日期', (p) => `没有“${p.column}”，不知道是哪一天的。请补填。`],
  'record.twice-differs': [
    '同一条在文件中出现两次且内容不同',
    (p) => `与第 ${p.row} 行是同一条，内容却不同，只采用了第 ${p.row} 行。请核对后保留一行。`,
  ],
  'service.kind-unknown': [
    '服务类型认不出',
    (p) => `“${p.column}”写的“${p.value}”认不出是哪一类服务，没有记入。可写：${p.known}。`,
  ],
  'employer.not-here': [
    '单位不在台账中',
    (p) => `“${p.value}”不在用人单位台账中（或有几个同名的），照记文字，没有对上单位。可先导入用人单位。`,
  ],
  'wages.format': [
    '薪资写法认不出',
    (p) => `“${p.column}”写的“${p.value}”认不出是多少，薪资空着。请写成 4000-6000 或 5000。`,
  ],
  'heads.vague': ['人数没有写确数', (p) => `“${p.column}”写的是“${p.value}”，按 1 人记。知道确数后请改正。`],
  'number.none': ['没有人数', (p) => `“${p.column}”没有写至少 1 人的整数，没有记入。请补填。`],
  'rent.no-end': ['租房没有终止月', () => '自行租房只有起始月，没有终止月，没有记入。请补填。'],
} as const satisfies Readonly<Record<string, readonly [label: string, message: (p: ReasonParams) => string]>>

type Of<Prefix extends string, Code extends string> = `${Prefix}.${Code}`
export type ImportReason =
  | keyof typeof OWN
  | Of<'id', IdFault | IdWarning>
  | Of<'name', NameFault>
  | Of<'phone', PhoneFault>
  | Of<'account', AccountFault | Exclude<AccountWarning, 'length'>>
  | 'account.unusual-length'
  | Of<'code', CreditCodeFault | 'check-digit'>
  | Of<'money', YuanFault>

const FIELDS: Readonly<Record<string, readonly [noun: string, texts: Readonly<Record<string, string>>]>> = {
  id: ['身份证号', { ...ID_WARNING_TEXT, ...ID_FAULT_TEXT }],
  name: ['姓名或名称', NAME_FAULT_TEXT],
  phone: ['联系电话', PHONE_FAULT_TEXT],
  account: [
    '账号',
    { ...ACCOUNT_WARNING_TEXT, ...ACCOUNT_FAULT_TEXT, 'unusual-length': ACCOUNT_WARNING_TEXT.length },
  ],
  code: ['信用代码', { ...CREDIT_CODE_WARNING_TEXT, ...CREDIT_CODE_FAULT_TEXT }],
  money: ['金额', YUAN_FAULT_TEXT],
}

const SHORT: Readonly<Record<string, string>> = {
  empty: '没有填写',
  length: '位数不对',
  characters: '含有不该有的字符',
  'check-digit': '末位校验不符',
  'impossible-date': '出生日期不存在',
  'excel-scientific': '被变成了科学计数',
  'excel-rounded': '末几位被变成了 0',
  'unknown-area': '地区码不在现行代码中',
  'converted-15': '由 15 位换算',
  'unusual-length': '位数不常见',
  luhn: '校验不符（可能是存折）',
  'too-long': '过长',
  format: '写法不是确定的数字',
  'too-many-decimals': '小数超过两位',
  'thousands-separator': '逗号位置不对',
  'full-width': '用了全角数字',
  'too-large': '过大',
}

/** Short label for counting rows by reason: 身份证号末位校验不符. A code that is not known stands for itself. */
export function importReasonLabel(code: string): string {
  if (Object.hasOwn(OWN, code)) return OWN[code as keyof typeof OWN][0]
  const [group = '', fault = ''] = split(code)
  const noun = FIELDS[group]?.[0]
  return noun === undefined ? code : `${noun}${SHORT[fault] ?? fault}`
}

/** The whole sentence: what, where and the fix. A field's reason names its column where `column` is given. */
export function importReasonText(code: ImportReason, params: ReasonParams = {}): string {
  if (Object.hasOwn(OWN, code)) return OWN[code as keyof typeof OWN][1](params)
  if (code === 'name.empty' && params.column !== undefined) return `没有${params.column}，请补填。`
  const [group = '', fault = ''] = split(code)
  const [noun, texts] = FIELDS[group] ?? []
  const text = texts?.[fault]
  if (noun === undefined || text === undefined) throw new Error(`no wording for import reason ${code}`)
  const column = params.column
  return column === undefined || column === noun ? text : `“${column}”：${text}`
}

function split(code: string): [string, string] {
  const dot = code.indexOf('.')
  return [code.slice(0, dot), code.slice(dot + 1)]
}
