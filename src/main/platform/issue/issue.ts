/**
 * 回执 and what else goes back: one bundle for each office that has something coming: answers to its bundles, what changed with
 * others, policy packs. Sealed for that office alone, numbered and chained as every bundle is.
 */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { firstHlc, formatHlc, nextHlc, parseHlc } from '../../core/db/hlc.ts'
import { SCHEMA_VERSION } from '../../core/db/migrate.ts'
import { sealBundle } from '../../core/sync/bundle-file.ts'
import { BUNDLE_FORMAT, type BundleManifest } from '../../core/sync/manifest.ts'
import { bundleFileName, READABLE_FROM } from '../../core/sync/outgoing.ts'
import { payloadLine } from '../../core/sync/payload.ts'
import { type KnownOffice, knownOffices } from '../offices.ts'
import { ownKeys } from '../own-keys.ts'
import { nextOrdinal } from '../receive.ts'
import type { OpenPlatform } from '../store/open-store.ts'
import { one, type Store } from '../store/store.ts'
import { hasUpdates, type UpdateCounts, updateLines } from './updates.ts'

export type Issued = {
  readonly office: string
  readonly file: string
  readonly sequence: number
  readonly kind: BundleManifest['kind']
  readonly receipts: number
  readonly entries: number
  readonly packs: number
}

/** Puts a policy pack (.llpack) among those that every office is given. @returns false where it is there already */
export async function addPack(store: Store, name: string, bytes: Uint8Array): Promise<boolean> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const { packs } = store.tables
  const known = await store.all(sql`SELECT 1 FROM ${packs} WHERE ${packs.sha256} = ${sha256}`)
  if (known.length > 0) return false
  const ordinal = await nextOrdinal(store)
  await store.transaction(async () => {
    await store.run(sql`DELETE FROM ${packs} WHERE ${packs.name} = ${name}`)
    await store.insert('packs', [[name, sha256, bytes, ordinal]])
  })
  return true
}

/** Makes the bundles that are due, one for each office. @param only an office's node: for it alone */
export async function issueBundles(
  platform: OpenPlatform,
  folder: string,
  context: { readonly now: () => number; readonly only?: string },
): Promise<Issued[]> {
  const issued: Issued[] = []
  for (const office of await knownOffices(platform.store)) {
    if (office.revoked_at !== null || (context.only !== undefined && context.only !== office.node)) continue
    const made = await issueFor(platform, office, folder, context.now)
    if (made !== undefined) issued.push(made)
  }
  return issued
}

async function issueFor(
  platform: OpenPlatform,
  office: KnownOffice,
  folder: string,
  now: () => number,
): Promise<Issued | undefined> {
  const { store, identity } = platform
  const receipts = await receiptsDue(store, office)
  const packs = await packsFor(store, office)
  const updates = await hasUpdates(store, office)
  if (receipts.length === 0 && packs.length === 0 && !updates) return undefined
  const keys = await ownKeys(platform)
  const { issued: table, bundles } = store.tables
  const { last } = await one<{ last: number }>(
    store,
    sql`SELECT coalesce(max(sequence), 0) AS last FROM ${table} WHERE ${table.ledger_id} = ${office.ledger_id}`,
  )
  const upto = (await nextOrdinal(store)) - 1
  const sequence = last + 1
  const base = office.acked_sequence
  const kind = !updates && packs.length === 0 ? 'receipt' : base === 0 ? 'full' : 'changes'
  const counts: UpdateCounts = { transactions: 0, entries: 0, byTable: {} }
  async function* text(): AsyncGenerator<string> {
    for (const { receipt } of receipts) yield payloadLine({ kind: 'receipt', json: receipt })
    for (const { name, content } of packs)
      yield payloadLine({ kind: 'pack', name, content: Buffer.from(content).toString('base64') })
    if (updates) yield* updateLines(store, office, counts)
  }
  const clock = await clockOf(store, identity.node, now())
  const manifestOf = (payload: { bytes: number; sha256: string }): BundleManifest => ({
    format: BUNDLE_FORMAT,
    kind,
    from: {
      ledgerId: identity.ledgerId,
      node: identity.node,
      office: identity.name,
      signer: keys.signingKey,
    },
    to: { ledgerId: office.ledger_id, office: office.name },
    sequence,
    base,
    parent: base === 0 ? null : office.acked_hash,
    madeAt: new Date(now()).toISOString(),
    clock,
    schema: { version: SCHEMA_VERSION, readableFrom: READABLE_FROM },
    counts: { ...counts, receipts: receipts.length, files: 0 },
    payload,
  })
  const fileName = bundleFileName(manifestOf({ bytes: 0, sha256: '0'.repeat(64) }))
  const sealed = await sealBundle(join(folder, fileName), {
    payload: text(),
    manifest: manifestOf,
    recipients: [office.recipient],
    signer: { privatePem: keys.signingPem, publicKey: keys.signingKey },
  })
  await store.transaction(async () => {
    await store.insert('issued', [
      [
        office.ledger_id,
        sequence,
        sealed.sha256,
        base,
        upto,
        new Date(now()).toISOString(),
        fileName,
        receipts.length,
        counts.entries,
        packs.length,
      ],
    ])
    for (const { ordinal } of receipts)
      await store.run(
        sql`UPDATE ${bundles} SET answered_in = coalesce(answered_in, ${sequence}) WHERE ${bundles.ordinal} = ${ordinal}`,
      )
  })
  return {
    office: office.name,
    file: fileName,
    sequence,
    kind,
    receipts: receipts.length,
    entries: counts.entries,
    packs: packs.length,
  }
}

/**
 * Answers to the office's bundles, until it has acknowledged one that carried them: an answer that was lost goes again.
 * `answered_in` is the first that did.
 */
async function receiptsDue(
  store: Store,
  office: KnownOffice,
): Promise<{ ordinal: number; receipt: string }[]> {
  const { bundles } = store.tables
  return store.all(sql`
    SELECT ordinal, receipt FROM ${bundles}
    WHERE ${bundles.ledger_id} = ${office.ledger_id} AND ${bundles.form} = 'bundle'
      AND ${bundles.state} IN ('applied', 'refused') AND ${bundles.receipt} IS NOT NULL
      AND (${bundles.answered_in} IS NULL OR ${bundles.answered_in} > ${office.acked_sequence})
    ORDER BY ordinal`)
}

async function packsFor(store: Store, office: KnownOffice): Promise<{ name: string; content: Uint8Array }[]> {
  const { packs } = store.tables
  return store.all(sql`
    SELECT name, content FROM ${packs} WHERE ${packs.ordinal} > ${office.acked_ordinal} ORDER BY ordinal`)
}

/** Later than every entry that is passed on. */
async function clockOf(store: Store, node: string, now: number): Promise<string> {
  const { transactions } = store.tables
  const { last } = await one<{ last: string | null }>(
    store,
    sql`SELECT max(hlc) AS last FROM ${transactions}`,
  )
  const seen = last === null ? undefined : parseHlc(last)
  return formatHlc(nextHlc(now, firstHlc(node), seen))
}
