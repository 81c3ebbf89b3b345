import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const CIPHER = 'aes-256-gcm'

/** 32 bytes of their own for each purpose, made from the store's key. */
export function keyFor(purpose: string, storeKey: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', storeKey, new Uint8Array(0), `liaison platform: ${purpose}`, 32))
}

/** A secret as it lies in the store: JSON of base64 texts. */
export function sealSecret(key: Uint8Array, secret: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv(CIPHER, key, iv)
  const box = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  const text = (bytes: Buffer) => bytes.toString('base64')
  return JSON.stringify({ iv: text(iv), box: text(box), tag: text(cipher.getAuthTag()) })
}

/** @throws Error where the box was changed or belongs to another key */
export function openSecret(key: Uint8Array, sealed: string): string {
  const { iv, box, tag } = JSON.parse(sealed) as Record<'iv' | 'box' | 'tag', string>
  const bytes = (base64: string) => Buffer.from(base64, 'base64')
  const decipher = createDecipheriv(CIPHER, key, bytes(iv))
  decipher.setAuthTag(bytes(tag))
  return Buffer.concat([decipher.update(bytes(box)), decipher.final()]).toString('utf8')
}
