/** 导出格式: what goes to a system that is not ours, column by column. Data: `resources/profiles/export-*.yaml`, or the office's own. */
import { z } from 'zod'
import { parseDate } from '../../../../shared/domain/dates.ts'
import { EXPORT_FORMATS, EXPORT_MASKS, EXPORT_SOURCES } from '../../../../shared/domain/exports.ts'
import { Refusal } from '../../../../shared/domain/refusal.ts'
import { checkShape, problemText, readYaml, type YamlProblem } from '../../policy/yaml-source.ts'
import { headerForms } from '../header-folding.ts'
import type { SourceField } from './export-source.ts'
import { fieldNames, fieldOf } from './export-sources.ts'

const text = z.string().trim().min(1, '不能空着')
const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String)

const column = z.strictObject({
  /** what the receiver's header says */
  header: text,
  /** other headers under which a receiver's template has this column */
  aliases: z.array(text).default([]),
  /** a field of the source; absent where `value` says what stands in every row */
  field: z.string().optional(),
  /** the same in every row */
  value: z.string().optional(),
  /** absent: as the field is held */
  format: z.enum(EXPORT_FORMATS).optional(),
  /** a date or month as text: YYYY, MM, M, DD, D stand for its parts */
  pattern: z.string().optional(),
  /** the receiver's code for each value; `else` for those not named, `empty` for an empty one */
  codes: z.record(z.string(), scalar).optional(),
  mask: z.enum(EXPORT_MASKS).optional(),
  /** a row without it is left out and named */
  required: z.boolean().default(false),
  /** characters; a Chinese one takes two */
  width: z.int().min(2).max(120).optional(),
  /** the codes as a list to choose from in each cell */
  choices: z.boolean().default(false),
})

const filter = z.strictObject({
  field: z.string(),
  is: z.array(scalar).min(1).optional(),
  not: z.array(scalar).min(1).optional(),
  from: scalar.optional(),
  to: scalar.optional(),
  filled: z.boolean().optional(),
})

const profile = z.strictObject({
  export: z.literal(1),
  id: z.string().regex(/^[a-z0-9-]+$/, '应由小写字母、数字和短横组成'),
  name: text,
  version: z.int().min(1),
  /** whose format it is; ours say that they are ours */
  owner: text,
  /** the system or office that it goes to */
  receiver: text,
  direction: z.literal('out'),
  source: z.enum(EXPORT_SOURCES),
  sheet: text,
  /** a title over the table */
  title: text.optional(),
  /** file name without its end: {县} {日期} {版本} */
  file: text,
  /** everybody may read it: whatever is personal has to be masked */
  public: z.boolean().default(false),
  /** what is not said otherwise goes since the last time */
  changedOnly: z.boolean().default(false),
  filters: z.array(filter).default([]),
  columns: z.array(column).min(1),
})
export type ExportProfile = z.output<typeof profile>
export type ExportColumn = ExportProfile['columns'][number]
export type ExportFilter = ExportProfile['filters'][number]

const PLACEHOLDERS = ['县', '日期', '版本']
/** Formats that a kind of field may take, its own first. */
const FORMATS: Readonly<Record<SourceField['kind'], readonly ExportColumn['format'][]>> = {
  text: ['text'],
  date: ['date', 'month', 'text'],
  month: ['month', 'text'],
  money: ['money', 'number', 'text'],
  number: ['number', 'text'],
  'yes-no': ['text', 'number'],
  code: ['text', 'number'],
  codes: ['text'],
  region: ['text'],
  benefit: ['text'],
}

/** The format of a column: its own, or the field's. */
export function formatOf(column: ExportColumn, field: SourceField | undefined) {
  return column.format ?? (field === undefined ? 'text' : (FORMATS[field.kind][0] ?? 'text'))
}

export type ProfileReading =
  | { profile: ExportProfile; problems: readonly [] }
  | { profile: undefined; problems: readonly YamlProblem[] }

