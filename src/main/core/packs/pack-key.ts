/** Keys that sign pack files: Ed25519, kept as PEM by whoever makes packs. */
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
    publicKey: rawKey(publicKey.export({ format: 'der', type: 'spki' })),
  }
}

/** Signs bytes. @throws Refusal `pack.key` where the PEM holds no Ed25519 private key */
export function signWith(privatePem: string, bytes: Uint8Array): { publicKey: string; signature: string } {
  let key: ReturnType<typeof createPrivateKey>
  try {
    key = createPrivateKey(privatePem)
  } catch {
    throw notAKey()
  }
  if (key.asymmetricKeyType !== 'ed25519') throw notAKey()
  const publicKey = rawKey(createPublicKey(key).export({ format: 'der', type: 'spki' }))
  return { publicKey, signature: sign(null, bytes, key).toString('base64') }
}

/** Whether the holder of the private key signed exactly these bytes. */
export function isSignedBy(publicKey: string, signature: string, bytes: Uint8Array): boolean {
  const raw = Buffer.from(publicKey, 'base64')
  if (raw.length !== RAW_BYTES) return false
  const key = createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' })
  return verify(null, bytes, key, Buffer.from(signature, 'base64'))
}

/**
 * The key's number to read out over the phone: eight groups of five digits, from the SHA-256 of the key (each group
 * 4 bytes modulo 100,000).
 * @throws Refusal `pack.public-key` where the text is no Ed25519 public key
 */
export function fingerprintOf(publicKey: string): string {
  const raw = Buffer.from(publicKey, 'base64')
  if (raw.length !== RAW_BYTES || raw.toString('base64') !== publicKey)
    throw new Refusal(
      'pack.public-key',
      '这不是签名公钥：应为 44 个字符、以 = 结尾的一行。请从签发人给的文字中完整复制。',
    )
  const digest = createHash('sha256').update(raw).digest()
  return Array.from({ length: 8 }, (_, i) =>
    String(digest.readUInt32BE(i * 4) % 100_000).padStart(5, '0'),
  ).join(' ')
}

function rawKey(spki: Buffer): string {
  return spki.subarray(SPKI.length).toString('base64')
}

function notAKey(): Refusal {
  return new Refusal(
    'pack.key',
    '钥匙文件里没有可用的签名私钥。请用 liaison policy pack keygen 生成，或换成正确的文件。',
  )
}
