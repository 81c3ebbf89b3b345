import { randomBytes } from 'node:crypto'
import { Refusal } from '../../../../shared/domain/refusal.ts'
import { type KeyFile, loadKeyFile, newKeyFile, storeKeyFile } from './key-file.ts'
import { formatRecoveryKey, parseRecoveryKey, RECOVERY_KEY_BYTES } from './recovery-key.ts'
import {
  DEFAULT_KDF_COST,
  type KdfCost,
  type SecretHost,
  unwrapByHost,
  unwrapByPassphrase,
  unwrapByRecoveryKey,
  type Wrap,
  wrapByHost,
  wrapByPassphrase,
  wrapByRecoveryKey,
} from './wraps.ts'

/** How a ledger is opened. */
export type LedgerSecret =
  | { readonly passphrase: string }
  | { readonly recoveryKey: string }
  | { readonly host: SecretHost }

interface Place {
  readonly path: string
  readonly keyFolder?: string
  readonly kdfCost?: KdfCost
}

/** The ways into an open ledger, and how they are changed. Every change is written beside the ledger and to the copy. */
export class KeyRing {
  readonly #key: Uint8Array
  readonly #place: Place
  #file: KeyFile

  constructor(key: Uint8Array, file: KeyFile, place: Place) {
    this.#key = key
    this.#file = file
    this.#place = place
  }

  /** The key file as it stands, for a backup. */
  get file(): KeyFile {
    return this.#file
  }

  /** @throws Refusal `ledger.wrong-passphrase`, `ledger.passphrase-empty` */
  async changePassphrase(current: string, next: string): Promise<void> {
    const wrap = this.#file.wraps.find((candidate) => candidate.kind === 'passphrase')
    const key = wrap && (await unwrapByPassphrase(wrap, current, this.#file.salt))
    if (key === undefined) throw wrongPassphrase()
    await this.setPassphrase(next)
  }

  /** A new passphrase without the old one: after opening by recovery key. @throws Refusal `ledger.passphrase-empty` */
  async setPassphrase(next: string): Promise<void> {
    refuseEmpty(next)
    const cost = this.#place.kdfCost ?? DEFAULT_KDF_COST
    await this.#replace('passphrase', await wrapByPassphrase(this.#key, next, cost, this.#file.salt))
  }

  /** Makes a new recovery key, shown once; the old one no longer opens the ledger. */
  async renewRecoveryKey(): Promise<string> {
    const secret = Uint8Array.from(randomBytes(RECOVERY_KEY_BYTES))
    await this.#replace('recovery', wrapByRecoveryKey(this.#key, secret, this.#file.salt))
    return formatRecoveryKey(secret)
  }

  /** True where the recovery key that a person typed from paper opens this ledger. @throws Refusal `recovery-key.*` */
  checkRecoveryKey(typed: string): boolean {
    parseRecoveryKey(typed)
    const wrap = this.#file.wraps.find((candidate) => candidate.kind === 'recovery')
    return wrap !== undefined && unwrapByRecoveryKey(wrap, typed, this.#file.salt) !== undefined
  }

  /** Lets this machine's user open the ledger without the passphrase. */
  async keepOnHost(host: SecretHost): Promise<void> {
    await this.#replace('host', await wrapByHost(this.#key, host))
  }

  async forgetOnHost(): Promise<void> {
    await this.#replace('host', undefined)
  }

  get keptOnHost(): boolean {
    return this.#file.wraps.some((wrap) => wrap.kind === 'host')
  }

  async #replace(kind: Wrap['kind'], wrap: Wrap | undefined): Promise<void> {
    const others = this.#file.wraps.filter((candidate) => candidate.kind !== kind)
    const file = { ...this.#file, wraps: wrap === undefined ? others : [...others, wrap] }
    await storeKeyFile(file, this.#place.path, this.#place.keyFolder)
    this.#file = file
  }
}

/** Wraps a new ledger's key and writes its key file. */
export async function createKey(options: {
  readonly key: Uint8Array
  readonly salt: string
  readonly path: string
  readonly passphrase: string
  readonly cost: KdfCost
  readonly keyFolder?: string
  readonly host?: SecretHost
}): Promise<{ keys: KeyRing; recoveryKey: string }> {
  const { key, salt, path, passphrase, cost, keyFolder, host } = options
  refuseEmpty(passphrase)
  const recovery = Uint8Array.from(randomBytes(RECOVERY_KEY_BYTES))
  const wraps: Wrap[] = [
    await wrapByPassphrase(key, passphrase, cost, salt),
    wrapByRecoveryKey(key, recovery, salt),
    ...(host === undefined ? [] : [await wrapByHost(key, host)]),
  ]
  const file = newKeyFile(salt, wraps)
  await storeKeyFile(file, path, keyFolder)
  const place = { path, kdfCost: cost, ...(keyFolder === undefined ? {} : { keyFolder }) }
  return { keys: new KeyRing(key, file, place), recoveryKey: formatRecoveryKey(recovery) }
}

/**
 * The key of the ledger with this salt.
 * @throws Refusal `ledger.wrong-passphrase`, `ledger.wrong-recovery-key`, `ledger.host-cannot-open`, `recovery-key.*`, `ledger.key-*`
 */
export async function unlockKey(
  salt: string,
  options: Place & { readonly secret: LedgerSecret },
): Promise<{ key: Uint8Array; keys: KeyRing }> {
  const file = await loadKeyFile(salt, options.path, options.keyFolder)
  const key = await unwrap(file, options.secret)
  return { key, keys: new KeyRing(key, file, options) }
}

async function unwrap(file: KeyFile, secret: LedgerSecret): Promise<Uint8Array> {
  for (const wrap of file.wraps) {
    if ('passphrase' in secret && wrap.kind === 'passphrase') {
      const key = await unwrapByPassphrase(wrap, secret.passphrase, file.salt)
      if (key !== undefined) return key
    }
    if ('recoveryKey' in secret && wrap.kind === 'recovery') {
      const key = unwrapByRecoveryKey(wrap, secret.recoveryKey, file.salt)
      if (key !== undefined) return key
    }
    if ('host' in secret && wrap.kind === 'host') {
      const key = await unwrapByHost(wrap, secret.host)
      if (key !== undefined) return key
    }
  }
  if ('passphrase' in secret) throw wrongPassphrase()
  if ('recoveryKey' in secret) {
    throw new Refusal(
      'ledger.wrong-recovery-key',
      '这份恢复密钥输入无误，但打不开这个台账：它属于另一个台账，或者已被后来生成的恢复密钥取代。请找最近一次打印的那份。',
    )
  }
  throw new Refusal('ledger.host-cannot-open', '本机没有保存这个台账的钥匙，或换了登录用户。请输入口令打开。')
}

function wrongPassphrase(): Refusal {
  return new Refusal(
    'ledger.wrong-passphrase',
    '口令不正确。请检查大小写和输入法后重试；忘记口令时可用恢复密钥打开。',
  )
}

function refuseEmpty(passphrase: string): void {
  if (passphrase.trim() !== '') return
  throw new Refusal('ledger.passphrase-empty', '口令不能为空。请设置一个自己记得住、别人猜不到的口令。')
}
