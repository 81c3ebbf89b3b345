/** What columns each kind of workbook may have, and under which headers: data below `resources/profiles`. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { IMPORT_KINDS, type ImportKind } from '../../../shared/contract/imports.ts'
import { headerForms } from './header-folding.ts'

/** What a cell of a result list can say; `waiting`: no answer yet. */
export const ANSWERS = ['accepted', 'rejected', 'paid', 'waiting'] as const
export type Answer = (typeof ANSWERS)[number]

const fieldFile = z.strictObject({
  label: z.string().min(1),
  required: z.boolean().default(false),
  aliases: z.array(z.string().min(1)).default([]),
  /** fields of one group stand in for each other: one of them has to be there */
  oneOf: z.string().optional(),
  /** this field tells the kind of workbook from others: of a kind with such fields one has to be there to recognise it */
  marks: z.boolean().default(false),
  /** a mark counts only where a value below the header looks like this */
  like: z.string().optional(),
})
const profileFile = z.strictObject({
  kind: z.enum(IMPORT_KINDS),
  fields: z.record(z.string().regex(/^[a-zA-Z]+$/), fieldFile),
  /** columns of which there is one a year or a month; the groups of `header` follow the field's name after colons */
  patterns: z
    .array(
      z.strictObject({
        field: z.string(),
        label: z.string(),
        header: z.string(),
        oneOf: z.string().optional(),
      }),
    )
    .default([]),
  /** headers that are known and not imported */
  ignored: z.array(z.string()).default([]),
  /** result lists: how the other system words each outcome; the longest that a cell begins with counts */
  words: z.partialRecord(z.enum(ANSWERS), z.array(z.string().min(1))).default({}),
})

export type ProfileField = {
  field: string
  label: string
  required: boolean
  oneOf: string | undefined
  marks: boolean
  like: RegExp | undefined
  aliases: readonly string[]
}

export type ImportProfile = {
  kind: ImportKind
  fields: readonly ProfileField[]
  /** The field of a header (`name`, `wages:2021`, `paid:2022-03`, `paid:03`), `ignored` for a known one that is not taken, else undefined. */
  fieldOf(header: string): { field: string; label: string } | 'ignored' | undefined
  /** Fields of which there is one a year or a month, for choosing by hand: the last six years, the months of the last three. */
  dated(year: number): { field: string; label: string }[]
  /** What a field is called: 姓名, 2021年工资, 2022年3月. */
  labelOf(field: string): string
  /** What the word of a result list means; undefined where the profile does not know it. */
  answerOf(text: string): Answer | undefined
  /** Names of the one-of groups with the fields in them, patterns as `wages:`. */
  groups: ReadonlyMap<string, readonly string[]>
}

export type ImportProfiles = Readonly<Record<ImportKind, ImportProfile>>

const loaded = new Map<string, ImportProfiles>()

/** The profiles, read once in each thread. */
export function profilesOf(context: { readonly resources: string }): ImportProfiles {
  const known = loaded.get(context.resources)
  if (known !== undefined) return known
  const profiles = loadImportProfiles(context.resources)
  loaded.set(context.resources, profiles)
  return profiles
}

/** Reads the profiles below `resources`, one for each kind. Throws an error naming file and key where one is wrong. */
export function loadImportProfiles(resources: string): ImportProfiles {
  return Object.fromEntries(IMPORT_KINDS.map((kind) => [kind, loadImportProfile(resources, kind)])) as Record<
    ImportKind,
    ImportProfile
  >
}

/** One of them. */
export function loadImportProfile(resources: string, kind: ImportKind): ImportProfile {
  const file = `import-${kind}.yaml`
  const parsed = profileFile.safeParse(parse(readFileSync(join(resources, 'profiles', file), 'utf8')))
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`)
  if (parsed.data.kind !== kind) throw new Error(`${file}: kind is ${parsed.data.kind}`)
  return profileOf(file, parsed.data)
}

function profileOf(file: string, data: z.output<typeof profileFile>): ImportProfile {
  const fields: ProfileField[] = Object.entries(data.fields).map(([field, spec]) => ({
    ...spec,
    field,
    oneOf: spec.oneOf,
    like: spec.like === undefined ? undefined : new RegExp(spec.like, 'u'),
  }))
  const byForm = new Map<string, string>()
  const groups = new Map<string, string[]>()
  const join = (group: string | undefined, field: string) => {
    if (group !== undefined) groups.set(group, [...(groups.get(group) ?? []), field])
  }
  for (const { field, label, aliases, oneOf } of fields) {
    join(oneOf, field)
    for (const alias of [label, ...aliases]) {
      const form = headerForms(alias)[0] ?? ''
      const other = byForm.get(form)
      if (other !== undefined && other !== field)
        throw new Error(`${file}: “${alias}” names both ${other} and ${field}`)
      byForm.set(form, field)
    }
  }
  for (const { field, oneOf } of data.patterns) join(oneOf, `${field}:`)
  const words = new Map<string, Answer>()
  for (const answer of ANSWERS)
    for (const word of data.words[answer] ?? []) {
      const other = words.get(word)
      if (other !== undefined) throw new Error(`${file}: “${word}” means both ${other} and ${answer}`)
      words.set(word, answer)
    }
  const longest = [...words].sort(([a], [b]) => b.length - a.length)
  const ignored = new Set(data.ignored.map((header) => headerForms(header)[0] ?? ''))
  const patterns = data.patterns.map((pattern) => ({ ...pattern, test: new RegExp(pattern.header, 'u') }))
  const labels = new Map(fields.map(({ field, label }) => [field, label]))

  const labelOf = (field: string): string => {
    const [base = '', key = ''] = field.split(':')
    const plain = labels.get(base)
    if (key === '') return plain ?? base
    const label = patterns.find((pattern) => pattern.field === base)?.label ?? ''
    const [first = '', second] = key.split('-')
    if (second !== undefined) return `${first}年${Number(second)}${label}`
    return first.length === 4 ? `${first}${label}` : `${Number(first)}${label}`
  }
  return {
    kind: data.kind,
    fields,
    groups,
    labelOf,
    answerOf(text) {
      const tidy = text.normalize('NFKC').replace(/\s/gu, '')
      return longest.find(([word]) => tidy.startsWith(word))?.[1]
    },
    dated(year) {
      const years = Array.from({ length: 6 }, (_, back) => String(year - back))
      const months = Array.from({ length: 12 }, (_, at) => String(at + 1).padStart(2, '0'))
      const keys = (field: string) =>
        field === 'paid'
          ? [...months, ...years.slice(0, 3).flatMap((y) => months.map((m) => `${y}-${m}`))]
          : years
      return [...new Set(patterns.map(({ field }) => field))].flatMap((base) =>
        keys(base).map((key) => ({ field: `${base}:${key}`, label: labelOf(`${base}:${key}`) })),
      )
    },
    fieldOf(header) {
      const forms = headerForms(header)
      for (const form of forms) {
        const field = byForm.get(form)
        if (field !== undefined) return { field, label: labelOf(field) }
      }
      for (const form of forms)
        for (const pattern of patterns) {
          const groupsFound = pattern.test.exec(form)
          if (!groupsFound) continue
          const numbers = groupsFound.slice(1).filter((part) => part !== undefined && /^\d+$/.test(part))
          const field = `${pattern.field}:${numbers.map((part) => part.padStart(2, '0')).join('-')}`
          return { field, label: labelOf(field) }
        }
      return forms.some((form) => ignored.has(form)) ? 'ignored' : undefined
    },
  }
}
