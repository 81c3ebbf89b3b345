/** Cell texts to codes: the words of `shared/text` themselves, and what real files write instead. */
import type { Category } from '../domain/categories.ts'
import type { AgentKind, EmployerKind, PostKind, RecognisedKind } from '../domain/policy.ts'
import type { ServiceKind } from '../domain/services.ts'
import { CATEGORY_TEXT } from './policy.ts'
import { AGENT_KIND_TEXT, EMPLOYER_KIND_TEXT, POST_KIND_TEXT, RECOGNISED_KIND_TEXT } from './registry.ts'
import { SERVICE_KIND_TEXT } from './services.ts'

/** Kind of employer: 企业, 有限责任公司, 扶贫车间 … `undefined` when the text says nothing known. */
export const readEmployerKind = reader<EmployerKind>(EMPLOYER_KIND_TEXT, {
  enterprise: [
    '公司',
    '有限公司',
    '有限责任公司',
    '股份有限公司',
    '民营企业',
    '国有企业',
    '大型企业',
    '中型企业',
  ],
  'small-enterprise': ['小型企业', '微型企业', '小微'],
  cooperative: ['合作社', '专业合作社'],
  'large-grower': ['种植大户', '养殖大户', '大户'],
  workshop: ['扶贫车间', '帮扶车间', '就业扶贫车间', '车间'],
  'individual-business': ['个体', '个体户', '个体经营'],
  government: ['机关单位', '党政机关', '行政机关'],
  other: ['其他'],
})

/** Kind of agent: 人力资源服务机构, 劳务公司, 经纪人 … */
export const readAgentKind = reader<AgentKind>(AGENT_KIND_TEXT, {
  agency: ['人力资源公司', '人力资源机构', '中介机构', '职业中介', '经营性人力资源服务机构'],
  'labour-company': ['劳务派遣公司', '劳务派遣', '劳务服务公司'],
  'labour-cooperative': ['劳务专业合作社', '合作社'],
  broker: ['经纪人', '劳务带头人'],
  'training-institution': ['培训学校', '职业培训机构', '职业培训学校'],
  'public-service': ['公共就业服务中心', '就业服务中心', '就业局'],
  other: ['其他'],
})

/** Recognition of an employer. */
export const readRecognisedKind = reader<RecognisedKind>(RECOGNISED_KIND_TEXT, {
  'national-base': ['国家级', '国家级基地', '全国就业扶贫基地', '国家级就业帮扶基地'],
  'provincial-base': ['省级', '省级基地', '省级就业帮扶基地'],
  'city-base': ['市级', '市级基地', '市级就业扶贫基地'],
  'assistance-base': ['帮扶基地', '就业扶贫基地'],
  'assistance-workshop': ['帮扶车间', '扶贫车间', '就业扶贫车间'],
  'provincial-demonstration-base': ['省级示范基地', '省级就业扶贫示范基地'],
})

/** Kind of post. A blank cell is not asked here: it means an ordinary post. */
export const readPostKind = reader<PostKind>(POST_KIND_TEXT, {
  ordinary: ['普通', '一般岗位', '市场岗位'],
  caring: ['爱心', '爱心岗'],
  'public-welfare': ['公益岗位', '公益岗', '公益性'],
})

/** What an office did for somebody: 走访慰问, 回访, 职业指导 … */
export const readServiceKind = reader<ServiceKind>(SERVICE_KIND_TEXT, {
  agreement: ['协议', '签协议', '签订劳务协作协议', '劳务协作协议'],
  visit: ['走访', '慰问', '看望慰问', '入户走访', '走访务工人员'],
  'follow-up': ['回访', '跟踪服务', '电话回访', '跟踪', '后续服务'],
  guidance: ['指导', '就业指导', '职业介绍指导', '政策咨询', '就业咨询'],
  match: ['推荐岗位', '职业介绍', '介绍工作', '推荐就业'],
  'demand-list': ['需求清单', '求职清单', '就业需求清单'],
  'vacancy-list': ['岗位清单', '岗位供给清单', '收集岗位'],
  'list-exchange': ['清单交换', '交换岗位清单', '信息交换'],
  report: ['上报', '报告', '报送材料'],
  correction: ['查处', '纠正', '整改'],
})

/** Category of a person, also in the words of the monitoring export and of SX-2018. */
export const readCategory = reader<Category>(CATEGORY_TEXT, {
  'poverty-lifted': [
    '脱贫户',
    '脱贫',
    '建档立卡人员',
    '建档立卡户',
    '建档立卡贫困户',
    '建档立卡贫困人口',
    '一般脱贫户',
  ],
  'monitored-unstable': ['脱贫不稳定户', '脱贫不稳定人口'],
  'monitored-marginal': ['边缘易致贫户', '边缘易致贫人口', '边缘户'],
  'monitored-hardship': ['突发严重困难户', '突发困难户'],
  'minimum-living': ['低保', '低保户', '低保人员', '最低生活保障对象'],
  'extreme-poverty': ['特困', '特困户', '特困供养人员', '特困供养户', '五保户'],
  relocated: ['易地搬迁户', '易地扶贫搬迁', '易地扶贫搬迁户', '易地扶贫搬迁人口', '易迁户'],
})

/** A yes-or-no cell: 是/否, 有/无, √, Y/N, 1/0. `undefined` for a blank or anything else: unknown, never no. */
export function readYesNo(text: string): boolean | undefined {
  const tidy = text.normalize('NFKC').trim().toUpperCase()
  if (['是', '有', '√', '✓', 'Y', 'YES', '1', '对', 'TRUE'].includes(tidy)) return true
  if (['否', '无', '没有', '×', '✗', 'N', 'NO', '0', 'FALSE'].includes(tidy)) return false
  return undefined
}

function reader<Code extends string>(
  words: Readonly<Record<Code, string>>,
  aliases: Partial<Readonly<Record<Code, readonly string[]>>>,
): (text: string) => Code | undefined {
  const codes = new Map<string, Code>()
  for (const code of Object.keys(words) as Code[])
    for (const word of [code, words[code], ...(aliases[code] ?? [])]) codes.set(fold(word), code)
  return (text) => codes.get(fold(text))
}

function fold(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s()（）·、-]/gu, '')
    .toLowerCase()
}
