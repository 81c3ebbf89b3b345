/** Invented employers and agents of the demo county. */
import type { AgentKind, EmployerKind, RecognisedKind } from '../../../shared/domain/policy.ts'
import type { Random } from '../../../shared/domain/random.ts'
import { provinceOf } from '../../../shared/domain/region.ts'
import type { Regions } from '../registry/regions.ts'
import { makeCreditCode, type NumberOffice } from './identity.ts'
import { makeName } from './names.ts'
import { HOMES, WORKPLACES } from './places.ts'

export type DemoEmployer = {
  name: string
  creditCode: string
  kind: EmployerKind
  county: string
  isPrivate: boolean | undefined
  industry: string
  sector: '第一产业' | '第二产业' | '第三产业'
  owner: string
  contact: string
  phone: string
  recognitions: readonly { kind: RecognisedKind; on: string }[]
}

export type DemoAgent = {
  name: string
  creditCode: string | undefined
  kind: AgentKind
  county: string
  licence: string | undefined
  owner: string
  phone: string
  bank: string
  account: string
}

export type Organisations = {
  employers: readonly DemoEmployer[]
  /** Employers by workplace county; every county of a road and every home has some. */
  employersIn(county: string): readonly DemoEmployer[]
  /** Where recognised employers exist, these: they take many of our people. */
  agents: readonly DemoAgent[]
  agentsOf(home: string): readonly DemoAgent[]
}

const FIRST = [...'锦瑞宏盛恒泰嘉禾凯越旭丰鼎诚汇通佳润鑫安博雅永兴']
const SECOND = [...'禾织腾达源和隆峰茂澜翔辰利昌晟悦扬冠亿朗']
const TRADES: Readonly<Record<string, readonly (readonly [trade: string, industry: string])[]>> = {
  '33': [
    ['针织', '纺织业'],
    ['纺织', '纺织业'],
    ['印染', '纺织业'],
    ['服饰', '纺织服装、服饰业'],
    ['五金', '金属制品业'],
    ['箱包', '皮革制品业'],
    ['饰品', '工艺品制造业'],
    ['电子', '电子设备制造业'],
    ['酒店管理', '住宿业'],
    ['物流', '道路运输业'],
  ],
  '44': [
    ['电子', '电子设备制造业'],
    ['鞋业', '制鞋业'],
    ['玩具', '玩具制造业'],
    ['塑胶', '塑料制品业'],
  ],
  other: [
    ['建材', '非金属矿物制品业'],
    ['食品', '食品制造业'],
    ['餐饮管理', '餐饮业'],
    ['机械', '通用设备制造业'],
    ['水产', '渔业'],
  ],
}
const LOCAL_TRADES = [
  ['茶叶', '茶叶种植'],
  ['服装', '纺织服装、服饰业'],
  ['木耳', '食用菌种植'],
  ['彩灯', '工艺品制造业'],
  ['刺绣', '工艺品制造业'],
  ['柳编', '工艺品制造业'],
] as const

/** Makes employers (more of them for more people) and agents. Draws everything from `random`, so order matters. */
export function makeOrganisations(
  random: Random,
  office: NumberOffice,
  regions: Regions,
  people: number,
): Organisations {
  const employers: DemoEmployer[] = []
  const taken = new Set<string>()
  const perCounty = Math.min(40, 3 + Math.floor(people / 2_500))
  for (const counties of Object.values(WORKPLACES))
    for (const county of counties)
      for (let i = 0; i < perCounty; i++) employers.push(hostEmployer(random, office, regions, county, taken))
  for (const { county } of HOMES)
    for (let i = 0; i < Math.min(20, 3 + Math.floor(people / 8_000)); i++)
      employers.push(localEmployer(random, office, regions, county, taken, i))

  const agents: DemoAgent[] = []
  for (const { county } of HOMES)
    for (let i = 0; i < Math.min(8, 3 + Math.floor(people / 20_000)); i++)
      agents.push(makeAgent(random, office, regions, county, taken, i))

  const byCounty = Map.groupBy(employers, (employer) => employer.county)
  const byHome = Map.groupBy(agents, (agent) => agent.county)
  return {
    employers,
    agents,
    employersIn: (county) => byCounty.get(county) ?? [],
    agentsOf: (home) => byHome.get(home) ?? [],
  }
}

