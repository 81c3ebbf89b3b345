/** 疑似重复 of the latest look, kept so that they can be paged and decided one by one. */
import { eq } from 'drizzle-orm'
import type { PairView } from '../../../shared/contract/duplicates.ts'
import {
  DUPLICATE_KINDS,
  type DuplicateKind,
  type DuplicateReason,
  likelihoodOf,
  OFFERED_FROM,
  type WeighedReason,
} from '../../../shared/domain/duplicates.ts'
import { ageOn, maskId } from '../../../shared/domain/id-number.ts'
import { duplicateReasonText } from '../../../shared/text/duplicates.ts'
import type { ReadLedger, WriteTx } from '../db/ledger.ts'
import { duplicatePairs, duplicateRuns } from '../db/schema/duplicates.ts'
import type { InputOf, WriteContext } from '../procedure.ts'
import type { Regions } from '../registry/regions.ts'
import { type Reading, Scorer } from './candidates.ts'
import type { FoundPair } from './look.ts'
import { infoOfKind } from './merge-fields.ts'
import { sameNumberAndName } from './same-number.ts'
import { inOrder, LATEST_VERDICT } from './verdicts.ts'

export type LookToKeep = {
  readonly kind: DuplicateKind
  readonly records: number
  readonly compared: number
  readonly found: readonly FoundPair[]
  readonly milliseconds: number
}

type KeptReason = [reason: DuplicateReason, points: number, on?: string]

/** Replaces the pairs of these kinds. */
export function keepLooks(context: WriteContext, looks: readonly LookToKeep[]): void {
  context.ledger.write({ action: 'duplicates.look', actor: context.actor.name }, (tx) => {
    for (const { kind, records, compared, found, milliseconds } of looks) {
      tx.local(duplicatePairs).delete(eq(duplicatePairs.kind, kind))
      tx.local(duplicatePairs).insertMany(found.map((pair) => keptPair(kind, pair)))
      tx.local(duplicateRuns).upsert({
        kind,
        madeAt: tx.at,
        madeBy: context.actor.name,
        records,
        compared,
        milliseconds,
      })
    }
  })
}

/**
 * Adds pairs that came to light outside a look: two records of one number that came together from two offices. Those that
 * are listed already, or not alike enough, are left out. Gives how many were added.
 */
export function offerPairs(
  tx: WriteTx,
  kind: DuplicateKind,
  pairs: readonly (readonly [string, string])[],
): number {
  const known = tx.prepare('SELECT 1 FROM duplicate_pairs WHERE first_id = ? AND second_id = ?')
  const ordered = pairs.map(([a, b]): [string, string] => (a <= b ? [a, b] : [b, a]))
  const fresh = ordered.filter(([firstId, secondId]) => known.get(firstId, secondId) === undefined)
  const rows = new Scorer(tx, kind).score(fresh).flatMap((likeness, at) => {
    const [firstId, secondId] = fresh[at] ?? ['', '']
    if (likeness === undefined || likeness.score < OFFERED_FROM) return []
    return [keptPair(kind, { firstId, secondId, ...likeness })]
  })
  tx.local(duplicatePairs).insertMany(rows)
  return rows.length
}

/** The same for records of one number that came together, each with the one that was there first. */
export function offerTwins(
  tx: WriteTx,
  twins: readonly {
    readonly key: { readonly table: { readonly name: string } }
    readonly ids: readonly string[]
  }[],
): number {
  let offered = 0
  for (const kind of DUPLICATE_KINDS) {
    const pairs = twins
      .filter(({ key }) => key.table.name === infoOfKind(kind).name)
      .flatMap(({ ids: [first = '', ...others] }) => others.map((other) => [first, other] as const))
    if (pairs.length > 0) offered += offerPairs(tx, kind, pairs)
  }
  return offered
}

function keptPair(kind: DuplicateKind, found: FoundPair) {
  const { firstId, secondId } = inOrder({ kind, ...found })
  const reasons = found.reasons.map(
    ({ reason, points, on }): KeptReason => (on === undefined ? [reason, points] : [reason, points, on]),
  )
  return {
    kind,
    firstId,
    secondId,
    score: found.score,
    reasons: JSON.stringify(reasons),
    reason: reasons[0]?.[0] ?? '',
  }
}

type State = InputOf<'duplicates.list'>['state']

/** SQL of pairs `p` in a state, with both records alive. */
function pairsIn(kind: DuplicateKind, state: State): string {
  const { name } = infoOfKind(kind)
  const alive = `EXISTS (SELECT 1 FROM ${name} r WHERE r.id = p.first_id AND r.deleted_at IS NULL)
    AND EXISTS (SELECT 1 FROM ${name} r WHERE r.id = p.second_id AND r.deleted_at IS NULL)`
  // Decided ones may have been decided in another office, where this one has never looked.
  return state === 'open'
    ? `FROM duplicate_pairs p WHERE p.kind = '${kind}' AND ${LATEST_VERDICT} IS NULL AND ${alive}`
    : `FROM (SELECT v.first_id, v.second_id, max(v.score) AS score, k.reasons FROM duplicate_verdicts v
         LEFT JOIN duplicate_pairs k ON k.first_id = v.first_id AND k.second_id = v.second_id
         WHERE v.kind = '${kind}' AND v.deleted_at IS NULL GROUP BY v.first_id, v.second_id) p
       WHERE ${LATEST_VERDICT} = '${state}' AND ${alive}`
}

