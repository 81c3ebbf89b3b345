/**
 * How a store is made and opened. Its key is wrapped by the passphrase as a ledger's is. A store in a file is encrypted with
 * it, page by page. In PostgreSQL the key guards the receiver's own keys and the person keys; the rows themselves lie as the
 * server keeps them, so its disk has to be encrypted (docs/platform.md).
 */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { idMaker, newNode, secureRandom } from '../../core/db/ids.ts'
import { readSalt } from '../../core/db/inspect.ts'
import { type KeyFile, keyFilePath, newKeyFile } from '../../core/db/key/key-file.ts'
import { createKey, unlockKey } from '../../core/db/key/key-ring.ts'
import { formatRecoveryKey, RECOVERY_KEY_BYTES } from '../../core/db/key/recovery-key.ts'
import {
  DEFAULT_KDF_COST,
  type KdfCost,
  unwrapByPassphrase,
  wrapByPassphrase,
  wrapByRecoveryKey,
} from '../../core/db/key/wraps.ts'
import { createSqlite, openSqliteForWriting } from '../../core/db/sqlite.ts'
import { asRefusal } from '../../core/db/sqlite-refusal.ts'
import { checkWritable } from '../../core/files/atomic-write.ts'
import { PersonKeys } from '../person-key.ts'
import { keyFor, openSecret, sealSecret } from './secret-box.ts'
import { sqliteStore } from './sqlite-store.ts'
import type { Store } from './store.ts'

/** "LLPF": tells a receiver's file from a ledger. */
const APPLICATION_ID = 0x4c4c5046
const CACHE_MEGABYTES = 256

/** An open receiver: its store, who it is, and the keys that only the passphrase gives. */
export type OpenPlatform = {
  readonly store: Store
  readonly keys: PersonKeys
  readonly identity: PlatformIdentity
  /** keeps a secret in the store, sealed */
  keep(name: string, secret: string): Promise<void>
  kept(name: string): Promise<string | undefined>
}

export type PlatformIdentity = { readonly ledgerId: string; readonly node: string; readonly name: string }

export type StorePlace = {
  /** `postgres://…`, or the path of a file */
  readonly store: string
  readonly passphrase: string
  /** lower only in tests */
  readonly kdfCost?: KdfCost
}

export function isPostgres(store: string): boolean {
  return /^postgres(ql)?:\/\//.test(store)
}

/**
 * Makes a new store. @returns it, and the recovery key, shown once
 * @throws Refusal `platform.exists`, `ledger.passphrase-empty`, `ledger.key-exists`, `platform.store-*`
 */
export async function createPlatform(
  place: StorePlace & { readonly name: string; readonly now: () => number },
): Promise<{ platform: OpenPlatform; recoveryKey: string }> {
  const { store: where, name, now, passphrase, kdfCost = DEFAULT_KDF_COST } = place
  const key = Uint8Array.from(randomBytes(32))
  const salt = randomBytes(16)
  const made = isPostgres(where)
    ? await createInPostgres(where, key, salt.toString('hex'), passphrase, kdfCost)
    : await createInFile(where, key, salt, passphrase, kdfCost)
  const random = secureRandom()
  const identity = { ledgerId: idMaker(now, random)(), node: newNode(random), name }
  try {
    await made.store.insert('platform_meta', [['identity', JSON.stringify(identity)]])
  } catch (error) {
    await made.store.close()
    throw error
  }
  return { platform: opened(made.store, key, identity), recoveryKey: made.recoveryKey }
}

/** @throws Refusal `platform.missing`, `ledger.wrong-passphrase`, `ledger.key-*`, `platform.store-*` */
export async function openPlatform(place: StorePlace): Promise<OpenPlatform> {
  const { store: where, passphrase } = place
  const { store, key } = isPostgres(where)
    ? await openInPostgres(where, passphrase)
    : await openInFile(where, passphrase)
  try {
    const identity = await meta(store, 'identity')
    if (identity === undefined) throw missing(where)
    return opened(store, key, JSON.parse(identity) as PlatformIdentity)
  } catch (error) {
    await store.close()
    throw error
  }
}

