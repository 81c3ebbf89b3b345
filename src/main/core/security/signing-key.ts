/** Keys that sign what travels (pack files, bundles): Ed25519, the private one as PEM with whoever signs. */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { Refusal } from '../../../shared/domain/refusal.ts'

/** What precedes a raw Ed25519 key in its DER form (RFC 8410). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')
const RAW_BYTES = 32

/** A new key pair: the private key as PEM, to be kept secret, and the public key as base64 of its 32 bytes. */
export function newSigningKey(): { privatePem: string; publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return {
    privatePem: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    publicKey: base64Key(publicKey.export({ format: 'der', type: 'spki' })),
  }
}

/** Signs bytes. @throws Refusal `key.private` where the PEM holds no Ed25519 private key */
export function signWith(privatePem: string, bytes: Uint8Array): { publicKey: string; signature: string } {
  let key: ReturnType<typeof createPrivateKey>
  try {
    key = createPrivateKey(privatePem)
  } catch {
    throw notAKey()
  }
  if (key.asymmetricKeyType !== 'ed25519') throw notAKey()
  const publicKey = base64Key(createPublicKey(key).export({ format: 'der', type: 'spki' }))
  return { publicKey, signature: sign(null, bytes, key).toString('base64') }
}

/** Whether the holder of the private key signed exactly these bytes. */
export function isSignedBy(publicKey: string, signature: string, bytes: Uint8Array): boolean {
  const raw = Buffer.from(publicKey, 'base64')
  if (raw.length !== RAW_BYTES) return false
  const key = createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' })
  return verify(null, bytes, key, Buffer.from(signature, 'base64'))
}

/** The 32 bytes of a public key; `null` where the text is not exactly their base64. */
export function rawSigningKey(publicKey: string): Buffer | null {
  const raw = Buffer.from(publicKey, 'base64')
  return raw.length === RAW_BYTES && raw.toString('base64') === publicKey ? raw : null
}

/**
 * The key's number to read out over the phone (`groupsToReadOut`), from the SHA-256 of the key.
 * @throws Refusal `key.public` where the text is no Ed25519 public key
 */
export function fingerprintOf(publicKey: string): string {
  const raw = rawSigningKey(publicKey)
  if (raw === null)
    throw new Refusal(
      'key.public',
      '这不是签名公钥：应为 44 个字符、以 = 结尾的一行。请从签发人给的文字中完整复制。',
    )
  return groupsToReadOut(createHash('sha256').update(raw).digest())
}

/** Eight groups of five digits of a SHA-256: each group 4 bytes modulo 100,000. */
export function groupsToReadOut(digest: Buffer): string {
  return Array.from({ length: 8 }, (_, i) =>
    String(digest.readUInt32BE(i * 4) % 100_000).padStart(5, '0'),
  ).join(' ')
}

function base64Key(spki: Buffer): string {
  return spki.subarray(SPKI.length).toString('base64')
}

function notAKey(): Refusal {
  return new Refusal(
    'key.private',
    '钥匙文件里没有可用的签名私钥。请用 liaison policy pack keygen 生成，或换成正确的文件。',
  )
}
