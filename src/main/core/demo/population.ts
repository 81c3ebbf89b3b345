/** Households and people of the demo county, one after the other, from a seed: walked once for each workbook. */
import { addMonths, dayOf, formatDate, yearOfDay } from '../../../shared/domain/dates.ts'
import type { Sex } from '../../../shared/domain/id-number.ts'
import { Random } from '../../../shared/domain/random.ts'
import { provinceOf } from '../../../shared/domain/region.ts'
import type { Regions } from '../registry/regions.ts'
import { NumberOffice } from './identity.ts'
import { DATA_DATE, type DemoSpell, makeLife } from './lives.ts'
import { makeName, type People } from './names.ts'
import { makeOrganisations, type Organisations } from './organisations.ts'
import { HOMES, type Home, villageName } from './places.ts'

export type DemoHousehold = {
  code: string
  home: Home
  county: string
  township: string
  village: string
  hamlet: string
  size: number
  kindText: string
  /** first registration as poor, `YYYY-MM`; `undefined` for households that never were */
  registered: string | undefined
  monitored: { kindText: string; from: string; to: string | undefined } | undefined
  minimumLivingFrom: string | undefined
  extremePovertyFrom: string | undefined
  relocatedOn: string | undefined
  cause: string
  income: number
  phone: string
}

export type DemoPerson = {
  index: number
  household: DemoHousehold
  code: string
  name: string
  idNumber: string
  /** as the list has it: 15 digits for some of the older */
  idWritten: string
  sex: Sex
  birth: string
  ethnicity: string
  education: string
  relation: string
  schooling: string
  health: string
  labour: string
  /** registration of the person, `YYYY-MM`, later than the household's for who came later */
  registered: string | undefined
  phone: string | undefined
  bank: string | undefined
  account: string | undefined
  spells: readonly DemoSpell[]
  /** false: works with others, but stands on no roster */
  onRoster: boolean
}

export type DemoWorld = {
  organisations: Organisations
  /** Draws of the mistakes, apart from those of the people, so that planting does not change who lives here. */
  mischief: Random
  office: NumberOffice
  people: Iterable<DemoPerson>
}

const CHILDREN: ReadonlySet<string> = new Set(['之子', '之女'])
const THIS_DAY = dayOf(DATA_DATE)

/** A fresh walk through the county of a seed: the same organisations and the same people each time. */
export function makeWorld(seed: number, people: number, regions: Regions): DemoWorld {
  const office = new NumberOffice()
  const organisations = makeOrganisations(new Random(seed, 1), office, regions, people)
  return {
    organisations,
    mischief: new Random(seed, 3),
    office,
    people: walk(new Random(seed, 2), office, organisations, regions, people),
  }
}

function* walk(
  random: Random,
  office: NumberOffice,
  organisations: Organisations,
  regions: Regions,
  count: number,
): Generator<DemoPerson> {
  const homes = HOMES.map((home) => [home, home.weight] as const)
  let index = 0
  for (let number = 1; index < count; number++) {
    const home = random.weighted(homes)
    const people = random.weighted(home.peoples)
    const members = makeMembers(random, Math.min(householdSize(random), count - index))
    const household = makeHousehold(random, office, regions, home, number, members.length)
    const names = new Set<string>()
    let headFamily: string | undefined
    let childFamily: string | undefined
    for (const member of members) {
      const rare = index % 251 === 17
      const family = CHILDREN.has(member.relation)
        ? childFamily
        : member.relation === '之父'
          ? headFamily
          : undefined
      let made = makeName(random, people, member.sex, family, rare)
      while (names.has(made.name)) made = makeName(random, people, member.sex, family, rare)
      names.add(made.name)
      if (member.relation === '户主') headFamily = childFamily = made.family || undefined
      // Children bear their father's name.
      if (member.relation === '配偶' && member.sex === 'male') childFamily = made.family || undefined
      yield makePerson(random, office, organisations, household, people, member, made.name, index)
      index += 1
    }
  }
}

type Member = { relation: string; sex: Sex; birth: number }

function householdSize(random: Random): number {
  return random.weighted([
    [1, 8],
    [2, 14],
    [3, 20],
    [4, 25],
    [5, 18],
    [6, 10],
    [7, 5],
  ])
}

/** Head, spouse, children, a parent, a daughter-in-law: with ages that can be. */
function makeMembers(random: Random, size: number): Member[] {
  const day = (yearsOld: number) => addMonths(THIS_DAY, -12 * yearsOld) - random.int(0, 360)
  const headAge = random.int(26, 62)
  const headSex: Sex = random.chance(0.76) ? 'male' : 'female'
  const members: Member[] = [{ relation: '户主', sex: headSex, birth: day(headAge) }]
  if (size > 1 && random.chance(0.82))
    members.push({
      relation: '配偶',
      sex: headSex === 'male' ? 'female' : 'male',
      birth: day(Math.max(21, headAge + random.int(-5, 4))),
    })
  while (members.length < size) {
    const children = members.filter(({ relation }) => relation === '之子' || relation === '之女')
    const childAge = Math.min(headAge - 20, random.int(1, 38)) - children.length
    const parents = members.filter(({ relation }) => relation === '之母' || relation === '之父')
    if ((childAge < 1 || random.chance(0.16)) && parents.length < 2) {
      const mother = parents.length === 0 ? random.chance(0.6) : parents[0]?.sex === 'male'
      members.push({
        relation: mother ? '之母' : '之父',
        sex: mother ? 'female' : 'male',
        birth: day(Math.min(92, headAge + random.int(20, 30))),
      })
    } else if (childAge > 22 && children.length > 0 && random.chance(0.25)) {
      members.push({ relation: '儿媳', sex: 'female', birth: day(Math.max(1, childAge)) })
    } else {
      const sex: Sex = random.chance(0.53) ? 'male' : 'female'
      members.push({ relation: sex === 'male' ? '之子' : '之女', sex, birth: day(Math.max(1, childAge)) })
    }
  }
  return members
}

