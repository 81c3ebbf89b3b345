/**
 * Mistakes that real lists hold, planted on purpose. Each is written down in `planted.json` with its place and with what
 * should notice it: the import (a reason) or one of the checks before money moves (their numbers are those of the field's
 * list of checks). Which person carries which is decided by the order of the people alone, so that each workbook, written
 * on a walk of its own, agrees.
 */
import { idCheckDigit } from '../../../shared/domain/id-number.ts'
import type { ImportReason } from '../../../shared/text/import-reasons.ts'
import type { DemoPerson } from './population.ts'

export type MistakeKind = (typeof MISTAKES)[number]['kind']
export type MistakeList = 'roster' | 'work' | 'insured' | 'employers' | 'agents'

export type Mistake = {
  kind: string
  list: MistakeList
  /** what is wrong, for the reader of planted.json */
  what: string
  /** number of the check that should notice it; otherwise the import should */
  check?: number
  /** the import's reason */
  reason?: ImportReason
}

export const MISTAKES = [
  { kind: 'id-check-digit', list: 'roster', what: '身份证号末位校验不符', reason: 'id.check-digit' },
  {
    kind: 'id-excel-scientific',
    list: 'roster',
    what: '身份证号成了科学计数文本',
    reason: 'id.excel-scientific',
  },
  {
    kind: 'id-excel-rounded',
    list: 'roster',
    what: '身份证号被存成数字，末三位成了 000',
    reason: 'id.excel-rounded',
  },
  {
    kind: 'id-impossible-date',
    list: 'roster',
    what: '身份证号中的出生日期不存在',
    reason: 'id.impossible-date',
  },
  { kind: 'id-missing', list: 'roster', what: '身份证号空白', reason: 'id.empty' },
  { kind: 'id-length', list: 'roster', what: '身份证号少一位', reason: 'id.length' },
  {
    kind: 'id-other-name',
    list: 'roster',
    what: '另一行是同一身份证号，姓名不同',
    reason: 'person.other-name',
  },
  { kind: 'id-twice', list: 'roster', what: '同一个人在名册中出现两次', reason: 'row.repeated' },
  { kind: 'name-lost-character', list: 'roster', what: '姓名丢字，成了替代字符', reason: 'name.characters' },
  { kind: 'phone-shared', list: 'roster', what: '与另一户的人同一个手机号', check: 17 },
  { kind: 'account-shared', list: 'roster', what: '与另一户的人同一个收款账号', check: 18 },
  {
    kind: 'account-excel-scientific',
    list: 'roster',
    what: '账号成了科学计数文本',
    reason: 'account.excel-scientific',
  },
  { kind: 'county-unknown', list: 'roster', what: '县名不存在', reason: 'county.unknown' },
  { kind: 'registered-impossible', list: 'roster', what: '首次识别时间不是日期', reason: 'date.impossible' },
  { kind: 'end-before-start', list: 'work', what: '离职日期早于入职日期', reason: 'spell.end-before-start' },
  { kind: 'date-impossible', list: 'work', what: '入职日期不存在', reason: 'date.impossible' },
  { kind: 'month-future', list: 'work', what: '务工开始时间在很久以后', reason: 'date.future' },
  { kind: 'wage-text', list: 'work', what: '月收入写成文字', reason: 'money.format' },
  { kind: 'wage-three-decimals', list: 'work', what: '年工资有三位小数', reason: 'money.too-many-decimals' },
  { kind: 'workplace-no-county', list: 'work', what: '务工地点只填到市', check: 6 },
  { kind: 'work-id-check-digit', list: 'work', what: '身份证号末位校验不符', reason: 'id.check-digit' },
  {
    kind: 'work-other-name',
    list: 'work',
    what: '身份证号与花名册相同，姓名不同',
    reason: 'person.other-name',
  },
  { kind: 'agents-two', list: 'work', what: '两家机构都称组织了同一个人', check: 15 },
  { kind: 'employer-is-agent', list: 'work', what: '组织单位就是用人单位自己', check: 14 },
  { kind: 'rehired', list: 'work', what: '离职后又回到同一单位', check: 28 },
  { kind: 'posts-two', list: 'work', what: '同一时间在两个公益性岗位', check: 11 },
  { kind: 'post-contract-long', list: 'work', what: '公益性岗位合同超过一年', check: 12 },
  { kind: 'insured-then-left', list: 'insured', what: '同一单位多人只参保 3 个月就离开', check: 16 },
  { kind: 'insured-future', list: 'insured', what: '参保月份在很久以后', reason: 'month.future' },
  { kind: 'insured-reversed', list: 'insured', what: '终止月早于起始月', reason: 'insured.end-before-start' },
  { kind: 'insured-month-13', list: 'insured', what: '月份不存在', reason: 'month.impossible' },
  {
    kind: 'insured-other-name',
    list: 'insured',
    what: '身份证号与花名册相同，姓名不同',
    reason: 'person.other-name',
  },
  {
    kind: 'code-check-digit',
    list: 'employers',
    what: '统一社会信用代码末位校验不符',
    reason: 'code.check-digit',
  },
  { kind: 'code-length', list: 'employers', what: '统一社会信用代码少一位', reason: 'code.length' },
  {
    kind: 'code-other-name',
    list: 'employers',
    what: '同一信用代码，单位名称不同',
    reason: 'employer.other-name',
  },
  { kind: 'employer-county-unknown', list: 'employers', what: '所在县不存在', reason: 'county.unknown' },
  { kind: 'agent-code-characters', list: 'agents', what: '信用代码中有字母 O', reason: 'code.characters' },
  { kind: 'agent-name-missing', list: 'agents', what: '机构名称空白', reason: 'name.empty' },
] as const satisfies readonly Mistake[]

