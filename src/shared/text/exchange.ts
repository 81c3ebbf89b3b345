/** Wording of imports and roles. A code without its word fails the type check. */
import type { ImportKind } from '../contract/imports.ts'
import type { Role } from '../contract/procedure.ts'

export const IMPORT_KIND_TEXT: Readonly<Record<ImportKind, string>> = {
  roster: '脱贫人口花名册',
  work: '务工监测',
  insured: '参保缴费明细',
  employers: '用人单位',
  agents: '劳务机构',
  vacancies: '岗位清单',
  fairs: '招聘会',
  services: '服务记录',
  'claim-results': '申领反馈',
  'person-results': '人员反馈',
  'work-results': '务工反馈',
}

/** What belongs into each kind, for whom wonders which one to choose. */
export const IMPORT_KIND_HINT: Readonly<Record<ImportKind, string>> = {
  roster: '全国系统导出的脱贫人口、监测对象名单，或照它整理的花名册；按身份证号新增、更新人员。',
  work: '务工监测表：谁、在哪个单位、从何时到何时、收入；按人、单位和开始日新增、更新务工经历。',
  insured: '参保缴费明细：一行一段、一行一月，或一月一列都可以。',
  employers: '用人单位名单，连同信用代码、账户和认定。',
  agents: '人力资源机构、劳务公司、合作社、经纪人名单。',
  vacancies: '岗位供给清单：企业、岗位、人数、薪资、学历、联系电话。',
  fairs: '招聘会台账：名称、日期、岗位数、到场和意向人数、参会单位。',
  services: '走访、回访、职业指导、岗位推荐等服务记录，一行一次。',
  'claim-results':
    '省平台等对方系统给回的申领处理结果：受理、退回（带原因）、已发放；退回的那几份自动重新打开。',
  'person-results':
    '对方系统给回的人员名单处理结果（_all、_success、_failure）；退回的人列在“对方反馈”里待改。',
  'work-results': '对方系统给回的务工监测处理结果；按人、开始年月和单位对到每一段务工。',
}

/** What the counts of an import mean. 退回 is what the other side does with claims; rows of its list are taken or not. */
export function importCountText(
  kind: ImportKind,
): Readonly<Record<'new' | 'changed' | 'same' | 'refused', string>> {
  return kind.endsWith('-results')
    ? { new: '记入', changed: '办理有变', same: '早已导入', refused: '没有采用' }
    : { new: '新增', changed: '变更', same: '相同', refused: '退回' }
}

export const ROLE_TEXT: Readonly<Record<Role, string>> = {
  viewer: '查看',
  clerk: '经办',
  reviewer: '复核',
  admin: '管理员',
}