function makeHousehold(
  random: Random,
  office: NumberOffice,
  regions: Regions,
  home: Home,
  number: number,
  size: number,
): DemoHousehold {
  const township = random.pick(regions.townships(home.county))
  const kind = random.weighted([
    ['poor', 80],
    ['unstable', 5],
    ['marginal', 7],
    ['hardship', 3],
    ['low', 3],
    ['extreme', 2],
  ] as const)
  const wasPoor = kind === 'poor' || kind === 'unstable' || kind === 'extreme'
  const low = kind === 'low' || (wasPoor && kind !== 'extreme' && random.chance(0.14))
  const monitoredText = { unstable: '脱贫不稳定户', marginal: '边缘易致贫户', hardship: '突发严重困难户' }[
    kind as string
  ]
  const monitoredFrom = random.int(dayOf('2020-03-01'), dayOf('2022-07-31'))
  return {
    code: `${home.county}${String(number).padStart(8, '0')}`,
    home,
    county: home.county,
    township: township.name,
    village: villageName(number * 7 + Number(township.code.slice(-2))),
    hamlet: `${(number % 9) + 1}组`,
    size,
    kindText:
      kind === 'extreme'
        ? '特困脱贫户'
        : wasPoor
          ? low
            ? '低保脱贫户'
            : '一般脱贫户'
          : low
            ? '低保户'
            : '一般农户',
    registered: wasPoor
      ? random.weighted([
          ['2013-12', 20],
          ['2014-12', 45],
          ['2015-11', 15],
          ['2016-12', 12],
          ['2018-06', 8],
        ])
      : undefined,
    monitored: monitoredText
      ? {
          kindText: monitoredText,
          from: formatDate(monitoredFrom),
          to: random.chance(0.3)
            ? formatDate(Math.min(THIS_DAY, monitoredFrom + random.int(120, 500)))
            : undefined,
        }
      : undefined,
    minimumLivingFrom: low ? formatDate(random.int(dayOf('2012-01-01'), dayOf('2021-12-01'))) : undefined,
    extremePovertyFrom:
      kind === 'extreme' ? formatDate(random.int(dayOf('2014-01-01'), dayOf('2020-12-01'))) : undefined,
    relocatedOn:
      wasPoor && random.chance(0.15)
        ? formatDate(random.int(dayOf('2017-06-01'), dayOf('2020-10-31')))
        : undefined,
    cause: random.pick(['缺资金', '缺技术', '因病', '因残', '因学', '缺劳力', '交通条件落后']),
    income: random.int(52, 168) * 100 + random.int(0, 99),
    phone: office.phone(),
  }
}

function makePerson(
  random: Random,
  office: NumberOffice,
  organisations: Organisations,
  household: DemoHousehold,
  people: People,
  member: Member,
  name: string,
  index: number,
): DemoPerson {
  const { home } = household
  const birth = formatDate(member.birth)
  const age = yearOfDay(THIS_DAY) - yearOfDay(member.birth)
  const area = home.formerArea && birth < '1998' ? home.formerArea : home.county
  const idNumber = office.id(random, area, birth, member.sex)
  const student = age >= 6 && age <= 17
  const canWork = age >= 17 && age <= 64 && random.chance(0.93)
  const works = canWork && !(age < 22 && random.chance(0.5)) && random.chance(age > 55 ? 0.4 : 0.78)
  const hasAccount = age >= 16 && random.chance(works ? 0.9 : 0.5)
  return {
    index,
    household,
    code: `${household.code}${String((index % 90) + 10)}`,
    name,
    idNumber,
    idWritten:
      birth < '1980' && random.chance(0.03) ? idNumber.slice(0, 6) + idNumber.slice(8, 17) : idNumber,
    sex: member.sex,
    birth,
    ethnicity: random.chance(0.02) ? people.replace(/族$/u, '') : people,
    education: educationAt(random, age),
    relation: member.relation,
    schooling:
      age < 6
        ? '学龄前儿童'
        : age < 12
          ? '小学'
          : age < 15
            ? '七年级'
            : student
              ? '普通高中一年级'
              : '非在校生',
    health: random.weighted([
      ['健康', 86],
      ['长期慢性病', 8],
      ['残疾', 4],
      ['患有大病', 2],
    ]),
    labour: !canWork
      ? age < 16 || age > 64
        ? '无劳动力'
        : '丧失劳动力'
      : random.chance(0.12)
        ? '技能劳动力'
        : '普通劳动力',
    registered: household.registered && member.relation === '儿媳' ? '2019-05' : household.registered,
    phone: age >= 14 && random.chance(0.85) ? office.phone() : undefined,
    bank: hasAccount ? `${provinceOf(home.county) === '23' ? '龙江' : '县'}农村信用合作联社` : undefined,
    account: hasAccount ? office.account(random) : undefined,
    spells: works
      ? makeLife(random, home, organisations).filter((spell) => spell.from >= addMonths(member.birth, 192))
      : [],
    onRoster: !(works && random.chance(0.01)),
  }
}

function educationAt(random: Random, age: number): string {
  if (age < 7) return ''
  if (age < 13) return '小学'
  if (age < 16) return '初中'
  if (age < 19) return random.pick(['初中', '高中', '中专'])
  if (age > 50) return random.pick(['文盲或半文盲', '小学', '小学', '初中'])
  return random.weighted([
    ['文盲或半文盲', 6],
    ['小学', 32],
    ['初中', 40],
    ['高中', 9],
    ['中专', 5],
    ['大专', 5],
    ['本科及以上', 3],
  ])
}
