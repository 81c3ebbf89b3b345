import type { z } from 'zod'
import type { searchHit } from '../../../shared/contract/registry.ts'
import { maskId } from '../../../shared/domain/id-number.ts'
import type { ReadLedger } from '../db/ledger.ts'
import { organisationSearch } from './organisations.ts'
import { bestPeople, searchClause } from './people-list.ts'
import type { Regions } from './regions.ts'

export type SearchHit = z.output<typeof searchHit>

/** What the top search box looks through besides the ledger: every row of the documents in force. */
export type SearchableClause = {
  id: string
  name: string
  /** short words for its document: JH-2021 三（二） */
  detail: string
  /** clause number as written: 三（二） */
  clause: string
  wording: string
}

/**
 * The best few hits of each kind, people first; people leave room for what else was found, but keep at least half.
 * A two-character name takes one walk of a covering index.
 */
export function searchEverything(
  ledger: ReadLedger,
  text: string,
  limit: number,
  clauses: readonly SearchableClause[],
  regions: Regions,
): SearchHit[] {
  const typed = text.trim()
  if (typed === '') return []
  // Only a whole number or its beginning looks like one, so these come before everything.
  const claims = claimHits(ledger, typed)
  const others = [...organisationHits(ledger, typed, regions), ...clauseHits(typed, clauses)]
  const people = personHits(ledger, typed, limit, regions)
  const room = Math.max(limit - claims.length - others.length, Math.ceil(limit / 2))
  return [...claims, ...people.slice(0, room), ...others].slice(0, limit)
}

function personHits(ledger: ReadLedger, typed: string, limit: number, regions: Regions): SearchHit[] {
  const search = searchClause(typed)
  if (search === undefined) return []
  return ledger
    .prepare<{
      id: string
      name: string
      idNumber: string | null
      county: string | null
      township: string | null
    }>(
      `SELECT p.id, p.name, p.id_number AS idNumber, p.home_county AS county, p.home_township_text AS township
       FROM json_each(?) hit JOIN people p ON p.rowid = hit.value ORDER BY hit.key`,
    )
    .all(JSON.stringify(bestPeople(ledger, search, limit)))
    .map((person) => ({
      kind: 'person' as const,
      id: person.id,
      title: person.name,
      detail: [
        person.idNumber === null ? '无证件号' : maskId(person.idNumber),
        person.county === null ? null : regions.name(person.county),
        person.township,
      ]
        .filter((part) => part !== null && part !== undefined)
        .join(' · '),
    }))
}

/** By the beginning of the number, with or without the dash that the benefit has elsewhere (JH-16, JH16-2022). */
function claimHits(ledger: ReadLedger, typed: string): SearchHit[] {
  const number = typed.toUpperCase().replace(/^([A-Z]{2,3})-(?=\d)/, '$1')
  if (!/^[A-Z]{2,3}\d{2}-/.test(number)) return []
  return ledger
    .prepare<{ id: string; number: string; name: string | null }>(
      `SELECT c.id, c.number, p.name FROM claims c LEFT JOIN people p ON p.id = c.person_id
       WHERE c.number >= ? AND c.number < ? AND c.deleted_at IS NULL ORDER BY c.number LIMIT 5`,
    )
    .all(number, `${number}\u{10ffff}`)
    .map((claim) => ({ kind: 'claim' as const, id: claim.id, title: claim.number, detail: claim.name ?? '' }))
}

function organisationHits(ledger: ReadLedger, typed: string, regions: Regions): SearchHit[] {
  const hits: SearchHit[] = []
  const clause = organisationSearch(typed)
  if (clause === undefined) return hits
  for (const [kind, table] of [
    ['employer', 'employers'],
    ['agent', 'agents'],
  ] as const) {
    const rows = ledger
      .prepare<{ id: string; name: string; county: string | null }>(
        `SELECT o.id, o.name, o.county FROM ${table} o WHERE o.deleted_at IS NULL AND ${clause.sql}
         ORDER BY length(o.name), o.pinyin, o.id LIMIT 4`,
      )
      .all(...clause.params)
    for (const row of rows) {
      hits.push({
        kind,
        id: row.id,
        title: row.name,
        detail: row.county === null ? '' : (regions.fullName(row.county) ?? ''),
      })
    }
  }
  return hits
}

/** At most this many rows of documents, so that they do not push people out. */
const MOST_CLAUSES = 6

/** By id with or without its dash, by clause number, by name; by the wording where nothing nearer is left. */
function clauseHits(typed: string, clauses: readonly SearchableClause[]): SearchHit[] {
  const wanted = folded(typed)
  const bare = wanted.replaceAll('-', '')
  const rank = (clause: SearchableClause): number => {
    const id = clause.id.toLowerCase().replaceAll('-', '')
    if (id === bare) return 0
    if (bare !== '' && id.startsWith(bare)) return 1
    if (folded(clause.clause) === wanted) return 2
    if (folded(clause.name).includes(wanted)) return 3
    // One character stands in half of all sentences.
    return wanted.length >= 2 && folded(clause.wording).includes(wanted) ? 4 : NOT
  }
  return clauses
    .map((clause) => ({ clause, rank: rank(clause) }))
    .filter((one) => one.rank < NOT)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST_CLAUSES)
    .map(({ clause }) => ({
      kind: 'benefit' as const,
      id: clause.id,
      title: `${clause.id} ${clause.name}`,
      detail: clause.detail,
    }))
}

const NOT = 9

/** Width and case do not matter: 三(二) finds 三（二）. */
function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}
