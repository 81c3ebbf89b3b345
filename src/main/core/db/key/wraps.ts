import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, scrypt } from 'node:crypto'
import { z } from 'zod'
import { parseRecoveryKey } from './recovery-key.ts'

/** scrypt's cost: N is 2^`log2N`. The default (2^17, r 8, p 1: 128 MB, about half a second) follows OWASP's advice. */
export interface KdfCost {
  readonly log2N: number
  readonly r: number
  readonly p: number
}

export const DEFAULT_KDF_COST: KdfCost = { log2N: 17, r: 8, p: 1 }

/** What only a host can do: keep a secret with the operating system's help (Electron's safeStorage). */
export interface SecretHost {
  protect(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>
  unprotect(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>
}

const base64 = z.base64()

const passphraseWrap = z.object({
  kind: z.literal('passphrase'),
  kdf: z.object({
    name: z.literal('scrypt'),
    // Bounded: a damaged or hostile file must not make the app allocate gigabytes.
    log2N: z.number().int().min(10).max(20),
    r: z.number().int().min(1).max(16),
    p: z.number().int().min(1).max(4),
    salt: base64,
  }),
  iv: base64,
  box: base64,
  tag: base64,
})

const recoveryWrap = z.object({
  kind: z.literal('recovery'),
  kdf: z.object({ name: z.literal('hkdf-sha256'), salt: base64 }),
  iv: base64,
  box: base64,
  tag: base64,
})

const hostWrap = z.object({ kind: z.literal('host'), box: base64 })

export const wrapSchema = z.discriminatedUnion('kind', [passphraseWrap, recoveryWrap, hostWrap])

export type Wrap = z.infer<typeof wrapSchema>
export type PassphraseWrap = z.infer<typeof passphraseWrap>
export type RecoveryWrap = z.infer<typeof recoveryWrap>
export type HostWrap = z.infer<typeof hostWrap>

/** Wraps the ledger's key by a passphrase. `binding` (which ledger) and the parameters are authenticated. */
export async function wrapByPassphrase(
  key: Uint8Array,
  passphrase: string,
  cost: KdfCost,
  binding: string,
): Promise<PassphraseWrap> {
  const kdf = { name: 'scrypt' as const, ...cost, salt: randomBytes(16).toString('base64') }
  const wrapping = await deriveFromPassphrase(passphrase, kdf)
  return { kind: 'passphrase', kdf, ...seal(key, wrapping, associatedData('passphrase', kdf, binding)) }
}

/** The ledger's key, or undefined where the passphrase is not the right one. */
export async function unwrapByPassphrase(
  wrap: PassphraseWrap,
  passphrase: string,
  binding: string,
): Promise<Uint8Array | undefined> {
  const wrapping = await deriveFromPassphrase(passphrase, wrap.kdf)
  return unseal(wrap, wrapping, associatedData('passphrase', wrap.kdf, binding))
}

/** Wraps the ledger's key by the 160 random bits of a recovery key; they need no slow derivation. */
export function wrapByRecoveryKey(
  key: Uint8Array,
  recoverySecret: Uint8Array,
  binding: string,
): RecoveryWrap {
  const kdf = { name: 'hkdf-sha256' as const, salt: randomBytes(16).toString('base64') }
  return {
    kind: 'recovery',
    kdf,
    ...seal(key, deriveFromRecovery(recoverySecret, kdf.salt), associatedData('recovery', kdf, binding)),
  }
}

/**
 * The ledger's key, or undefined where the recovery key belongs to another ledger or was replaced.
 * @throws Refusal `recovery-key.*` where it was mistyped
 */
export function unwrapByRecoveryKey(
  wrap: RecoveryWrap,
  typed: string,
  binding: string,
): Uint8Array | undefined {
  const wrapping = deriveFromRecovery(parseRecoveryKey(typed), wrap.kdf.salt)
  return unseal(wrap, wrapping, associatedData('recovery', wrap.kdf, binding))
}

export async function wrapByHost(key: Uint8Array, host: SecretHost): Promise<HostWrap> {
  return { kind: 'host', box: Buffer.from(await host.protect(key)).toString('base64') }
}

/** The ledger's key, or undefined where this machine or this user is not the one that kept it. */
export async function unwrapByHost(wrap: HostWrap, host: SecretHost): Promise<Uint8Array | undefined> {
  try {
    const key = await host.unprotect(Buffer.from(wrap.box, 'base64'))
    return key.length === 32 ? Uint8Array.from(key) : undefined
  } catch {
    // The operating system's refusal has no useful form; the caller asks for the passphrase instead.
    return undefined
  }
}

function deriveFromPassphrase(passphrase: string, kdf: PassphraseWrap['kdf']): Promise<Buffer> {
  const N = 2 ** kdf.log2N
  const options = { N, r: kdf.r, p: kdf.p, maxmem: 128 * N * kdf.r + 128 * kdf.r * kdf.p + (1 << 20) }
  return new Promise((resolve, reject) => {
    // NFKC: one passphrase typed with two input methods gives the same characters.
    scrypt(passphrase.normalize('NFKC'), Buffer.from(kdf.salt, 'base64'), 32, options, (error, derived) => {
      if (error) reject(error)
      else resolve(derived)
    })
  })
}

function deriveFromRecovery(secret: Uint8Array, salt: string): Uint8Array {
  return new Uint8Array(
    hkdfSync('sha256', secret, Buffer.from(salt, 'base64'), 'liaison-ledger recovery key v1', 32),
  )
}

function associatedData(
  kind: string,
  kdf: Wrap extends { kdf: infer K } ? K : object,
  binding: string,
): Buffer {
  const parameters = Object.entries(kdf).sort(([a], [b]) => (a < b ? -1 : 1))
  return Buffer.from(JSON.stringify(['liaison-ledger-key', 1, kind, binding, parameters]))
}

function seal(key: Uint8Array, wrapping: Uint8Array, aad: Buffer): { iv: string; box: string; tag: string } {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', wrapping, iv).setAAD(aad)
  const box = Buffer.concat([cipher.update(key), cipher.final()])
  return {
    iv: iv.toString('base64'),
    box: box.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
  }
}

function unseal(
  sealed: { iv: string; box: string; tag: string },
  wrapping: Uint8Array,
  aad: Buffer,
): Uint8Array | undefined {
  const iv = Buffer.from(sealed.iv, 'base64')
  const tag = Buffer.from(sealed.tag, 'base64')
  if (iv.length !== 12 || tag.length !== 16) return undefined
  const decipher = createDecipheriv('aes-256-gcm', wrapping, iv, { authTagLength: 16 })
    .setAAD(aad)
    .setAuthTag(tag)
  try {
    return Uint8Array.from(
      Buffer.concat([decipher.update(Buffer.from(sealed.box, 'base64')), decipher.final()]),
    )
  } catch {
    return undefined
  }
}