function opened(store: Store, key: Uint8Array, identity: PlatformIdentity): OpenPlatform {
  const boxKey = keyFor('secrets', key)
  return {
    store,
    keys: new PersonKeys(keyFor('person keys', key)),
    identity,
    keep: async (name, secret) => {
      const { platform_meta } = store.tables
      await store.run(sql`DELETE FROM ${platform_meta} WHERE ${platform_meta.key} = ${name}`)
      await store.insert('platform_meta', [[name, sealSecret(boxKey, secret)]])
    },
    kept: async (name) => {
      const sealed = await meta(store, name)
      return sealed === undefined ? undefined : openSecret(boxKey, sealed)
    },
  }
}

async function meta(store: Store, name: string): Promise<string | undefined> {
  const { platform_meta } = store.tables
  const [row] = await store.all<{ value: string }>(
    sql`SELECT value FROM ${platform_meta} WHERE ${platform_meta.key} = ${name}`,
  )
  return row?.value
}

async function createInFile(
  path: string,
  key: Uint8Array,
  salt: Buffer,
  passphrase: string,
  cost: KdfCost,
): Promise<{ store: Store; recoveryKey: string }> {
  if (existsSync(path) || existsSync(keyFilePath(path))) throw exists(path)
  await checkWritable(path)
  const { recoveryKey } = await createKey({ key, salt: salt.toString('hex'), path, passphrase, cost })
  try {
    const db = createSqlite(path, { key, cacheMegabytes: CACHE_MEGABYTES }, salt)
    db.pragma(`application_id = ${APPLICATION_ID}`)
    return { store: sqliteStore(db), recoveryKey }
  } catch (error) {
    throw asRefusal(error, path)
  }
}

async function openInFile(path: string, passphrase: string): Promise<{ store: Store; key: Uint8Array }> {
  if (!existsSync(path)) throw missing(path)
  const { key } = await unlockKey(await readSalt(path), { path, secret: { passphrase } })
  try {
    const db = openSqliteForWriting(path, { key, cacheMegabytes: CACHE_MEGABYTES })
    if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
      db.close()
      throw missing(path)
    }
    return { store: sqliteStore(db), key }
  } catch (error) {
    throw asRefusal(error, path)
  }
}

/** Its client is only loaded where a store is in PostgreSQL: every command would start later for it. */
async function connect(url: string): Promise<Store> {
  const { postgresStore } = await import('./postgres-store.ts')
  return postgresStore(url)
}

async function createInPostgres(
  url: string,
  key: Uint8Array,
  salt: string,
  passphrase: string,
  cost: KdfCost,
): Promise<{ store: Store; recoveryKey: string }> {
  if (passphrase.trim() === '')
    throw new Refusal('ledger.passphrase-empty', '口令不能为空。请设置一个自己记得住、别人猜不到的口令。')
  const store = await connect(url)
  try {
    if ((await meta(store, 'key')) !== undefined) throw exists(url)
    const recovery = Uint8Array.from(randomBytes(RECOVERY_KEY_BYTES))
    const file = newKeyFile(salt, [
      await wrapByPassphrase(key, passphrase, cost, salt),
      wrapByRecoveryKey(key, recovery, salt),
    ])
    await store.insert('platform_meta', [['key', JSON.stringify(file)]])
    return { store, recoveryKey: formatRecoveryKey(recovery) }
  } catch (error) {
    await store.close()
    throw error
  }
}

async function openInPostgres(url: string, passphrase: string): Promise<{ store: Store; key: Uint8Array }> {
  const store = await connect(url)
  try {
    const text = await meta(store, 'key')
    if (text === undefined) throw missing(url)
    const file = JSON.parse(text) as KeyFile
    for (const wrap of file.wraps) {
      const key =
        wrap.kind === 'passphrase' ? await unwrapByPassphrase(wrap, passphrase, file.salt) : undefined
      if (key !== undefined) return { store, key }
    }
    throw new Refusal('ledger.wrong-passphrase', '口令不正确。请检查大小写和输入法后重试。')
  } catch (error) {
    await store.close()
    throw error
  }
}

function exists(where: string): Refusal {
  return new Refusal(
    'platform.exists',
    `${isPostgres(where) ? '这个数据库' : `“${where}”`}里已经有一个接收库，没有覆盖。请换一个位置，或直接使用它。`,
  )
}

function missing(where: string): Refusal {
  return new Refusal(
    'platform.missing',
    `${isPostgres(where) ? '这个数据库' : `“${where}”`}里没有接收库。请先用 liaison platform init 建立，或核对位置。`,
  )
}
