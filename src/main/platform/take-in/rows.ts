/** The typed rows that reports, validation and duplicates look at, made from folded records: pure. */
import type { StoreCell } from '../store/store.ts'
import type { TableName } from '../store/tables.ts'
import type { Fields, FoldedRecord } from './changes.ts'
import { type Finding, isDeleted, type Judgement, type Subject } from './judge.ts'

export type DerivedTable = Extract<TableName, 'people' | 'work' | 'claims' | 'entitlements' | 'findings'>
export type DerivedRows = Record<DerivedTable, StoreCell[][]>
export const DERIVED: readonly DerivedTable[] = ['people', 'work', 'claims', 'entitlements', 'findings']

export function noRows(): DerivedRows {
  return { people: [], work: [], claims: [], entitlements: [], findings: [] }
}

/** What rows need beside their record. */
export type RowContext = {
  readonly ordinal: number
  /** ordinal of the bundle with which a claim was first accepted */
  readonly taken: ReadonlyMap<string, number>
  readonly fundOf: (claim: Fields) => string | null
}

/** Adds the rows of the subjects under one person key, in the order of the columns of their tables. */
export function addRows(
  into: DerivedRows,
  personKey: string,
  subjects: readonly Subject[],
  { findings, standing }: Judgement,
  { ordinal, taken, fundOf }: RowContext,
): void {
  const refused = new Set(findings.map(({ tbl, rowId }) => `${tbl} ${rowId}`))
  const stands = (one: FoldedRecord) =>
    isDeleted(one)
      ? 'deleted'
      : refused.size > 0 && refused.has(`${one.tbl} ${one.rowId}`)
        ? 'rejected'
        : 'accepted'
  const nodes = new Map<string, string>()
  for (const { id, records } of subjects)
    for (const one of records) {
      const { rowId, node, fields } = one
      if (findings.length > 0) nodes.set(`${one.tbl} ${rowId}`, node)
      switch (one.tbl) {
        case 'people':
          into.people.push([
            personKey,
            rowId,
            node,
            text(fields, 'id_number'),
            text(fields, 'name') ?? '',
            text(fields, 'name_folded') ?? text(fields, 'name') ?? '',
            text(fields, 'pinyin'),
            text(fields, 'birth_date'),
            text(fields, 'sex'),
            text(fields, 'home_county'),
            text(fields, 'home_township'),
            text(fields, 'home_township_text'),
            text(fields, 'home_village'),
            text(fields, 'phone'),
            stands(one),
            ordinal,
          ])
          break
        case 'spells':
          into.work.push([
            personKey,
            rowId,
            node,
            text(fields, 'person_id'),
            text(fields, 'county'),
            text(fields, 'from_date'),
            text(fields, 'to_state'),
            text(fields, 'to_date'),
            text(fields, 'employer_text'),
            stands(one),
            ordinal,
          ])
          break
        case 'claims':
          into.claims.push([
            personKey,
            rowId,
            node,
            id,
            text(fields, 'number'),
            text(fields, 'benefit'),
            fundOf(fields),
            text(fields, 'period'),
            text(fields, 'state'),
            whole(fields, 'amount_fen'),
            stands(one),
            ordinal,
            standing.has(rowId) ? (taken.get(rowId) ?? ordinal) : null,
          ])
          break
        case 'claim_entitlements':
        case 'grants': {
          const isGrant = one.tbl === 'grants'
          into.entitlements.push([
            personKey,
            rowId,
            node,
            isGrant ? 'grant' : 'claim',
            isGrant ? null : text(fields, 'claim_id'),
            text(fields, 'entitlement_key'),
            whole(fields, 'amount_fen'),
            isDeleted(one)
              ? 'deleted'
              : isGrant || standing.has(String(fields.claim_id))
                ? 'accepted'
                : 'rejected',
            ordinal,
          ])
          break
        }
      }
    }
  if (findings.length > 0) into.findings.push(...findingRows(findings, personKey, ordinal, nodes))
}

function findingRows(
  findings: readonly Finding[],
  personKey: string,
  ordinal: number,
  nodes: ReadonlyMap<string, string>,
): StoreCell[][] {
  const seen = new Set<string>()
  return findings.flatMap(({ tbl, rowId, claimId, code, message }) => {
    const name = `${tbl} ${rowId} ${code}`
    if (seen.has(name)) return []
    seen.add(name)
    return [[personKey, rowId, tbl, code, nodes.get(`${tbl} ${rowId}`) ?? '', ordinal, claimId, message]]
  })
}

/** PostgreSQL takes no NUL in a text. */
function text(fields: Fields, column: string): string | null {
  const value = fields[column]
  if (typeof value !== 'string') return null
  return value.includes('\0') ? value.replaceAll('\0', '') : value
}

function whole(fields: Fields, column: string): number | null {
  const value = fields[column]
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null
}
