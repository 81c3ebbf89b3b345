/** 等着的文件: bundles that came before the one that they go on from, when their turn comes. */
import { sql } from 'drizzle-orm'
import { readEnvelope } from '../core/sync/bundle-file.ts'
import type { Incoming } from './receive.ts'
import { one, type Store } from './store/store.ts'

/** One that waited. `receivedAt`: epoch milliseconds at which it came */
export type Waiting = Incoming & { readonly receivedAt: number }

/** The earliest whose turn has come. */
export async function nextWaiting(store: Store): Promise<Waiting | undefined> {
  await noteBases(store)
  const { bundles, waiting_files } = store.tables
  const [next] = await store.all<{ hash: string; name: string; received: string }>(sql`
    SELECT b.hash AS hash, b.file_name AS name, b.received_at AS received
    FROM ${bundles} b JOIN ${waiting_files} w ON w.hash = b.hash
    JOIN ${bundles} before ON before.ledger_id = b.ledger_id AND before.sequence = w.base
      AND before.form = 'bundle' AND before.state = 'applied'
    WHERE b.state = 'waiting' ORDER BY b.ledger_id, b.sequence LIMIT 1`)
  if (next === undefined) return undefined
  const content = await contentOf(store, next.hash)
  const source = { name: next.name, bytes: content }
  return { name: next.name, source, bytes: async () => content, receivedAt: Date.parse(next.received) }
}

/** Bundles that wait since before there was a column for it say themselves what they go on from. */
async function noteBases(store: Store): Promise<void> {
  const { waiting_files } = store.tables
  const hashes = await store.all<{ hash: string }>(sql`SELECT hash FROM ${waiting_files} WHERE base IS NULL`)
  for (const { hash } of hashes) {
    const { manifest } = await readEnvelope({ name: hash, bytes: await contentOf(store, hash) })
    await store.run(sql`UPDATE ${waiting_files} SET base = ${manifest.base} WHERE hash = ${hash}`)
  }
}

async function contentOf(store: Store, hash: string): Promise<Uint8Array> {
  const { waiting_files } = store.tables
  const { content } = await one<{ content: Uint8Array }>(
    store,
    sql`SELECT content FROM ${waiting_files} WHERE hash = ${hash}`,
  )
  return content
}