/** Reads a definition and says everything that is wrong with it, each with its line, key and remedy. */
export function checkExportProfile(definition: string, file: string): ProfileReading {
  const parts = readYaml(file, definition)
  const [part] = parts
  const blank = part === undefined || (part.value === null && part.problems.length === 0)
  if (blank || parts.length > 1) {
    const what = blank
      ? '文件是空的，请写上 export、id、name、source、columns 等'
      : '只能有一份定义，请删去“---”以后的部分'
    return { profile: undefined, problems: [{ file, line: 1, key: '', what }] }
  }
  const { value, problems } = checkShape(file, part, profile)
  if (value === undefined) return { profile: undefined, problems }
  const found = faultsOf(value).map(({ path, what }) => ({
    file,
    line: part.lineOf(path),
    key: path.map(String).join('.'),
    what,
  }))
  return found.length === 0 ? { profile: value, problems: [] } : { profile: undefined, problems: found }
}

/** @throws Refusal `exports.profile` naming line, key and remedy of everything that is wrong */
export function readExportProfile(definition: string, file: string): ExportProfile {
  const { profile: read, problems } = checkExportProfile(definition, file)
  if (read !== undefined) return read
  throw new Refusal('exports.profile', `导出格式写得不对：\n${problems.map(problemText).join('\n')}`, {
    file,
  })
}

type Fault = { path: readonly (string | number)[]; what: string }

