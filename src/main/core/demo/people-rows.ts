/** Rows of the roster, the work list and the insurance list, with their planted mistakes. */
import { addMonths, dayOf, formatDate, formatMonth, monthOfDay } from '../../../shared/domain/dates.ts'
import type { Regions } from '../registry/regions.ts'
import { AGENT_CLAIMING, POST_TEXT, WELFARE } from './cell-texts.ts'
import { CELL, type InsuredHeader, type RosterHeader, type WorkHeader } from './headers.ts'
import { DATA_DATE, type DemoSpell } from './lives.ts'
import type { MistakeKind, PlannedPerson } from './mistakes.ts'
import type { Organisations } from './organisations.ts'
import type { DemoPerson } from './population.ts'

/** A cell: a text column takes the text, a date column a `YYYY-MM-DD` as a real date; `text` keeps it text, `number` makes it one. */
export type DemoCell = string | number | { text: string } | { number: number } | undefined
export type DemoRow<Header extends string> = {
  cells: Partial<Record<Header, DemoCell>>
  mistake: MistakeKind | undefined
  /** person the row is about, for planted.json */
  who: string
}

const EXPORTED = '2022年9月'

/** Rows of one person on the roster: one, none, or two where the mistake is to be there twice. */
export function rosterRows(planned: PlannedPerson, regions: Regions): DemoRow<RosterHeader>[] {
  const { person, other } = planned
  if (!person.onRoster) return []
  const mistake = planned.mistake
  const { household } = person
  const cells: Partial<Record<RosterHeader, DemoCell>> = {
    数据日期: EXPORTED,
    县: regions.name(household.county),
    乡: household.township,
    行政村: household.village,
    自然村: household.hamlet,
    户编号: household.code,
    人编号: person.code,
    姓名: person.name,
    证件号码: person.idWritten,
    人数: household.size,
    与户主关系: person.relation,
    民族: person.ethnicity,
    文化程度: person.education,
    在校生状况: person.schooling,
    健康状况: person.health,
    劳动技能: person.labour,
    '务工时间（月）': person.spells.length > 0 ? Math.min(9, monthsWorked(person)) : 0,
    是否参加大病保险: CELL.yes,
    致贫原因1: household.registered || household.monitored ? household.cause : '',
    危房户: CELL.no,
    是否解决安全饮用水: CELL.yes,
    人均纯收入: household.income,
    户联系电话: household.phone,
    人联系电话: person.phone,
    首次识别时间: chineseMonth(household.registered),
    人员识别时间: chineseMonth(person.registered),
    户类型: household.kindText,
    '易返贫致贫户(监测对象)类型': household.monitored?.kindText,
    风险是否消除: household.monitored ? (household.monitored.to ? CELL.yes : CELL.no) : undefined,
    风险识别时间: household.monitored?.from,
    风险消除时间: household.monitored?.to,
    低保起始时间: household.minimumLivingFrom,
    特困起始时间: household.extremePovertyFrom,
    易地搬迁入住时间: household.relocatedOn,
    开户行: person.bank,
    '社保卡（银行卡）账号': person.account,
  }
  const row = { cells, mistake, who: person.name }
  switch (mistake) {
    case 'id-check-digit':
      cells.证件号码 = wrongCheckDigit(person.idNumber)
      return [row]
    case 'id-excel-scientific':
      cells.证件号码 = `${person.idNumber[0]}.${person.idNumber.slice(1, 6)}E+17`
      return [row]
    case 'id-excel-rounded':
      cells.证件号码 = { number: Number(`${person.idNumber.slice(0, 15)}000`) }
      return [row]
    case 'id-impossible-date':
      cells.证件号码 = `${person.idNumber.slice(0, 10)}0230${person.idNumber.slice(14)}`
      return [row]
    case 'id-missing':
      cells.证件号码 = undefined
      return [row]
    case 'id-length':
      cells.证件号码 = person.idNumber.slice(0, 17)
      return [row]
    case 'name-lost-character':
      cells.姓名 = `${[...person.name].slice(0, -1).join('')}\ufffd`
      return [row]
    case 'phone-shared':
      cells.人联系电话 = other?.phone
      return [row]
    case 'account-shared':
      cells['社保卡（银行卡）账号'] = other?.account
      cells.开户行 = other?.bank
      return [row]
    case 'account-excel-scientific':
      cells['社保卡（银行卡）账号'] = '6.29999E+18'
      return [row]
    case 'county-unknown':
      cells.县 = '马边大县'
      return [row]
    case 'registered-impossible':
      cells.首次识别时间 = '2014年13月'
      return [row]
    case 'id-twice':
      return [
        { ...row, mistake: undefined },
        { ...row, cells: { ...cells } },
      ]
    case 'id-other-name':
      return [
        { ...row, mistake: undefined },
        { ...row, cells: { ...cells, 姓名: otherName(person) } },
      ]
    default:
      return [{ ...row, mistake: undefined }]
  }
}

