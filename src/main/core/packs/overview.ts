import type { PackActivationView, PacksOverview, PackView } from '../../../shared/contract/packs.ts'
import { formatDate } from '../../../shared/domain/dates.ts'
import { isRefusal } from '../../../shared/domain/refusal.ts'
import type { ReadLedger } from '../db/ledger.ts'
import { packsInForce, packsOf } from '../entitlements/packs.ts'
import type { Surroundings } from '../procedure.ts'
import { endedBy, installedReader } from './in-force.ts'
import { listReceived } from './received.ts'
import { listSigners } from './signers.ts'

type Reading = Pick<ReadLedger, 'prepare'>
type Documents = PackView['documents']

/** Which version of which document counts on a day, what is installed, and the history of activations. */
export function packsOverview(
  context: Pick<Surroundings, 'resources'>,
  ledger: Reading,
  asOf: string,
): PacksOverview {
  const inForce = documentsInForce(context, ledger, asOf)
  return {
    asOf,
    ...inForce,
    packs: listPacks(ledger),
    received: listReceived(ledger),
    activations: listActivations(ledger),
    signers: listSigners(ledger),
  }
}

/** A pack that no longer fits must not keep its own withdrawal from being seen. */
function documentsInForce(
  context: Pick<Surroundings, 'resources'>,
  ledger: Reading,
  asOf: string,
): Pick<PacksOverview, 'documents' | 'problem'> {
  try {
    const { documents } = packsOf(context, ledger, asOf)
    const from = new Map<string, string>()
    for (const packId of packsInForce(ledger, asOf))
      for (const document of installedReader(ledger, packId).documents()) from.set(document, packId)
    return {
      problem: null,
      documents: documents.map((document) => ({
        id: document.id,
        version: document.version,
        title: document.title,
        number: document.number,
        inForceFrom: formatDate(document.inForce.from),
        inForceTo: formatDate(document.inForce.to),
        packId: from.get(document.id) ?? null,
        endedBy: endedBy(document, documents),
      })),
    }
  } catch (error) {
    if (!isRefusal(error)) throw error
    return { documents: [], problem: error.message }
  }
}

function listPacks(ledger: Reading): PackView[] {
  return ledger
    .prepare<Omit<PackView, 'documents'> & { documents: string }>(
      `SELECT id, file_name AS fileName, documents, issuer, made_on AS madeOn, fingerprint, signer,
         accepted_reason AS acceptedReason, installed_at AS installedAt, installed_by AS installedBy,
         (SELECT max(from_date) FROM pack_activations
          WHERE pack_id = p.id AND withdrawn_at IS NULL AND deleted_at IS NULL) AS activeFrom
       FROM installed_packs p WHERE deleted_at IS NULL ORDER BY installed_at DESC, id DESC`,
    )
    .all()
    .map((row) => ({ ...row, documents: JSON.parse(row.documents) as Documents }))
}

function listActivations(ledger: Reading): PackActivationView[] {
  return ledger
    .prepare<Omit<PackActivationView, 'documents'> & { documents: string }>(
      `SELECT a.id, a.pack_id AS packId, p.documents, a.from_date AS "from", a.reason, a.activated_at AS activatedAt,
         a.activated_by AS activatedBy, a.withdrawn_at AS withdrawnAt, a.withdrawn_reason AS withdrawnReason,
         a.withdrawn_by AS withdrawnBy
       FROM pack_activations a JOIN installed_packs p ON p.id = a.pack_id
       WHERE a.deleted_at IS NULL ORDER BY a.activated_at DESC, a.id DESC`,
    )
    .all()
    .map((row) => ({ ...row, documents: JSON.parse(row.documents) as Documents }))
}
