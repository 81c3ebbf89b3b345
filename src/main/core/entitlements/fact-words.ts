import { formatYuan } from '../../../shared/domain/money.ts'
import { CATEGORY_TEXT, NAMED_STANDARD_TEXT } from '../../../shared/text/policy.ts'
import {
  AGENT_KIND_TEXT,
  CERTIFICATE_GRADE_TEXT,
  EMPLOYER_KIND_TEXT,
  ENROLMENT_KIND_TEXT,
  POST_KIND_TEXT,
  RECOGNISED_KIND_TEXT,
} from '../../../shared/text/registry.ts'
import type { ReadLedger } from '../db/ledger.ts'
import type { FactValue } from '../policy/weighing.ts'
import type { Regions } from '../registry/regions.ts'

/** Words for the paths of facts: what a fact is called, what its value says, and what to do where it is missing. */
export type FactWords = {
  label(path: string): string
  value(path: string, value: FactValue): string
  /** what a clerk can do about a missing fact */
  fix(path: string): string
}

const FIELDS: Readonly<Record<string, string>> = {
  home: '户籍县',
  categories: '人员类别',
  household: '家庭',
  rents: '自行租房',
  production: '家庭其他成员自主生产经营',
  county: '务工地点',
  from: '务工起始日',
  to: '务工终止日',
  organisedBy: '组织单位',
  filing: '备案',
  'filing.number': '备案号',
  'filing.on': '备案日期',
  contract: '劳动合同',
  'contract.from': '合同起始日',
  'contract.to': '合同终止日',
  post: '岗位类型',
  insured: '参保月份',
  training: '以工代训月份',
  wages: '发放工资',
  fare: '往返车费',
  employer: '用人单位',
  kind: '类型',
  private: '是否民营',
  recognised: '认定',
  grade: '等级',
  on: '日期',
  institution: '发证机构',
  attendedDays: '参加天数',
  requiredDays: '应出勤天数',
  year: '年度',
  highSkill: '是否高技能人才',
  cooperationBase: '是否劳务合作基地',
}

/** Words for one person's explanations. Looks up names of spells, employers and agents as they are needed. */
export function factWords(ledger: Pick<ReadLedger, 'prepare'>, regions: Regions): FactWords {
  const names = new Map<string, string>()
  const nameOf = (table: 'employers' | 'agents' | 'schools' | 'stations', id: string): string =>
    remembered(
      names,
      `${table}.${id}`,
      () => ledger.prepare<{ name: string }>(`SELECT name FROM ${table} WHERE id = ?`).get(id)?.name ?? id,
    )
  const spellName = (id: string): string =>
    remembered(names, `spells.${id}`, () => {
      const spell = ledger
        .prepare<{ employer: string | null; from: string }>(
          `SELECT coalesce(e.name, s.employer_text) AS employer, s.from_date AS "from"
           FROM spells s LEFT JOIN employers e ON e.id = s.employer_id WHERE s.id = ?`,
        )
        .get(id)
      if (spell === undefined) return '参保单位（没有务工记录）'
      return `${spell.employer ?? '用人单位不详'}（${spell.from} 起）`
    })

  const label = (path: string): string => {
    const { kind, id, field, tail } = parse(path)
    const named = FIELDS[tail === undefined ? field : `${field}.${tail}`] ?? FIELDS[field] ?? field
    const year = tail !== undefined && /^\d{4}$/.test(tail) ? `${tail}年` : ''
    switch (kind) {
      case 'spells':
        return `${spellName(id)}：${year}${named}`
      case 'employers':
        return `${nameOf('employers', id)}：${tail === undefined ? named : (RECOGNISED_KIND_TEXT[tail as keyof typeof RECOGNISED_KIND_TEXT] ?? named)}`
      case 'agents':
        return `${nameOf('agents', id)}：${named}`
      case 'schools':
      case 'stations':
        return `${nameOf(kind, id)}：${field === 'county' ? '所在县' : named}`
      case 'people':
        if (field === 'categories' && tail !== undefined)
          return CATEGORY_TEXT[tail as keyof typeof CATEGORY_TEXT] ?? named
        return named
      case 'households':
        return `${year}${named}`
      case 'standard':
        return standardName(path.slice('standard:'.length))
      case 'headcount':
        return `${nameOf('employers', id)}：${field}年吸纳人数`
      default:
        return named
    }
  }

  const value = (path: string, written: FactValue): string => {
    const { kind, field, tail } = parse(path)
    if (written === null) return field === 'to' ? '仍在职' : '无'
    if (typeof written === 'boolean') return written ? '是' : '否'
    if (field === 'wages' || field === 'fare' || kind === 'standard')
      return typeof written === 'number' ? `${formatYuan(written)} 元` : written
    if (typeof written === 'number') return String(written)
    if (field === 'home' || field === 'county') return `${regions.fullName(written) ?? written}（${written}）`
    if (field === 'organisedBy' || field === 'institution') return nameOf('agents', written)
    if (field === 'employer') return nameOf('employers', written)
    if (field === 'post') return POST_KIND_TEXT[written as keyof typeof POST_KIND_TEXT] ?? written
    if (field === 'grade')
      return CERTIFICATE_GRADE_TEXT[written as keyof typeof CERTIFICATE_GRADE_TEXT] ?? written
    if (field === 'kind') {
      const words: Readonly<Record<string, string>> =
        kind === 'agents' ? AGENT_KIND_TEXT : kind === 'enrolments' ? ENROLMENT_KIND_TEXT : EMPLOYER_KIND_TEXT
      return words[written] ?? written
    }
    const span = /^(.*)\.\.(.*)$/.exec(written)
    if (field === 'categories' && tail !== undefined && span)
      return `${span[1] || '起始日不详'} 起${span[2] ? `，至 ${span[2]}` : ''}`
    return written.replaceAll('..', ' 至 ')
  }

  const fix = (path: string): string => {
    const { kind, field } = parse(path)
    if (kind === 'standard') return '请在“政策测算 › 当地标准”中录入标准和文件号。'
    if (kind === 'people')
      return field === 'home' ? '请在人员详情中补填户籍县。' : '请在人员详情中补全人员类别及起止日期。'
    if (field === 'insured') return '请导入参保缴费明细，或在人员详情中登记参保月份（没有参保也要注明）。'
    if (field === 'fare') return '请补登当年实际往返车费。'
    if (field === 'wages') return '请补登当年发放的工资总额。'
    if (kind === 'employers') return '请在“单位与机构”中补全这个单位的资料。'
    if (kind === 'agents') return '请在“单位与机构”中补全这个机构的资料。'
    return '请在人员详情的务工经历中补填。'
  }
  return { label, value, fix }
}

/** `HLJ-08.line.2022` is the line of one year, `GZ-04` a benefit's amount. */
function standardName(key: string): string {
  const year = /\.(\d{4})$/.exec(key)?.[1]
  const named = NAMED_STANDARD_TEXT[key.replace(/\.\d{4}$/, '')]
  return `${year === undefined ? '' : `${year}年`}${named ?? `${key} 的当地标准`}`
}

function parse(path: string): { kind: string; id: string; field: string; tail: string | undefined } {
  if (path.startsWith('standard:')) return { kind: 'standard', id: path.slice(9), field: '', tail: undefined }
  const [kind = '', id = '', field = '', ...rest] = path.split('.')
  return { kind, id, field, tail: rest.length === 0 ? undefined : rest.join('.') }
}

function remembered(map: Map<string, string>, key: string, make: () => string): string {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
