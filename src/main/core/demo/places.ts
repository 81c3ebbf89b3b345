/** Where the demo county's people live and work, and which roads they take. Counties are real, villages are not. */
import type { People } from './names.ts'

type Weighted<T> = readonly (readonly [T, number])[]

export type Route =
  | 'shaoxing'
  | 'jinhua'
  | 'zhejiang'
  | 'guangdong'
  | 'coast'
  | 'dalian'
  | 'province-51'
  | 'province-62'
  | 'province-52'
  | 'province-23'
  | 'home'

export type Home = {
  county: string
  /** share of households, in thousandths */
  weight: number
  peoples: Weighted<People>
  routes: Weighted<Route>
  /** county code before it was given up, for ID numbers issued under it */
  formerArea?: string
}

const YI: Weighted<People> = [
  ['彝族', 52],
  ['汉族', 43],
  ['苗族', 4],
  ['回族', 1],
]
const TIBETAN: Weighted<People> = [
  ['藏族', 66],
  ['汉族', 19],
  ['羌族', 8],
  ['回族', 7],
]
const HAN: Weighted<People> = [
  ['汉族', 98],
  ['土家族', 2],
]
const GANSU: Weighted<People> = [
  ['汉族', 91],
  ['回族', 7],
  ['藏族', 2],
]
const WUMENG: Weighted<People> = [
  ['汉族', 52],
  ['彝族', 18],
  ['回族', 16],
  ['苗族', 14],
]
const MIAO: Weighted<People> = [
  ['苗族', 82],
  ['汉族', 14],
  ['土家族', 4],
]
const NORTH: Weighted<People> = [
  ['汉族', 78],
  ['满族', 11],
  ['朝鲜族', 7],
  ['蒙古族', 4],
]

const TO_SHAOXING: Weighted<Route> = [
  ['shaoxing', 52],
  ['jinhua', 9],
  ['zhejiang', 9],
  ['guangdong', 11],
  ['province-51', 10],
  ['home', 9],
]
const TO_JINHUA: Weighted<Route> = [
  ['jinhua', 66],
  ['shaoxing', 6],
  ['zhejiang', 8],
  ['guangdong', 8],
  ['province-51', 7],
  ['home', 5],
]
const FROM_GANSU: Weighted<Route> = [
  ['jinhua', 64],
  ['zhejiang', 10],
  ['coast', 10],
  ['province-62', 16],
]
const FROM_GUIZHOU: Weighted<Route> = [
  ['guangdong', 30],
  ['zhejiang', 16],
  ['jinhua', 10],
  ['coast', 18],
  ['province-52', 16],
  ['home', 10],
]
const FROM_HEILONGJIANG: Weighted<Route> = [
  ['dalian', 34],
  ['coast', 14],
  ['jinhua', 6],
  ['home', 38],
  ['province-23', 8],
]