function hostEmployer(
  random: Random,
  office: NumberOffice,
  regions: Regions,
  county: string,
  taken: Set<string>,
): DemoEmployer {
  const province = provinceOf(county)
  const [trade, industry] = random.pick(TRADES[province] ?? TRADES.other ?? [])
  const kind = random.weighted<EmployerKind>([
    ['enterprise', 74],
    ['small-enterprise', 18],
    ['individual-business', 6],
    ['public-institution', 2],
  ])
  const place = shortPlace(regions, county)
  const end =
    kind === 'individual-business' ? '经营部' : kind === 'public-institution' ? '服务中心' : '有限公司'
  const name = unused(taken, () => `${place}${random.pick(FIRST)}${random.pick(SECOND)}${trade}${end}`)
  const recognitions: { kind: RecognisedKind; on: string }[] = []
  if (county.startsWith('3306') && random.chance(0.15))
    recognitions.push({ kind: random.chance(0.4) ? 'national-base' : 'provincial-base', on: '2018-11-20' })
  if (county.startsWith('3307') && random.chance(0.2))
    recognitions.push({ kind: 'city-base', on: '2021-11-15' })
  if (province === '52' && random.chance(0.4))
    recognitions.push({ kind: 'assistance-base', on: '2021-08-10' })
  return {
    name,
    creditCode: makeCreditCode(
      random,
      county,
      kind === 'individual-business' ? '92' : kind === 'public-institution' ? '12' : '91',
    ),
    kind,
    county,
    isPrivate: kind === 'public-institution' ? false : random.chance(0.05) ? undefined : random.chance(0.93),
    industry,
    sector:
      /业$/u.test(industry) && /(住宿|运输|餐饮)/u.test(industry)
        ? '第三产业'
        : industry === '渔业'
          ? '第一产业'
          : '第二产业',
    owner: personName(random),
    contact: personName(random),
    phone: office.phone(),
    recognitions,
  }
}

function localEmployer(
  random: Random,
  office: NumberOffice,
  regions: Regions,
  county: string,
  taken: Set<string>,
  index: number,
): DemoEmployer {
  const [trade, industry] = random.pick(LOCAL_TRADES)
  // Every home has a workshop; the north has its own kinds of it.
  const north = provinceOf(county) === '23'
  const kinds: readonly EmployerKind[] = north
    ? ['workshop', 'community-factory', 'satellite-factory']
    : ['workshop', 'cooperative', 'family-farm']
  const kind = kinds[index % kinds.length] ?? 'workshop'
  const end = {
    workshop: '就业帮扶车间',
    'community-factory': '社区工厂',
    'satellite-factory': '卫星工厂',
    cooperative: '种植专业合作社',
    'family-farm': '家庭农场',
  }[kind as string]
  const place = shortPlace(regions, county)
  return {
    name: unused(taken, () => `${place}${random.pick(FIRST)}${random.pick(SECOND)}${trade}${end ?? ''}`),
    creditCode: makeCreditCode(random, county, kind === 'cooperative' ? '93' : '91'),
    kind,
    county,
    isPrivate: true,
    industry,
    sector: kind === 'cooperative' || kind === 'family-farm' ? '第一产业' : '第二产业',
    owner: personName(random),
    contact: personName(random),
    phone: office.phone(),
    recognitions: kind === 'workshop' ? [{ kind: 'assistance-workshop', on: '2021-06-01' }] : [],
  }
}

function makeAgent(
  random: Random,
  office: NumberOffice,
  regions: Regions,
  county: string,
  taken: Set<string>,
  index: number,
): DemoAgent {
  const kinds = ['labour-company', 'agency', 'broker', 'labour-cooperative', 'training-institution'] as const
  const kind = kinds[index % kinds.length] ?? 'agency'
  const place = shortPlace(regions, county)
  const owner = personName(random)
  const end = {
    'labour-company': '劳务有限公司',
    agency: '人力资源服务有限公司',
    broker: '',
    'labour-cooperative': '劳务专业合作社',
    'training-institution': '职业培训学校',
  }[kind]
  const name =
    kind === 'broker'
      ? `${owner}（${place}劳务经纪人）`
      : unused(taken, () => `${place}${random.pick(FIRST)}${random.pick(SECOND)}${end}`)
  return {
    name,
    creditCode:
      kind === 'broker'
        ? undefined
        : makeCreditCode(
            random,
            county,
            kind === 'labour-cooperative' ? '93' : kind === 'training-institution' ? '52' : '91',
          ),
    kind,
    county,
    licence:
      kind === 'agency' || kind === 'labour-company'
        ? `${county}2019${String(index + 1).padStart(4, '0')}号`
        : undefined,
    owner,
    phone: office.phone(),
    bank: `${place}农村信用合作联社`,
    account: office.account(random),
  }
}

function personName(random: Random): string {
  return makeName(random, '汉族', random.chance(0.7) ? 'male' : 'female', undefined, false).name
}

/** 马边, 义乌, 越城: as firms use it in their names. */
function shortPlace(regions: Regions, county: string): string {
  return (regions.name(county) ?? '').replace(/(彝族|回族|苗族|藏族)*(自治县|县|市|区)$/u, '').slice(0, 2)
}

function unused(taken: Set<string>, make: () => string): string {
  for (let i = 0; i < 10_000; i++) {
    const name = make()
    if (taken.has(name)) continue
    taken.add(name)
    return name
  }
  throw new Error('demo names ran out')
}
