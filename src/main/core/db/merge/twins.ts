/**
 * 重复记录 after a merge: two living records of one natural key, entered in two offices. Facts that say the same are
 * folded into the one with the lower id, in every ledger alike; where they differ a person decides.
 */
import { isContent, type NaturalKey, naturalKeys } from '../natural-keys.ts'
import { referencesTo } from '../references.ts'
import type { Sqlite } from '../sqlite.ts'
import { type Cell, type TableInfo, tableInfoByName } from '../tables.ts'
import { column, type FieldValue, type OpenTx } from '../transaction.ts'

/** Records that came or changed in a merge, by table. */
export interface Came {
  readonly touched: Map<string, Set<string>>
  /** tables that were empty before: every record in them came */
  readonly whole: ReadonlySet<string>
}

/** Living records with one key, the lowest id first. */
export interface Twins {
  readonly key: NaturalKey
  readonly ids: readonly string[]
}

/** A field in which folded twins differ; the kept one's value stands meanwhile. */
export interface TwinDifference {
  readonly tbl: string
  readonly kept: string
  readonly other: string
  readonly field: string
  readonly keptValue: Cell
  readonly otherValue: Cell
}

/** Parents before their children: folding two spells brings their years together. */
const FOLD_ORDER = [
  'household_years_key',
  'person_categories_key',
  'employer_recognitions_key',
  'pairings_key',
  'spells_key',
  'spell_years_key',
  'insured_years_key',
  'rent_years_key',
  'job_seekers_key',
  'fair_employers_key',
  'claim_holds_key',
  'claim_materials_key',
]
/** Twelve bits, one for each month. */
const MONTHS = 'months'
const MONTH_TABLES: ReadonlySet<string> = new Set(['insured_years', 'rent_years'])
const CHUNK = 5000

/** Twins among the records that came, of every key with this policy. */
export function findTwins(db: Sqlite, came: Came, policy: NaturalKey['policy']): Twins[] {
  return naturalKeys()
    .filter((key) => key.policy === policy)
    .flatMap((key) => twinsOf(db, key, came))
}

function twinsOf(db: Sqlite, key: NaturalKey, { touched, whole }: Came): Twins[] {
  const groups = new Map<string, Set<string>>()
  const t = key.table.name
  const pairs = whole.has(t) ? pairsOfAll(db, key) : pairsAmong(db, key, [...(touched.get(t) ?? [])])
  for (const [one, other] of pairs) {
    const group = groups.get(one) ?? groups.get(other) ?? new Set<string>()
    for (const id of [one, other]) groups.set(id, group.add(id))
  }
  return [...new Set(groups.values())].map((group) => ({ key, ids: [...group].sort() }))
}

type Pair = readonly [one: string, other: string]

function* pairsAmong(db: Sqlite, { table, columns }: NaturalKey, ids: readonly string[]): Generator<Pair> {
  if (ids.length === 0) return
  const same = columns.map((name) => `b."${name}" = a."${name}"`).join(' AND ')
  const find = db
    .prepare(
      `SELECT a.id, b.id FROM json_each(?) j CROSS JOIN "${table.name}" a ON a.id = j.value
       CROSS JOIN "${table.name}" b ON ${same} AND b.id <> a.id
       WHERE a.deleted_at IS NULL AND b.deleted_at IS NULL`,
    )
    .raw()
  for (let from = 0; from < ids.length; from += CHUNK)
    yield* find.all(JSON.stringify(ids.slice(from, from + CHUNK))) as unknown as Pair[]
}

/** One walk over the key's index instead of a look for each record. */
function pairsOfAll(db: Sqlite, { table, columns }: NaturalKey): Pair[] {
  const t = table.name
  const names = columns.map((name) => `"${name}"`).join(',')
  const given = columns.map((name) => `"${name}" IS NOT NULL`).join(' AND ')
  const of = (one: string, other: string) =>
    columns.map((name) => `${one}."${name}" = ${other}."${name}"`).join(' AND ')
  return db
    .prepare(
      `SELECT a.id, b.id FROM (SELECT ${names} FROM "${t}" WHERE deleted_at IS NULL AND ${given}
         GROUP BY ${names} HAVING count(*) > 1) k
       CROSS JOIN "${t}" a ON ${of('a', 'k')} CROSS JOIN "${t}" b ON ${of('b', 'a')} AND b.id <> a.id
       WHERE a.deleted_at IS NULL AND b.deleted_at IS NULL ORDER BY a.id, b.id`,
    )
    .raw()
    .all() as unknown as Pair[]
}

/** Folds the facts that came twice. @returns how many records went into another, and where they differed */
export function foldTwins(
  db: Sqlite,
  open: OpenTx,
  came: Came,
): { readonly folded: number; readonly differences: readonly TwinDifference[] } {
  const differences: TwinDifference[] = []
  let folded = 0
  const keys = naturalKeys().filter(({ policy }) => policy === 'fold')
  for (const name of FOLD_ORDER) {
    const key = keys.find((candidate) => candidate.name === name)
    if (key === undefined) throw new Error(`${name} is not folded`)
    for (const { ids } of twinsOf(db, key, came)) {
      const [kept, ...others] = ids
      if (kept === undefined) continue
      for (const other of others) {
        differences.push(...fold(db, open, key.table, kept, other, came.touched))
        folded += 1
      }
    }
  }
  return { folded, differences }
}

function fold(
  db: Sqlite,
  open: OpenTx,
  info: TableInfo,
  kept: string,
  other: string,
  touched: Map<string, Set<string>>,
): TwinDifference[] {
  const read = db.prepare(`SELECT * FROM "${info.name}" WHERE id = ?`)
  const one = read.get(kept) as Record<string, Cell>
  const two = read.get(other) as Record<string, Cell>
  const wanted: FieldValue[] = []
  const differences: TwinDifference[] = []
  for (const field of info.columns) {
    const { name } = field
    const keptValue = one[name] ?? null
    const otherValue = two[name] ?? null
    if (!isContent(name) || otherValue === null || keptValue === otherValue) continue
    if (keptValue === null) wanted.push([field, otherValue])
    else if (name === MONTHS && MONTH_TABLES.has(info.name))
      wanted.push([field, Number(keptValue) | Number(otherValue)])
    else if (!/_(at|by)$/.test(name))
      differences.push({ tbl: info.name, kept, other, field: name, keptValue, otherValue })
  }
  for (const reference of referencesTo(info.name)) {
    const child = tableInfoByName(reference.child)
    if (child === undefined) throw new Error(`no table ${reference.child}`)
    const children = db
      .prepare(`SELECT id FROM "${child.name}" WHERE "${reference.column}" = ? AND deleted_at IS NULL`)
      .pluck()
      .all(other) as string[]
    for (const id of children) {
      open.change(child, id, 'update', [[column(child, reference.column), kept]], true)
      touched.set(child.name, (touched.get(child.name) ?? new Set()).add(id))
    }
  }
  const gone: FieldValue[] = [
    [column(info, 'deleted_at'), open.tx.at],
    [column(info, 'deleted_reason'), `与另一单位录入的同一条记录合并：${kept}`],
  ]
  open.change(info, other, 'remove', gone, true)
  if (wanted.length > 0) open.change(info, kept, 'update', wanted, true)
  return differences
}
