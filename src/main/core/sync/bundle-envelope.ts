/**
 * What stands around the sealed text of a bundle, and how it is signed:
 *
 *   LIAISON-BUNDLE 1⏎ | age file | envelope (JSON) | signature, 64 bytes | envelope's length, 4 bytes | ⏎LIAISON-END⏎
 *
 * The envelope stands behind what it describes, so that a bundle is written in one pass; its length lies at a fixed
 * distance from the end. The signature covers the first line and the envelope's bytes, and through the hash in it the rest.
 */
import { z } from 'zod'
import { isSignedBy, signWith } from '../security/signing-key.ts'
import { badSignature, damaged, newerFormat, notABundle, tooLarge, truncated } from './bundle-faults.ts'
import {
  MOST_ENVELOPE,
  MOST_PACKING,
  MOST_PAYLOAD,
  MOST_RECIPIENTS,
  PACKING_COUNTS_FROM,
} from './bundle-limits.ts'
import { BUNDLE_FORMAT, bundleManifest } from './manifest.ts'

const NAME = 'LIAISON-BUNDLE '
export const MAGIC: Buffer = Buffer.from(`${NAME}${BUNDLE_FORMAT}\n`)
const END = Buffer.from('\nLIAISON-END\n')
const SIGNATURE = 64
const LENGTH = 4
/** What follows the envelope. */
export const TRAILER: number = SIGNATURE + LENGTH + END.length
/** The first line may grow: a format of six digits is still told from another kind of file. */
export const LONGEST_FIRST_LINE: number = NAME.length + 7

const bundleEnvelope = z.strictObject({
  manifest: bundleManifest,
  sealed: z.strictObject({ bytes: z.int().positive(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  /** `age1…`: who can open it */
  recipients: z
    .array(z.string().regex(/^age1[0-9a-z]{58}$/))
    .min(1)
    .max(MOST_RECIPIENTS),
})
export type BundleEnvelope = z.infer<typeof bundleEnvelope>

/** Who signs: the private key as PEM, and the public key that goes with it (base64). */
export type Signer = { readonly privatePem: string; readonly publicKey: string }

/** The bytes that follow the sealed text. @throws Error where the manifest breaks its own rules: ours is always right */
export function writeEnvelope(envelope: BundleEnvelope, signer: Signer): Buffer {
  const bytes = Buffer.from(JSON.stringify(bundleEnvelope.parse(envelope)))
  const { publicKey, signature } = signWith(signer.privatePem, Buffer.concat([MAGIC, bytes]))
  if (publicKey !== signer.publicKey || publicKey !== envelope.manifest.from.signer)
    throw new Error('bundle: the manifest names another signer')
  const length = Buffer.alloc(LENGTH)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([bytes, Buffer.from(signature, 'base64'), length, END])
}

/** Looks at a file's first bytes. @throws Refusal `bundle.not-a-bundle`, `bundle.newer-format`, `bundle.truncated` */
export function checkFirstLine(name: string, beginning: Buffer): void {
  if (beginning.length < MAGIC.length && MAGIC.subarray(0, beginning.length).equals(beginning))
    throw truncated(name)
  const format = /^LIAISON-BUNDLE (\d{1,6})\n/.exec(beginning.toString('latin1'))?.[1]
  if (format === undefined) throw notABundle(name)
  if (Number(format) > BUNDLE_FORMAT) throw newerFormat(name, Number(format))
  if (!beginning.subarray(0, MAGIC.length).equals(MAGIC)) throw notABundle(name)
}

/**
 * Where the envelope begins in a file of `fileBytes`, from its last `TRAILER` bytes.
 * @throws Refusal `bundle.truncated`, `bundle.damaged`
 */
export function envelopePlace(
  name: string,
  fileBytes: number,
  trailer: Buffer,
): { start: number; length: number } {
  if (trailer.length < TRAILER || !trailer.subarray(SIGNATURE + LENGTH).equals(END)) throw truncated(name)
  const length = trailer.readUInt32BE(SIGNATURE)
  const start = fileBytes - TRAILER - length
  if (length > MOST_ENVELOPE || start < MAGIC.length) throw damaged(name, '封套的长度不对')
  return { start, length }
}

/**
 * Reads the envelope and holds it against its signature, by the key that it names itself: whose key that is, is for the
 * office to say. `trailer` is what follows it.
 * @throws Refusal `bundle.damaged`, `bundle.newer-format`, `bundle.signature`, `bundle.too-large`
 */
export function readEnvelopeBytes(name: string, bytes: Buffer, trailer: Buffer): BundleEnvelope {
  let json: unknown
  try {
    json = JSON.parse(bytes.toString('utf8'))
  } catch {
    throw damaged(name, '封套读不出来')
  }
  const signer = signerIn.safeParse(json)
  if (!signer.success) throw damaged(name, '封套读不出来')
  const { format, from } = signer.data.manifest
  const signature = trailer.subarray(0, SIGNATURE).toString('base64')
  if (!isSignedBy(from.signer, signature, Buffer.concat([MAGIC, bytes]))) throw badSignature(name)
  if (format > BUNDLE_FORMAT) throw newerFormat(name, format)
  const envelope = bundleEnvelope.safeParse(json)
  if (!envelope.success) throw damaged(name, '封套的内容不合规定')
  checkSize(name, envelope.data)
  return envelope.data
}

const signerIn = z.object({
  manifest: z.object({ format: z.int().positive(), from: z.object({ signer: z.string().length(44) }) }),
})

/** A text that would grow beyond all measure is refused before a byte of it is unpacked. */
function checkSize(name: string, { manifest, sealed }: BundleEnvelope): void {
  const { bytes } = manifest.payload
  if (bytes > MOST_PAYLOAD) throw tooLarge(name, `正文 ${gigabytes(bytes)} GB`)
  if (bytes > PACKING_COUNTS_FROM && bytes > sealed.bytes * MOST_PACKING)
    throw tooLarge(name, `正文是文件的 ${Math.round(bytes / sealed.bytes)} 倍`)
}

function gigabytes(bytes: number): string {
  return (bytes / 1024 ** 3).toFixed(1)
}
