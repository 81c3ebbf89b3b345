/** Which version of which document counts on a day: the shipped ones, and the packs that the office activated. */
import { yearOfDay } from '../../../shared/domain/dates.ts'
import type { ReadLedger } from '../db/ledger.ts'
import { isEvaluated, type PackAnyRow, type PackDocument, type PackSet } from '../policy/pack.ts'
import { checkPacks, folderReader, loadPacks, type PackReader } from '../policy/pack-load.ts'
import type { YamlProblem } from '../policy/yaml-source.ts'
import { readPackFile } from './pack-file.ts'

type Reading = Pick<ReadLedger, 'prepare'>

/** An activation that was not withdrawn. */
export type Activation = { readonly id: string; readonly packId: string; readonly from: string }

/** Living activations, in the order in which they take effect; of one day, in the order in which they were made. */
export function activationsOf(ledger: Reading): Activation[] {
  return ledger
    .prepare<Activation>(
      `SELECT id, pack_id AS packId, from_date AS "from" FROM pack_activations
       WHERE deleted_at IS NULL AND withdrawn_at IS NULL ORDER BY from_date, id`,
    )
    .all()
}

/** Ids of the packs in force on a day, the latest last: of one document, the last one's version counts. */
export function packIdsOn(activations: readonly Activation[], asOf: string): string[] {
  const ids = activations.filter(({ from }) => from <= asOf).map(({ packId }) => packId)
  return ids.filter((id, i) => ids.lastIndexOf(id) === i)
}

/** Content never changes under an id, so a pack is unpacked once in each thread. */
const unpacked = new Map<string, PackReader>()

/** The files of an installed pack. */
export function installedReader(ledger: Reading, packId: string): PackReader {
  const known = unpacked.get(packId)
  if (known !== undefined) return known
  const row = ledger
    .prepare<{ name: string; content: Uint8Array }>(
      'SELECT file_name AS name, content FROM installed_packs WHERE id = ?',
    )
    .get(packId)
  if (row === undefined) throw new Error(`pack ${packId} is activated and not in the ledger`)
  const { reader } = readPackFile(row.name, row.content)
  unpacked.set(packId, reader)
  return reader
}

/**
 * The shipped documents with packs over them, checked together. A document of the same id is replaced; one that
 * supersedes another ends that one on the day before its own first, and takes over what frame rows delegated to it.
 * @throws Refusal `policy.pack`
 */
export function composePacks(shipped: string, over: readonly PackReader[]): PackSet {
  if (over.length === 0) return loadPacks(shipped)
  const packs = loadPacks(layered([folderReader(shipped), ...over]))
  return { ...packs, documents: superseded(packs.documents) }
}

/** What cannot be right in the shipped documents with packs over them; empty: `composePacks` takes them. */
export function checkComposed(shipped: string, over: readonly PackReader[]): readonly YamlProblem[] {
  return checkPacks(layered([folderReader(shipped), ...over])).problems
}

/** One reader over several: of a document that several have, the last one's files count, whole. */
function layered(readers: readonly PackReader[]): PackReader {
  const from = new Map<string, PackReader>()
  for (const reader of readers) for (const document of reader.documents()) from.set(document, reader)
  const of = (document: string): PackReader => {
    const reader = from.get(document)
    if (reader === undefined) throw new Error(`no document ${document}`)
    return reader
  }
  return {
    documents: () => [...from.keys()].sort(),
    files: (document) => of(document).files(document),
    text: (document, file) => of(document).text(document, file),
  }
}

function superseded(documents: readonly PackDocument[]): PackDocument[] {
  return documents.map((document) => {
    const successors = documents.filter((other) => supersedes(other, document))
    const to = Math.min(document.inForce.to, ...successors.map(({ inForce }) => inForce.from - 1))
    return {
      ...document,
      inForce: { ...document.inForce, to },
      rows: document.rows.map((row) => yearsBefore(successors, withSuccessors(row, documents))),
    }
  })
}

/** A document names what it supersedes by its id here, or by its number where it has one. */
function supersedes(newer: PackDocument, older: PackDocument): boolean {
  return (
    newer.id !== older.id &&
    newer.supersedes.some((name) => name === older.id || (older.number !== null && name === older.number))
  )
}

/**
 * A year belongs to one document: from the year in which a successor begins, its row of the same use decides. Without
 * this a year in which both are in force on some day would be payable under each.
 */
function yearsBefore(successors: readonly PackDocument[], row: PackAnyRow): PackAnyRow {
  if (!isEvaluated(row) || (row.unit !== 'person-year' && row.unit !== 'school-year')) return row
  const taken = successors.filter((document) =>
    document.rows.some((one) => isEvaluated(one) && one.use === (row.use ?? row.id)),
  )
  if (taken.length === 0 || row.conditions.year !== undefined) return row
  const first = Math.min(...taken.map(({ inForce }) => yearOfDay(inForce.from)))
  return { ...row, conditions: { ...row.conditions, year: { until: `${first - 1}-12-31` } } }
}

/** A frame row delegates to the successors of its local rows as well. */
function withSuccessors(row: PackAnyRow, documents: readonly PackDocument[]): PackAnyRow {
  if (!('delegatesTo' in row) || row.delegatesTo.length === 0) return row
  const added = row.delegatesTo.flatMap((id) => {
    const local = documents.find((document) => document.rows.some((one) => one.id === id))
    if (local === undefined) return []
    return documents
      .filter((document) => supersedes(document, local))
      .flatMap((document) => document.rows)
      .filter((one) => isEvaluated(one) && one.use === (sharedUse(local, id) ?? id))
      .map((one) => one.id)
  })
  return added.length === 0 ? row : { ...row, delegatesTo: [...row.delegatesTo, ...added] }
}

function sharedUse(document: PackDocument, id: string): string | undefined {
  return document.rows.filter((row) => isEvaluated(row)).find((row) => row.id === id)?.use
}

/** Whether another document of the set ends this one. */
export function isSuperseded(document: PackDocument, documents: readonly PackDocument[]): boolean {
  return documents.some((other) => other.id !== document.id && supersedes(other, document))
}

/** Id of the document that ended another one earlier than it says itself, or `null`. */
export function endedBy(document: PackDocument, documents: readonly PackDocument[]): string | null {
  return (
    documents.find((other) => supersedes(other, document) && other.inForce.from - 1 === document.inForce.to)
      ?.id ?? null
  )
}
