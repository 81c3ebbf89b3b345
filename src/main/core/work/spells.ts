/** Work spells (务工经历): their identity, what is decided against the record, and writing them. */

import { dayOf, formatDate } from '../../../shared/domain/dates.ts'
import type { PostKind } from '../../../shared/domain/policy.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { Patch, WriteTx } from '../db/ledger.ts'
import { spells, spellYears } from '../db/schema/work.ts'
import { type Decision, decideChange } from '../registry/decision.ts'
import { foldOrganisation } from '../registry/employers.ts'

export type SpellColumns = Patch<typeof spells>

/** What tells a spell from another of the same person: employer, county, first day. */
export type SpellIdentity = {
  readonly employerId: string | null
  readonly employerText: string | null
  readonly county: string | null
  readonly fromDate: string
}

export type StoredSpell = SpellIdentity & Readonly<Record<string, unknown>> & { readonly id: string }

/**
 * Finds the spell that a row speaks of among those of its person: the same first day and employer (by record, else by
 * folded name) and the same county. Where one side has no employer or county the other's stands in, if just one spell fits.
 */
export function findSpell(stored: readonly StoredSpell[], said: SpellIdentity): StoredSpell | undefined {
  const sameDay = stored.filter(
    (spell) => spell.fromDate === said.fromDate && sameEmployer(spell, said) !== false,
  )
  const exact = sameDay.find((spell) => sameEmployer(spell, said) === true && spell.county === said.county)
  if (exact) return exact
  const open = sameDay.filter(
    (spell) => spell.county === said.county || spell.county === null || said.county === null,
  )
  return open.length === 1 ? open[0] : undefined
}

/** True, false, or undefined where one of the two names no employer. */
export function sameEmployer(
  a: Pick<SpellIdentity, 'employerId' | 'employerText'>,
  b: Pick<SpellIdentity, 'employerId' | 'employerText'>,
): boolean | undefined {
  if (a.employerId !== null && a.employerId === b.employerId) return true
  const [left, right] = [a.employerText, b.employerText]
  if (left !== null && right !== null && foldOrganisation(left) === foldOrganisation(right)) return true
  if (a.employerId !== null && b.employerId !== null) return false
  return left === null || right === null ? undefined : false
}

/** What to do with a spell; `undefined` fields of `columns` say nothing. */
export function decideSpell(
  existing: StoredSpell | undefined,
  columns: SpellColumns,
): Decision<SpellColumns> {
  const { fromDate, toDate } = columns
  const from = fromDate ?? existing?.fromDate
  if (from === undefined) return { do: 'refused', code: 'spell.no-start', params: {} }
  if (toDate && toDate < from) return { do: 'refused', code: 'spell.end-before-start', params: {} }
  if (existing === undefined) return { do: 'insert', row: columns }
  // What makes the spell known is filled in where it was missing, never rewritten.
  const { personId: _, fromDate: __, employerText, county, ...rest } = columns
  const known: SpellColumns = { ...rest }
  if (existing.employerText === null) known.employerText = employerText
  if (existing.county === null) known.county = county
  return decideChange(existing, known)
}

/** A spell as typed: every field is said, `null` is unknown. */
export type SpellInput = {
  readonly personId: string
  readonly employerId: string | null
  readonly county: string | null
  readonly from: string
  readonly toState: 'open' | 'ended' | null
  readonly to: string | null
  readonly organisedState: 'yes' | 'no' | null
  readonly agentId: string | null
  readonly filingState: 'yes' | 'no' | null
  readonly filingNumber: string | null
  readonly filingOn: string | null
  readonly contractState: 'yes' | 'no' | null
  readonly contractFrom: string | null
  readonly contractTo: string | null
  readonly postKind: PostKind
  /** 意外伤害保险; absent: left as it is */
  readonly accidentState?: 'yes' | 'no' | null | undefined
  readonly accidentFrom?: string | null | undefined
  readonly accidentTo?: string | null | undefined
  readonly jobTitle: string | null
  readonly monthlyIncomeFen: number | null
  readonly years: readonly {
    readonly year: number
    readonly wagesFen: number | null
    readonly fareFen: number | null
  }[]
}

/**
 * Saves a typed spell: a new one without `id`.
 * @throws Refusal `spell.end-before-start`, `spell.end-missing`, `spell.twice`, `spell.contract-reversed`, `spell.accident-reversed`, `spell.agent-missing`, `spell.not-found`
 */
export function saveSpell(tx: WriteTx, id: string | undefined, input: SpellInput): string {
  const columns = typedColumns(tx, input)
  const stored = spellsOf(tx, input.personId)
  if (id !== undefined && !stored.some((spell) => spell.id === id))
    throw new Refusal('spell.not-found', '这段务工经历已不在台账中，可能已被删除。')
  const identity: SpellIdentity = {
    employerId: input.employerId,
    employerText: columns.employerText ?? null,
    county: input.county,
    fromDate: input.from,
  }
  const twin = stored.find(
    (spell) =>
      spell.id !== id &&
      spell.fromDate === identity.fromDate &&
      spell.county === identity.county &&
      sameEmployer(spell, identity) === true,
  )
  if (twin)
    throw new Refusal('spell.twice', '这个人在同一单位、同一地点、同一天开始的务工已经登记，请修改那一段。', {
      id: twin.id,
    })
  const saved = id ?? tx.insert(spells, newSpellRow(columns, 'entry'))
  if (id !== undefined) tx.update(spells, id, columns)
  saveSpellYears(tx, saved, input)
  return saved
}