/** One page of pairs, the likeliest first. */
export function listPairs(
  ledger: ReadLedger,
  { kind, state, likelihood, recordId, offset, limit }: InputOf<'duplicates.list'>,
  today: string,
  regions: Regions,
): { total: number; rows: PairView[] } {
  const params: string[] = []
  let where = pairsIn(kind, state)
  if (likelihood !== undefined) where += ` AND p.score BETWEEN ${SCORES[likelihood]}`
  if (recordId !== undefined) {
    where += ' AND ? IN (p.first_id, p.second_id)'
    params.push(recordId)
  }
  const total = ledger
    .prepare<number>(`SELECT count(*) ${where}`)
    .pluck()
    .get(...params) as number
  const rows = ledger
    .prepare<{ firstId: string; secondId: string; score: number; reasons: string | null }>(
      `SELECT p.first_id AS firstId, p.second_id AS secondId, p.score, p.reasons ${where}
       ORDER BY p.score DESC, p.first_id, p.second_id LIMIT ? OFFSET ?`,
    )
    .all(...params, limit, offset)
  return { total, rows: viewPairs(ledger, kind, rows, today, regions) }
}

const SCORES = { certain: '90 AND 100', likely: '65 AND 89', possible: '0 AND 64' } as const

/** Pairs as they are shown; reasons that were not kept are worked out anew. */
export function viewPairs(
  ledger: Reading,
  kind: DuplicateKind,
  pairs: readonly { firstId: string; secondId: string; score: number; reasons: string | null }[],
  today: string,
  regions: Regions,
): PairView[] {
  const sides = new Map(
    sidesOf(
      ledger,
      kind,
      pairs.flatMap(({ firstId, secondId }) => [firstId, secondId]),
      today,
      regions,
    ).map((side) => [side.id, side]),
  )
  const verdictOf = ledger.prepare<NonNullable<PairView['verdict']>>(
    `SELECT verdict, note, decided_at AS at, decided_by AS by FROM duplicate_verdicts
     WHERE first_id = ? AND second_id = ? AND deleted_at IS NULL ORDER BY decided_at DESC, id DESC LIMIT 1`,
  )
  const scorer = new Scorer(ledger, kind)
  return pairs.flatMap(({ firstId, secondId, score, reasons: kept }) => {
    const first = sides.get(firstId)
    const second = sides.get(secondId)
    const now = kept === null ? scorer.score([[firstId, secondId]])[0] : undefined
    if (first === undefined || second === undefined || (kept === null && now === undefined)) return []
    const reasons = now?.reasons ?? (JSON.parse(kept ?? '[]') as KeptReason[]).map(reasonOf)
    const value = now?.score ?? score
    return [
      {
        kind,
        firstId,
        secondId,
        score: value,
        likelihood: likelihoodOf(value),
        reasons: reasons.map((reason) => ({ ...reason, text: duplicateReasonText(reason) })),
        first,
        second,
        verdict: verdictOf.get(firstId, secondId) ?? null,
      },
    ]
  })
}

function reasonOf([reason, points, on]: KeptReason): WeighedReason {
  return on === undefined ? { reason, points } : { reason, points, on }
}

function sidesOf(
  ledger: Reading,
  kind: DuplicateKind,
  ids: readonly string[],
  today: string,
  regions: Regions,
): PairView['first'][] {
  const rows = ledger
    .prepare<Record<string, string | null> & { id: string }>(
      `SELECT * FROM ${infoOfKind(kind).name} WHERE id IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify(ids))
  const place = (code: string | null | undefined) => (code ? (regions.name(code) ?? '') : '')
  const joined = (...parts: (string | null | undefined)[]) => parts.filter(Boolean).join(' · ')
  return rows.map((row) => {
    if (kind === 'household') {
      const home = [place(row.county), row.township_text, row.village].filter(Boolean).join('')
      return { id: row.id, title: `户 ${row.code ?? '无编号'}`, detail: home }
    }
    if (kind !== 'person')
      return { id: row.id, title: row.name ?? '', detail: joined(row.credit_code, place(row.county)) }
    const age = row.birth_date ? `${ageOn(row.birth_date, today)} 岁` : null
    return {
      id: row.id,
      title: row.name ?? '',
      detail: joined(
        row.id_number ? maskId(row.id_number) : '无身份证号',
        row.sex === 'male' ? '男' : row.sex === 'female' ? '女' : null,
        age,
        [row.home_township_text, row.home_village].filter(Boolean).join(''),
      ),
    }
  })
}

/** How many pairs stand where, by kind. */
export function summary(ledger: ReadLedger) {
  const looks = new Map(
    ledger
      .prepare<{ kind: string; madeAt: string; madeBy: string; records: number }>(
        'SELECT kind, made_at AS madeAt, made_by AS madeBy, records FROM duplicate_runs',
      )
      .all()
      .map(({ kind, ...look }) => [kind, look]),
  )
  const countOf = (kind: DuplicateKind, state: State) =>
    ledger
      .prepare<number>(`SELECT count(*) ${pairsIn(kind, state)}`)
      .pluck()
      .get() as number
  return DUPLICATE_KINDS.map((kind) => ({
    kind,
    look: looks.get(kind) ?? null,
    open: countOf(kind, 'open'),
    later: countOf(kind, 'later'),
    different: countOf(kind, 'different'),
    sameNumberAndName: kind === 'person' ? sameNumberAndName(ledger).length : 0,
  }))
}

/** Pairs of the latest look that nobody has decided on, over all kinds: for the list of what is to be done. */
export function openPairs(ledger: Pick<ReadLedger, 'prepare'>): number {
  return DUPLICATE_KINDS.reduce(
    (sum, kind) =>
      sum +
      (ledger
        .prepare<number>(`SELECT count(*) ${pairsIn(kind, 'open')}`)
        .pluck()
        .get() as number),
    0,
  )
}
