/** Wording of targets, limits and duties. A code without its word fails the type check. */
import type { DutyCount, LimitCarrier, LimitCheck, TargetMeasure } from '../domain/duties.ts'

export const TARGET_MEASURE_TEXT: Readonly<Record<TargetMeasure, string>> = {
  'fairs-in-partner-places': '到协作地区办的专场招聘会',
  'people-taken-in': '吸纳就业人数',
  'household-employed': '每户就业人数',
  'poverty-lifted-employed': '脱贫人口在业人数',
  'vacancies-offered': '提供的岗位',
  'demonstration-farms': '省级家庭农场示范场',
  'service-bundle': '一对一服务',
  'career-guidance': '职业指导',
  'suitable-vacancies': '适合的岗位信息',
  'free-training': '免费培训',
}

export const LIMIT_CHECK_TEXT: Readonly<Record<LimitCheck, string>> = {
  'one-post-per-person': '核对一人是否同时占两个公益性岗位',
  'post-contract-months': '核对公益性岗位协议的期限',
}

export const LIMIT_CARRIER_TEXT: Readonly<Record<LimitCarrier, string>> = {
  dates: '由文件的有效期和兑现期限限定',
  places: '由户籍地、务工地条件限定',
  categories: '由人员类别条件限定',
  funds: '每个批次只选一个资金渠道',
  standards: '录入当地标准后才有金额',
  pairings: '由结对关系限定',
  supersedes: '由文件之间的取代关系限定',
}

export const DUTY_COUNT_TEXT: Readonly<Record<DutyCount, string>> = {
  agreements: '劳务协作协议',
  stations: '劳务站点',
  'cooperation-bases': '劳务合作基地的站点',
  fairs: '招聘会场次',
  visits: '走访记录',
  'demand-lists': '就业需求清单',
  'vacancy-lists': '岗位供给清单',
  'lists-exchanged': '交换的清单',
  matches: '岗位推荐记录',
  'follow-ups': '跟踪服务记录',
  'caring-posts': '爱心岗位上的人',
  'organised-spells': '有组织输出人次',
  'filed-spells': '备案的输出人次',
  recognitions: '认定的基地和车间',
  courses: '培训人次',
  enrolments: '学徒和订单班学生',
  'roster-imports': '导入名单的次数',
  'ledger-entries': '台账记录',
  'reports-sent': '上报的文件',
  'welfare-posts': '公益性岗位上的人',
  'insured-welfare-posts': '有意外险的公益性岗位人员',
  'weak-labour-posts': '公益性岗位上的弱劳力、半劳力',
  'check-findings': '疑点和处理记录',
}