function faultsOf(read: ExportProfile): Fault[] {
  const faults: Fault[] = []
  for (const [, name = ''] of read.file.matchAll(/\{([^}]*)\}/gu))
    if (!PLACEHOLDERS.includes(name))
      faults.push({
        path: ['file'],
        what: `文件名里的 {${name}} 没有意义，能用的是 ${PLACEHOLDERS.map((one) => `{${one}}`).join('、')}`,
      })
  if (/[\\/:*?"<>|]/u.test(read.file))
    faults.push({ path: ['file'], what: '文件名里不能有 \\ / : * ? " < > |，请删去' })
  if ([...read.sheet].length > 31 || /[:\\/?*[\]]/u.test(read.sheet))
    faults.push({ path: ['sheet'], what: '工作表名最多 31 个字，不能有 : \\ / ? * [ ]，请改短或删去' })
  const seen = new Map<string, number>()
  for (const [at, one] of read.columns.entries()) {
    for (const header of [one.header, ...one.aliases]) {
      const form = headerForms(header)[0] ?? header
      const other = seen.get(form)
      if (other !== undefined && other !== at)
        faults.push({
          path: ['columns', at, 'header'],
          what: `表头“${header}”与第 ${other + 1} 列相同，请改名或删去一列`,
        })
      seen.set(form, at)
    }
    faults.push(
      ...columnFaults(read, one).map(({ path, what }) => ({ path: ['columns', at, ...path], what })),
    )
  }
  for (const [at, one] of read.filters.entries())
    faults.push(
      ...filterFaults(read, one).map(({ path, what }) => ({ path: ['filters', at, ...path], what })),
    )
  if (read.source === 'results' && read.filters.length > 0)
    faults.push({ path: ['filters'], what: '处理结果按给来的行写出，不能筛选，请删去 filters' })
  if (read.source === 'results' && read.changedOnly)
    faults.push({ path: ['changedOnly'], what: '处理结果没有“上次以来”，请删去 changedOnly' })
  return faults
}

function columnFaults(read: ExportProfile, one: ExportColumn): Fault[] {
  if (one.field === undefined) {
    if (one.value === undefined) return [{ path: [], what: '既没有 field 也没有 value，请写上一个' }]
    const extra = (['format', 'pattern', 'codes', 'mask'] as const).find((key) => one[key] !== undefined)
    return extra === undefined ? [] : [{ path: [extra], what: `固定的 value 不用 ${extra}，请删去` }]
  }
  if (one.value !== undefined) return [{ path: ['value'], what: '写了 field 就不能再写 value，请删去一个' }]
  const field = fieldOf(read.source, one.field)
  if (field === undefined) return [{ path: ['field'], what: unknownField(read, one.field) }]
  const faults: Fault[] = []
  const allowed = FORMATS[field.kind]
  if (one.format !== undefined && !allowed.includes(one.format))
    faults.push({
      path: ['format'],
      what: `${field.label}不能写成 ${one.format}，应为 ${allowed.join('、')} 之一`,
    })
  const dated = formatOf(one, field) === 'date' || formatOf(one, field) === 'month'
  if (one.pattern !== undefined && !dated)
    faults.push({ path: ['pattern'], what: 'pattern 只用于日期和月份，请删去' })
  else if (one.pattern !== undefined && !/YYYY/u.test(one.pattern))
    faults.push({ path: ['pattern'], what: 'pattern 里至少要有 YYYY，如 YYYYMM、YYYY年M月' })
  else if (one.pattern !== undefined && formatOf(one, field) === 'month' && /D/u.test(one.pattern))
    faults.push({ path: ['pattern'], what: '月份没有日，请删去 D' })
  if (one.mask !== undefined && one.mask !== field.personal)
    faults.push({
      path: ['mask'],
      what:
        field.personal === undefined
          ? `${field.label}不是要遮盖的个人信息，请删去 mask`
          : `${field.label}应写 mask: ${field.personal}`,
    })
  if (read.public && field.personal !== undefined && field.personal !== 'name' && one.mask === undefined)
    faults.push({
      path: ['field'],
      what: `公开的名单里${field.label}必须遮盖，请加上 mask: ${field.personal}，或删去这一列`,
    })
  faults.push(...codeFaults(one, field))
  return faults
}

function codeFaults(one: ExportColumn, field: SourceField): Fault[] {
  const { codes } = one
  if (codes === undefined)
    return one.choices ? [{ path: ['choices'], what: 'choices 要和 codes 一起写，请补上 codes' }] : []
  const known =
    field.words !== undefined ? Object.keys(field.words) : field.kind === 'yes-no' ? ['yes', 'no'] : undefined
  if (known === undefined && !['text', 'region', 'benefit'].includes(field.kind))
    return [{ path: ['codes'], what: `${field.label}没有代码可换，请删去 codes` }]
  const faults: Fault[] = []
  if (one.choices && Object.values(codes).some((code) => code.includes(',')))
    faults.push({ path: ['codes'], what: '要供选择的代码里不能有逗号，请改写或删去 choices' })
  if (one.choices && Object.values(codes).join(',').length > 255)
    faults.push({ path: ['codes'], what: '要供选择的代码合起来超过 255 个字符，请改短或删去 choices' })
  if (known === undefined) return faults
  for (const key of Object.keys(codes))
    if (key !== 'else' && key !== 'empty' && !known.includes(key))
      faults.push({
        path: ['codes', key],
        what: `${field.label}没有 ${key} 这个值，应为 ${known.join('、')}、else、empty 之一`,
      })
  const missing = known.filter((key) => codes[key] === undefined)
  if (codes.else === undefined && missing.length > 0)
    faults.push({
      path: ['codes'],
      what: `没有写 ${missing.join('、')} 对应的代码，请补上，或写 else`,
    })
  return faults
}

function filterFaults(read: ExportProfile, one: ExportFilter): Fault[] {
  const field = read.source === 'results' ? undefined : fieldOf(read.source, one.field)
  if (field === undefined)
    return read.source === 'results' ? [] : [{ path: ['field'], what: unknownField(read, one.field) }]
  const faults: Fault[] = []
  if ([one.is, one.not, one.from, one.to, one.filled].every((part) => part === undefined))
    faults.push({ path: [], what: '没有写条件，请写 is、not、from、to 或 filled' })
  const known = field.words === undefined ? undefined : Object.keys(field.words)
  for (const key of ['is', 'not'] as const)
    for (const value of one[key] ?? []) {
      if (field.kind === 'yes-no' && !['yes', 'no'].includes(value))
        faults.push({ path: [key], what: `${field.label}只有 yes 和 no` })
      if (known !== undefined && !known.includes(value))
        faults.push({
          path: [key],
          what: `${field.label}没有 ${value} 这个值，应为 ${known.join('、')} 之一`,
        })
    }
  for (const key of ['from', 'to'] as const) {
    const value = one[key]
    if (value === undefined) continue
    const fits =
      field.kind === 'date'
        ? parseDate(value) !== undefined
        : field.kind === 'month'
          ? /^\d{4}-(0[1-9]|1[0-2])$/.test(value)
          : ['money', 'number'].includes(field.kind) && /^\d+(\.\d{1,2})?$/.test(value)
    const wanted = { date: '日期 2022-06-30', month: '月份 2022-06', money: '元', number: '数字' }
    if (!fits)
      faults.push({
        path: [key],
        what: Object.hasOwn(wanted, field.kind)
          ? `${field.label}的 ${key} 应写成${wanted[field.kind as keyof typeof wanted]}`
          : `${field.label}不能用 ${key}，请用 is 或 filled`,
      })
  }
  return faults
}

function unknownField(read: ExportProfile, name: string): string {
  return `没有“${name}”这一项，能用的是：${fieldNames(read.source).join('、')}`
}