/** A person with the mistake it carries, and one of another household who serves for shared numbers. */
export type PlannedPerson = {
  person: DemoPerson
  mistake: MistakeKind | undefined
  other: DemoPerson | undefined
}

const PEOPLE_KINDS = MISTAKES.filter(({ list }) => list !== 'employers' && list !== 'agents')
/** How many in a row leave after three insured months: one alone is no pattern. */
const LEAVERS = 4

/**
 * Walks the people and gives every 55th of them (every 100th once each kind has been used) the next kind of mistake, or
 * the next person after that it suits.
 */
export function* planMistakes(people: Iterable<DemoPerson>): Generator<PlannedPerson> {
  let next = 30
  let used = 0
  let leavers = 0
  let other: DemoPerson | undefined
  for (const person of people) {
    let mistake: MistakeKind | undefined
    if (leavers > 0 && suits('insured-then-left', person, other)) {
      mistake = 'insured-then-left'
      leavers -= 1
    } else if (person.index >= next) {
      const kind = PEOPLE_KINDS[used % PEOPLE_KINDS.length]?.kind
      if (kind && suits(kind, person, other)) {
        mistake = kind
        used += 1
        next = person.index + (used < PEOPLE_KINDS.length ? 55 : 100)
        if (kind === 'insured-then-left') leavers = LEAVERS - 1
      }
    }
    yield { person, mistake, other: other?.household === person.household ? undefined : other }
    if (!mistake && person.onRoster && person.phone && person.account) other = person
  }
}

/** Whether a person's rows can carry the mistake. */
function suits(kind: MistakeKind, person: DemoPerson, other: DemoPerson | undefined): boolean {
  if (!person.onRoster || person.idWritten.length !== 18) return false
  const [first] = person.spells
  const last = person.spells.at(-1)
  switch (kind) {
    case 'id-excel-rounded':
      // One in eleven cut numbers happens to hold its check, and then is only a warning.
      return idCheckDigit(`${person.idNumber.slice(0, 15)}00`) !== '0'
    case 'phone-shared':
      return person.phone !== undefined && other !== undefined && other.household !== person.household
    case 'account-shared':
      return person.account !== undefined && other !== undefined && other.household !== person.household
    case 'account-excel-scientific':
      return person.account !== undefined
    case 'registered-impossible':
      return person.registered !== undefined
    case 'end-before-start':
    case 'rehired':
      return typeof last?.to === 'number' && last.to < 19_150
    case 'date-impossible':
    case 'month-future':
    case 'wage-text':
    case 'workplace-no-county':
    case 'work-id-check-digit':
    case 'work-other-name':
    case 'employer-is-agent':
      return first !== undefined
    case 'wage-three-decimals':
      return (first?.wages.size ?? 0) > 0
    case 'agents-two':
      return first?.agent != null
    case 'posts-two':
    case 'post-contract-long':
    case 'insured-then-left':
      return (
        person.labour !== '无劳动力' &&
        person.labour !== '丧失劳动力' &&
        person.spells.length === 0 &&
        person.birth > '1965' &&
        person.birth < '2003'
      )
    case 'insured-future':
    case 'insured-reversed':
    case 'insured-month-13':
    case 'insured-other-name':
      return (first?.insured?.length ?? 0) > 0
    default:
      return true
  }
}