/** Rows of one person in the work list: one a spell. */
export function workRows(
  planned: PlannedPerson,
  organisations: Organisations,
  regions: Regions,
): DemoRow<WorkHeader>[] {
  const { person, mistake } = planned
  const spells = spellsOf(planned, organisations)
  const rows = spells.map((spell, index): DemoRow<WorkHeader> => {
    const added = index >= person.spells.length && mistake !== 'insured-then-left'
    return {
      cells: workCells(person, spell, regions, index),
      mistake: added ? mistake : undefined,
      who: person.name,
    }
  })
  const [first] = rows
  const last = rows.at(-1)
  const [spell] = spells
  if (!first || !last || !spell) return rows
  const mark = (row: DemoRow<WorkHeader>, cells: Partial<Record<WorkHeader, DemoCell>>) => {
    Object.assign(row.cells, cells)
    row.mistake = mistake
  }
  switch (mistake) {
    case 'end-before-start':
      mark(last, {
        离职日期: formatDate((spells.at(-1)?.from ?? 0) - 40),
        务工结束年月: monthText((spells.at(-1)?.from ?? 0) - 40),
      })
      break
    case 'date-impossible':
      mark(first, { 入职日期: { text: '2021年2月30日' } })
      break
    case 'month-future':
      mark(first, {
        务工开始年月: '2031年5月',
        入职日期: '2031-05-06',
        务工结束年月: undefined,
        离职日期: undefined,
      })
      break
    case 'wage-text':
      mark(first, { 务工月收入: { text: '三千多' } })
      break
    case 'wage-three-decimals': {
      const [year, yuan] = [...spell.wages][0] ?? [2021, 0]
      mark(first, { [`${year}年工资`]: { text: `${yuan}.125` } })
      break
    }
    case 'workplace-no-county':
      mark(first, { 务工县: undefined })
      break
    case 'work-id-check-digit':
      mark(first, { 证件号码: wrongCheckDigit(person.idNumber) })
      break
    case 'work-other-name':
      mark(first, { 姓名: otherName(person) })
      break
    case 'employer-is-agent':
      mark(first, { 组织单位: spell.employer.name })
      break
    case 'agents-two':
    case 'rehired':
    case 'posts-two':
    case 'post-contract-long':
      // Their rows were added as spells, and marked above.
      break
    default:
  }
  return rows
}