export const HOMES: readonly Home[] = [
  { county: '511133', weight: 460, peoples: YI, routes: TO_SHAOXING },
  { county: '513226', weight: 45, peoples: TIBETAN, routes: TO_SHAOXING },
  { county: '513227', weight: 45, peoples: TIBETAN, routes: TO_SHAOXING },
  { county: '513201', weight: 25, peoples: TIBETAN, routes: TO_SHAOXING, formerArea: '513229' },
  { county: '511902', weight: 20, peoples: HAN, routes: TO_JINHUA, formerArea: '513701' },
  { county: '511921', weight: 55, peoples: HAN, routes: TO_JINHUA, formerArea: '513721' },
  { county: '511922', weight: 45, peoples: HAN, routes: TO_JINHUA, formerArea: '513722' },
  { county: '511923', weight: 40, peoples: HAN, routes: TO_JINHUA, formerArea: '513723' },
  { county: '513327', weight: 20, peoples: TIBETAN, routes: TO_JINHUA },
  { county: '621202', weight: 20, peoples: GANSU, routes: FROM_GANSU, formerArea: '622621' },
  { county: '621226', weight: 15, peoples: GANSU, routes: FROM_GANSU, formerArea: '622628' },
  { county: '621121', weight: 15, peoples: GANSU, routes: FROM_GANSU, formerArea: '622424' },
  { county: '621126', weight: 15, peoples: GANSU, routes: FROM_GANSU, formerArea: '622429' },
  { county: '520526', weight: 45, peoples: WUMENG, routes: FROM_GUIZHOU, formerArea: '522427' },
  { county: '522634', weight: 30, peoples: MIAO, routes: FROM_GUIZHOU },
  { county: '520628', weight: 25, peoples: MIAO, routes: FROM_GUIZHOU, formerArea: '522229' },
  { county: '230183', weight: 30, peoples: NORTH, routes: FROM_HEILONGJIANG },
  { county: '230281', weight: 25, peoples: NORTH, routes: FROM_HEILONGJIANG },
  { county: '231085', weight: 25, peoples: NORTH, routes: FROM_HEILONGJIANG },
]

/** Workplace counties of a road; `home` is the home county itself. */
export const WORKPLACES: Readonly<Record<Exclude<Route, 'home'>, readonly string[]>> = {
  shaoxing: ['330602', '330603', '330604', '330681', '330683', '330624'],
  jinhua: ['330702', '330703', '330781', '330782', '330783', '330784', '330726', '330723', '330727'],
  zhejiang: ['330106', '330206', '330212', '330381'],
  guangdong: ['441900', '440306', '440606', '442000'],
  coast: ['320583', '350582', '310115', '370212'],
  dalian: ['210213', '210281', '210102'],
  'province-51': ['510107', '511102'],
  'province-62': ['620102'],
  'province-52': ['520102', '520302'],
  'province-23': ['230102'],
}

/** The partner county of a home in SX-2018: most of its people go there. */
export const PARTNER_WORKPLACES: Readonly<Record<string, readonly string[]>> = {
  '511133': ['330602'],
  '513226': ['330603', '330681'],
  '513227': ['330604', '330624'],
  '513201': ['330683'],
}

/** First days of first spells by road: `[from, to]` with weight. Most begin where a document begins to count. */
export const STARTS: Readonly<Record<'early' | 'late', Weighted<readonly [from: string, to: string]>>> = {
  early: [
    [['2017-03-01', '2017-12-31'], 6],
    [['2018-01-01', '2018-12-31'], 18],
    [['2019-01-01', '2019-06-30'], 14],
    [['2019-07-01', '2019-12-31'], 16],
    [['2020-01-01', '2020-03-31'], 10],
    [['2020-04-01', '2020-06-30'], 14],
    [['2020-07-01', '2021-12-31'], 12],
    [['2022-01-01', '2022-06-30'], 10],
  ],
  late: [
    [['2018-03-01', '2020-12-31'], 8],
    [['2021-01-01', '2021-09-05'], 18],
    [['2021-09-12', '2022-03-31'], 46],
    [['2022-04-01', '2022-06-30'], 22],
    [['2022-07-01', '2022-09-15'], 6],
  ],
}

/** Roads whose first spells begin with SX-2018 rather than with the later documents. */
export const EARLY_ROUTES: readonly Route[] = ['shaoxing']

const VILLAGE_FIRST = [...'大小上下新老前后东西南北']
const VILLAGE_SECOND = [...'坪坝湾沟岩溪岭坡塘寨桥井槽垭田']

/** Invented names of administrative villages: 大坪村, 老寨村 …; the same number gives the same name. */
export function villageName(number: number): string {
  const first = VILLAGE_FIRST[number % VILLAGE_FIRST.length] ?? ''
  const second = VILLAGE_SECOND[Math.floor(number / VILLAGE_FIRST.length) % VILLAGE_SECOND.length] ?? ''
  return `${first}${second}村`
}
