/**
 * Layouts of the demo county's workbooks. The first part of each list is what offices really exchange (PRACTICE,
 * "Rosters and forms" 1 and 2); the columns after it are ours, for facts that the real lists do not carry. The import
 * knows all of them by alias.
 */

/** One workbook of one sheet: `titleRows` rows stand above the header. */
export type DemoLayout = {
  readonly file: string
  readonly sheet: string
  readonly titleRows: number
  readonly headers: readonly string[]
}

/** National monitoring export, one row a person. Dates are `yyyy-MM-dd` or `yyyy年M月`. */
export const ROSTER = {
  file: '01-脱贫人口花名册.xlsx',
  sheet: '脱贫人口花名册',
  titleRows: 0,
  headers: [
    '序号',
    '数据日期',
    '县',
    '乡',
    '行政村',
    '自然村',
    '户编号',
    '人编号',
    '姓名',
    '证件号码',
    '人数',
    '与户主关系',
    '民族',
    '文化程度',
    '在校生状况',
    '健康状况',
    '劳动技能',
    '务工时间（月）',
    '是否参加大病保险',
    '致贫原因1',
    '危房户',
    '是否解决安全饮用水',
    '人均纯收入',
    '户联系电话',
    '人联系电话',
    '首次识别时间',
    '人员识别时间',
    '户类型',
    '易返贫致贫户(监测对象)类型',
    '风险是否消除',
    '风险识别时间',
    '风险消除时间',
    // ours: the other categories with their first day, and the account that money goes to
    '低保起始时间',
    '特困起始时间',
    '易地搬迁入住时间',
    '开户行',
    '社保卡（银行卡）账号',
  ],
} as const satisfies DemoLayout

/**
 * Work monitoring list, one row a spell. 务工开始年月/结束年月 are `yyyy年M月`; 入职日期/离职日期 give the days.
 * 组织单位: a name, or 自行外出 for a known none; blank is unknown. 备案号: a number, or 无. 是否签订劳动合同, 参保情况
 * (已参保, 未参保) and 在岗状态 (在岗, 离岗) likewise: blank is unknown. Wages and fares are yuan of a calendar year,
 * 自行租房起/止 are months.
 */
export const WORK = {
  file: '02-务工监测.xlsx',
  sheet: '务工监测',
  titleRows: 1,
  headers: [
    '序号',
    '姓名',
    '证件号码',
    '务工类型',
    '务工开始年月',
    '务工结束年月',
    '务工省',
    '务工市',
    '务工县',
    '务工月收入',
    '产业',
    '就业渠道',
    '务工企业名称',
    '所属行业',
    '是否点对点输送',
    '监测对象类别',
    // ours
    '用人单位信用代码',
    '入职日期',
    '离职日期',
    '在岗状态',
    '组织单位',
    '备案号',
    '备案日期',
    '是否签订劳动合同',
    '合同起',
    '合同止',
    '岗位类型',
    '参保情况',
    '自行租房起',
    '自行租房止',
    '2020年工资',
    '2021年工资',
    '2022年工资',
    '2021年往返车费',
    '2022年往返车费',
  ],
} as const satisfies DemoLayout

/** Insured months, one row for each unbroken range of one person with one employer. 起始月/终止月: `yyyyMM`, sometimes `yyyy年M月`. */
export const INSURED = {
  file: '03-参保缴费明细.xlsx',
  sheet: '参保缴费明细',
  titleRows: 0,
  headers: ['身份证号', '姓名', '单位名称', '信用代码', '参保地', '起始月', '终止月', '险种'],
} as const satisfies DemoLayout

/** Employers. 认定类型 and 认定日期 hold one recognition; an employer with two has two rows. */
export const EMPLOYERS = {
  file: '04-用人单位.xlsx',
  sheet: '用人单位',
  titleRows: 0,
  headers: [
    '单位名称',
    '统一社会信用代码',
    '单位类型',
    '所在县',
    '地址',
    '是否民营',
    '所属行业',
    '法定代表人',
    '联系人',
    '联系电话',
    '认定类型',
    '认定日期',
    '认定文号',
  ],
} as const satisfies DemoLayout

/** Agents and brokers. */
export const AGENTS = {
  file: '05-劳务机构.xlsx',
  sheet: '劳务机构',
  titleRows: 0,
  headers: [
    '机构名称',
    '统一社会信用代码',
    '机构类型',
    '所在县',
    '许可证号',
    '法定代表人',
    '联系人',
    '联系电话',
    '开户行',
    '账号',
  ],
} as const satisfies DemoLayout

/** All workbooks in the order in which they are imported: employers and agents before the work that names them. */
export const DEMO_IMPORT_ORDER = [EMPLOYERS, AGENTS, ROSTER, WORK, INSURED] as const

export type RosterHeader = (typeof ROSTER.headers)[number]
export type WorkHeader = (typeof WORK.headers)[number]
export type InsuredHeader = (typeof INSURED.headers)[number]
export type EmployerHeader = (typeof EMPLOYERS.headers)[number]
export type AgentHeader = (typeof AGENTS.headers)[number]

/** What the cells of closed columns say; each code's text is the one in `shared/text`. */
export const CELL = {
  none: '无',
  selfFound: '自行外出',
  yes: '是',
  no: '否',
  onPost: '在岗',
  leftPost: '离岗',
  insured: '已参保',
  notInsured: '未参保',
} as const