/** Rows of one person in the insurance list: one for each unbroken range. */
export function insuredRows(
  planned: PlannedPerson,
  organisations: Organisations,
  regions: Regions,
): DemoRow<InsuredHeader>[] {
  const { person, mistake } = planned
  const rows = spellsOf(planned, organisations).flatMap((spell) =>
    (spell.insured ?? []).map(
      ([from, to]): DemoRow<InsuredHeader> => ({
        cells: {
          身份证号: person.idNumber,
          姓名: person.name,
          单位名称: spell.employer.name,
          信用代码: spell.employer.creditCode,
          参保地: regions.longName(spell.county),
          起始月: insuredMonth(from, person.index),
          终止月: insuredMonth(to, person.index),
          险种: '企业职工基本养老保险',
        },
        mistake: undefined,
        who: person.name,
      }),
    ),
  )
  const [first] = rows
  if (!first) return rows
  switch (mistake) {
    case 'insured-then-left':
      first.mistake = mistake
      break
    case 'insured-future':
      Object.assign(first, { mistake, cells: { ...first.cells, 起始月: '203101', 终止月: '203106' } })
      break
    case 'insured-reversed':
      Object.assign(first, { mistake, cells: { ...first.cells, 起始月: '202206', 终止月: '202201' } })
      break
    case 'insured-month-13':
      Object.assign(first, { mistake, cells: { ...first.cells, 终止月: '202113' } })
      break
    case 'insured-other-name':
      Object.assign(first, { mistake, cells: { ...first.cells, 姓名: otherName(person) } })
      break
    default:
  }
  return rows
}

/** The person's spells, and those that a mistake adds at the end. */
function spellsOf({ person, mistake }: PlannedPerson, organisations: Organisations): readonly DemoSpell[] {
  const [first] = person.spells
  const last = person.spells.at(-1)
  const home = person.household.county
  const [localA, localB] = organisations.employersIn(home)
  if (mistake === 'agents-two' && first?.agent) {
    const agent = organisations.agentsOf(home).find((candidate) => candidate !== first.agent)
    const employer = organisations.employersIn(first.county).find((candidate) => candidate !== first.employer)
    if (!agent || !employer) throw new Error('every home has two agents, every workplace two employers')
    return [
      ...person.spells,
      { ...first, agent, employer, from: first.from + 9, insured: undefined, rent: undefined },
    ]
  }
  if (mistake === 'rehired' && last && typeof last.to === 'number')
    return [
      ...person.spells,
      {
        ...last,
        from: last.to + 20,
        to: 'open',
        insured: undefined,
        rent: undefined,
        wages: new Map(),
        fares: new Map(),
      },
    ]
  if (mistake === 'posts-two' && localA && localB)
    return [welfarePost(localA, '2022-01-01', 12), welfarePost(localB, '2022-03-01', 6)]
  if (mistake === 'post-contract-long' && localA) return [welfarePost(localA, '2021-07-01', 24)]
  if (mistake === 'insured-then-left') {
    const employer = organisations.employersIn(AGENT_CLAIMING)[0]
    if (!employer) throw new Error('no employer for those who leave')
    const from = dayOf('2022-01-05')
    const range = [monthOfDay(from), monthOfDay(from) + 2] as const
    return [
      {
        ...welfarePost(employer, '2022-01-05', 12),
        post: 'ordinary',
        to: dayOf('2022-04-08'),
        insured: [range],
        agent: organisations.agentsOf(home)[0],
        monthlyWage: 3600,
      },
    ]
  }
  return person.spells
}

function welfarePost(employer: DemoSpell['employer'], from: string, contractMonths: number): DemoSpell {
  const start = dayOf(from)
  return {
    ...WELFARE,
    employer,
    county: employer.county,
    from: start,
    to: 'open',
    contract: { from: start, to: addMonths(start, contractMonths) - 1 },
  }
}

