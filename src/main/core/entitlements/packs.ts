import { join } from 'node:path'
import type { BeneficiaryKind } from '../../../shared/domain/policy.ts'
import type { ReadLedger } from '../db/ledger.ts'
import {
  type Activation,
  activationsOf,
  composePacks,
  installedReader,
  packIdsOn,
} from '../packs/in-force.ts'
import { isEvaluated, type PackDocument, type PackRow, type PackSet } from '../policy/pack.ts'
import { checkPacks } from '../policy/pack-load.ts'
import type { Surroundings } from '../procedure.ts'
import { Kept, policyState } from './policy-state.ts'

type Reading = Pick<ReadLedger, 'prepare'>
type Resources = Pick<Surroundings, 'resources'>

/** Later than every document: what counts once everything activated is in force. */
export const LAST_DAY = '9999-12-31'

/** The documents that ship with the application. @throws Refusal `policy.pack` */
export function shippedPacks(context: Resources): PackSet {
  return composed(context, undefined, [])
}

/**
 * The documents in force for this ledger on a day: the shipped ones, and over them the packs that the office activated
 * from this day or earlier. Read and checked once in each thread. @throws Refusal `policy.pack`
 */
export function packsOf(context: Resources, ledger: Reading, asOf: string): PackSet {
  return composed(context, ledger, packsInForce(ledger, asOf))
}

/** Ids of the installed packs in force on a day, the latest last. */
export function packsInForce(ledger: Reading, asOf: string): readonly string[] {
  return packIdsOn(activationsNow(ledger), asOf)
}

/** The shipped documents with these installed packs over them. @throws Refusal `policy.pack` */
export function packsWith(context: Resources, ledger: Reading, packIds: readonly string[]): PackSet {
  return composed(context, ledger, packIds)
}

const sets = new Kept<PackSet>(8)

function composed(context: Resources, ledger: Reading | undefined, packIds: readonly string[]): PackSet {
  const folder = join(context.resources, 'policies')
  return sets.get([folder, ...packIds].join('|'), () =>
    composePacks(
      folder,
      ledger === undefined ? [] : packIds.map((packId) => installedReader(ledger, packId)),
    ),
  )
}

const activations = new Kept<readonly Activation[]>(4)

function activationsNow(ledger: Reading): readonly Activation[] {
  return activations.get(policyState(ledger), () => activationsOf(ledger))
}

export type PackBenefit = { id: string; name: string; doc: string; beneficiaryKind: BeneficiaryKind }

/** Every evaluated row in force on a day, in the order of the documents. */
export function benefitsOf(context: Resources, ledger: Reading, asOf: string): PackBenefit[] {
  return packsOf(context, ledger, asOf).documents.flatMap((document) => evaluatedRows(document))
}

const known = new Kept<readonly PackBenefit[]>(4)

/**
 * Every evaluated row that this ledger may hold results or claims of: shipped rows and those of all installed packs,
 * in force or not; of one id, the version in force last. Says names, not what counts.
 */
export function knownBenefits(context: Resources, ledger: Reading): readonly PackBenefit[] {
  return known.get(`${context.resources}|${policyState(ledger)}`, () => {
    const ids = ledger
      .prepare<{ id: string }>('SELECT id FROM installed_packs WHERE deleted_at IS NULL ORDER BY id')
      .all()
    const byId = new Map<string, PackBenefit>()
    const add = (document: PackDocument) => {
      for (const row of evaluatedRows(document)) byId.set(row.id, row)
    }
    // A pack that no longer fits the shipped documents must not keep claims from being listed: its rows are only named.
    for (const { id } of ids)
      for (const document of checkPacks(installedReader(ledger, id)).packs.documents) add(document)
    for (const document of shippedPacks(context).documents) add(document)
    for (const id of packsInForce(ledger, LAST_DAY))
      for (const document of checkPacks(installedReader(ledger, id)).packs.documents) add(document)
    return [...byId.values()]
  })
}

/** Names of benefits by id: of every row that results or claims may name. */
export function benefitNames(context: Resources, ledger: Reading): Map<string, string> {
  return new Map(knownBenefits(context, ledger).map(({ id, name }) => [id, name]))
}

function evaluatedRows(document: PackDocument): PackBenefit[] {
  return document.rows
    .filter((row) => isEvaluated(row))
    .map((row) => ({ id: row.id, name: row.name, doc: document.id, beneficiaryKind: row.beneficiary }))
}

/** A row with its document, or `undefined`. */
export function findBenefit(
  packs: PackSet,
  id: string,
): { document: PackDocument; row: PackRow } | undefined {
  for (const document of packs.documents) {
    for (const row of document.rows) if (row.id === id && isEvaluated(row)) return { document, row }
  }
  return undefined
}