/**
 * Ends a spell that goes on the day before another one of the same person begins.
 * @throws Refusal `spell.not-found`, `spell.left-already`, `spell.new-before-old`
 */
export function endSpellBefore(
  tx: WriteTx,
  id: string,
  { personId, from }: Pick<SpellInput, 'personId' | 'from'>,
): void {
  const spell = tx
    .prepare<{ fromDate: string; toState: string | null }>(
      `SELECT from_date AS fromDate, to_state AS toState FROM spells
       WHERE id = ? AND person_id = ? AND deleted_at IS NULL`,
    )
    .get(id, personId)
  if (spell === undefined) throw new Refusal('spell.not-found', '这段务工经历已不在台账中，可能已被删除。')
  if (spell.toState === 'ended')
    throw new Refusal('spell.left-already', '原来那一段已经写了结束日期，请直接加一段务工。')
  if (from <= spell.fromDate)
    throw new Refusal(
      'spell.new-before-old',
      `新单位的开始日期要晚于原来那一段的开始日期 ${spell.fromDate}。`,
    )
  const last = formatDate(dayOf(from) - 1)
  tx.update(spells, id, { toState: 'ended', toDate: last })
}

/** All live spells of a person. */
export function spellsOf(tx: Pick<WriteTx, 'prepare'>, personId: string): StoredSpell[] {
  return tx
    .prepare<StoredSpell>(
      `SELECT id, employer_id AS employerId, employer_text AS employerText, county, from_date AS fromDate
       FROM spells WHERE person_id = ? AND deleted_at IS NULL`,
    )
    .all(personId)
}

/** A new record; throws where identity is incomplete, which `decideSpell` has refused before. */
export function newSpellRow(columns: SpellColumns, source: string) {
  const { personId, fromDate, postKind } = columns
  if (personId === undefined || fromDate === undefined)
    throw new Error('a spell needs its person and first day')
  return { ...columns, personId, fromDate, postKind: postKind ?? 'ordinary', source }
}

function typedColumns(tx: WriteTx, input: SpellInput): SpellColumns {
  if (input.toState === 'ended' && input.to === null)
    throw new Refusal('spell.end-missing', '已离岗的务工要写终止日期；不知道哪天就选“不知道”。')
  if (input.to !== null && input.to < input.from)
    throw new Refusal('spell.end-before-start', '务工终止日期早于开始日期，请核对。')
  if (input.contractFrom !== null && input.contractTo !== null && input.contractTo < input.contractFrom)
    throw new Refusal('spell.contract-reversed', '合同终止日期早于起始日期，请核对。')
  if (input.accidentFrom && input.accidentTo && input.accidentTo < input.accidentFrom)
    throw new Refusal('spell.accident-reversed', '意外险终止日期早于起始日期，请核对。')
  const employer =
    input.employerId === null
      ? undefined
      : tx
          .prepare<{ name: string }>('SELECT name FROM employers WHERE id = ? AND deleted_at IS NULL')
          .get(input.employerId)
  if (input.employerId !== null && employer === undefined)
    throw new Refusal('employers.not-found', '台账中没有这个用人单位，可能已被删除。')
  return {
    personId: input.personId,
    employerId: input.employerId,
    employerText: employer?.name ?? null,
    county: input.county,
    fromDate: input.from,
    toState: input.toState,
    toDate: input.toState === 'ended' ? input.to : null,
    organisedState: input.organisedState,
    agentId: input.organisedState === 'yes' ? input.agentId : null,
    ...(input.organisedState === 'yes' ? {} : { agentText: null }),
    filingState: input.filingState,
    filingNumber: input.filingState === 'yes' ? input.filingNumber : null,
    filingOn: input.filingState === 'yes' ? input.filingOn : null,
    contractState: input.contractState,
    contractFrom: input.contractState === 'yes' ? input.contractFrom : null,
    contractTo: input.contractState === 'yes' ? input.contractTo : null,
    postKind: input.postKind,
    ...accidentOf(input),
    jobTitle: input.jobTitle,
    monthlyIncomeFen: input.monthlyIncomeFen,
  }
}

/** Only a post that is insured has days of insurance. */
function accidentOf({ accidentState, accidentFrom, accidentTo }: SpellInput): SpellColumns {
  if (accidentState === undefined) return {}
  const insured = accidentState === 'yes'
  return {
    accidentState,
    accidentFrom: insured ? (accidentFrom ?? null) : null,
    accidentTo: insured ? (accidentTo ?? null) : null,
  }
}

/** Years that the form no longer names become unknown; months of training on record stay. */
function saveSpellYears(tx: WriteTx, spellId: string, input: SpellInput): void {
  const stored = tx
    .prepare<{ id: string; year: number }>(
      'SELECT id, year FROM spell_years WHERE spell_id = ? AND deleted_at IS NULL',
    )
    .all(spellId)
  for (const { year, wagesFen, fareFen } of input.years) {
    const old = stored.find((each) => each.year === year)
    if (old) tx.update(spellYears, old.id, { wagesFen, fareFen })
    else
      tx.insert(spellYears, { spellId, personId: input.personId, year, wagesFen, fareFen, source: 'entry' })
  }
  const named = new Set(input.years.map(({ year }) => year))
  for (const old of stored)
    if (!named.has(old.year)) tx.update(spellYears, old.id, { wagesFen: null, fareFen: null })
}