function workCells(
  person: DemoPerson,
  spell: DemoSpell,
  regions: Regions,
  index: number,
): Partial<Record<WorkHeader, DemoCell>> {
  const { employer } = spell
  const style = (person.index * 7 + index) % 50
  const day = (number: number | undefined): DemoCell =>
    number === undefined ? undefined : dayCell(formatDate(number), style)
  const ended = typeof spell.to === 'number' ? spell.to : undefined
  const province = regions.name(spell.county.slice(0, 2)) ?? ''
  const city = regions.fullName(spell.county.slice(0, 4)) ?? ''
  const cells: Partial<Record<WorkHeader, DemoCell>> = {
    姓名: person.name,
    证件号码: person.idWritten,
    务工类型: employer.kind === 'individual-business' ? '其他形式务工就业人员' : '单位录用聘用人员',
    务工开始年月: monthText(spell.from),
    务工结束年月: ended === undefined ? undefined : monthText(ended),
    务工省: province,
    务工市: city.slice(province.length) || province,
    务工县: regions.name(spell.county),
    务工月收入: spell.monthlyWage,
    产业: employer.sector,
    就业渠道:
      spell.county === person.household.county
        ? '就近就业'
        : spell.agent
          ? '劳务机构组织'
          : spell.agent === null
            ? '自主外出'
            : undefined,
    务工企业名称: employer.name,
    所属行业: employer.industry,
    是否点对点输送: spell.pointToPoint ? CELL.yes : CELL.no,
    监测对象类别:
      person.household.monitored?.kindText ?? (person.household.registered ? '脱贫户' : undefined),
    用人单位信用代码: employer.creditCode,
    入职日期: day(spell.from),
    离职日期: day(ended),
    在岗状态: spell.to === 'open' ? CELL.onPost : ended === undefined ? undefined : CELL.leftPost,
    组织单位: spell.agent === null ? CELL.selfFound : spell.agent?.name,
    备案号: spell.filing === null ? CELL.none : spell.filing?.number,
    备案日期: day(spell.filing?.on),
    是否签订劳动合同: spell.contract === null ? CELL.no : spell.contract ? CELL.yes : undefined,
    合同起: day(spell.contract?.from),
    合同止: day(spell.contract?.to),
    岗位类型: POST_TEXT[spell.post],
    参保情况:
      spell.insured === undefined ? undefined : spell.insured.length > 0 ? CELL.insured : CELL.notInsured,
    自行租房起: spell.rent && monthText(dayOf(`${formatMonth(spell.rent[0])}-01`)),
    自行租房止: spell.rent && monthText(dayOf(`${formatMonth(spell.rent[1])}-01`)),
  }
  for (const year of [2020, 2021, 2022] as const) cells[`${year}年工资`] = spell.wages.get(year)
  for (const year of [2021, 2022] as const) cells[`${year}年往返车费`] = spell.fares.get(year)
  return cells
}

/** Most cells hold real dates; some lists write them in one of five other ways. */
function dayCell(date: string, style: number): DemoCell {
  const [year, month, day] = date.split('-').map(Number)
  switch (style) {
    case 1:
      return { text: date }
    case 2:
      return { text: `${year}/${month}/${day}` }
    case 3:
      return { text: `${year}.${month}.${day}` }
    case 4:
      return { text: `${year}年${month}月${day}日` }
    case 5:
      return { text: date.replaceAll('-', '') }
    default:
      return date
  }
}

function monthText(day: number): string {
  const [year, month] = formatDate(day).split('-').map(Number)
  return `${year}年${month}月`
}

function chineseMonth(month: string | undefined): string | undefined {
  return month && `${month.slice(0, 4)}年${Number(month.slice(5))}月`
}

function insuredMonth(month: number, index: number): string {
  const text = formatMonth(month)
  if (index % 17 === 3) return `${text.slice(0, 4)}年${Number(text.slice(5))}月`
  return index % 17 === 9 ? text : text.replace('-', '')
}

function monthsWorked(person: DemoPerson): number {
  const start = Math.max(dayOf('2022-01-01'), person.spells[0]?.from ?? 0)
  return Math.max(0, monthOfDay(dayOf(DATA_DATE)) - monthOfDay(start))
}

function wrongCheckDigit(id: string): string {
  return id.slice(0, 17) + (id.endsWith('X') ? '0' : id.endsWith('9') ? '0' : String(Number(id[17]) + 1))
}

function otherName(person: DemoPerson): string {
  return `${[...person.name][0] ?? ''}某某`
}
