/**
 * 政策包文件 `.llpack`: the YAML files of one or more documents with a manifest (what is inside, who made it, SHA-256 of
 * each file) and a signature over the manifest. One plain line says the format, so that a newer one is told from a
 * damaged one; the rest is JSON, compressed.
 */
import { createHash } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import { z } from 'zod'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { checkPacks, loadPacks, type PackReader } from '../policy/pack-load.ts'
import { fingerprintOf, isSignedBy, signWith } from '../security/signing-key.ts'

const NAME = 'LIAISON-PACK'
const FORMAT = 1
/** Far more than any document needs; keeps a crafted file from filling the memory. */
const MOST_BYTES = 16 * 1024 * 1024
const PATH = /^[A-Z]+-\d{4}[a-z]?\/[a-z0-9-]+\.yaml$/

const manifestSchema = z.strictObject({
  documents: z.array(z.strictObject({ id: z.string(), version: z.string(), title: z.string() })).min(1),
  issuer: z.string().min(1),
  madeOn: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  files: z
    .array(z.strictObject({ path: z.string().regex(PATH), sha256: z.string().regex(/^[0-9a-f]{64}$/) }))
    .min(1),
})
export type PackManifest = z.infer<typeof manifestSchema>

const bodySchema = z.strictObject({
  /** the JSON text that was signed, letter by letter */
  manifest: z.string(),
  signature: z.strictObject({ publicKey: z.string(), signature: z.string() }).nullable(),
  files: z.record(z.string(), z.string()),
})

/** A pack file that was read: its hashes and its signature are right; whether the key is known is for the office. */
export type PackFile = {
  readonly manifest: PackManifest
  /** base64; null: unsigned */
  readonly publicKey: string | null
  readonly fingerprint: string | null
  readonly reader: PackReader
}

/** Makes a pack file of a folder of documents. @throws Refusal `pack.key`, `pack.path` */
export function buildPackFile(
  source: PackReader,
  manifest: Omit<PackManifest, 'files'>,
  privatePem: string | undefined,
): Uint8Array {
  const files: Record<string, string> = {}
  for (const document of source.documents()) {
    for (const file of source.files(document)) {
      const path = `${document}/${file}`
      if (!PATH.test(path))
        throw new Refusal(
          'pack.path',
          `文件名“${path}”不能放进政策包：文件夹应如 HLJ-2026，文件名只用小写字母、数字和短横线，以 .yaml 结尾。`,
          { path },
        )
      files[path] = source.text(document, file)
    }
  }
  const text = JSON.stringify({
    ...manifest,
    files: Object.entries(files).map(([path, content]) => ({ path, sha256: sha256(content) })),
  } satisfies PackManifest)
  const signature = privatePem === undefined ? null : signWith(privatePem, signedBytes(text))
  const body = JSON.stringify({ manifest: text, signature, files } satisfies z.infer<typeof bodySchema>)
  return Buffer.concat([Buffer.from(`${NAME} ${FORMAT}\n`), gzipSync(body, { level: 9 })])
}

/**
 * Reads a pack file and holds every file against its hash and the manifest against its signature.
 * @throws Refusal `pack.not-a-pack`, `pack.newer`, `pack.damaged`, `pack.tampered`
 */
export function readPackFile(name: string, bytes: Uint8Array): PackFile {
  const body = bodyOf(name, bytes)
  const { publicKey, signature } = body.signature ?? { publicKey: null, signature: null }
  if (publicKey !== null && !isSignedBy(publicKey, signature, signedBytes(body.manifest)))
    throw tampered(name, '签名与内容对不上')
  const manifest = manifestOf(name, body.manifest)
  const stated = new Map(manifest.files.map(({ path, sha256: hash }) => [path, hash]))
  for (const path of Object.keys(body.files))
    if (!stated.has(path)) throw tampered(name, `多出了清单上没有的 ${path}`)
  for (const [path, hash] of stated) {
    const content = body.files[path]
    if (content === undefined) throw tampered(name, `缺少清单上的 ${path}`)
    if (sha256(content) !== hash) throw tampered(name, `${path} 与清单上的校验值不同`)
  }
  return {
    manifest,
    publicKey,
    fingerprint: publicKey === null ? null : fingerprintOf(publicKey),
    reader: readerOf(body.files),
  }
}

/**
 * What a manifest says of the documents. Whether they fit with all others is looked at when they are installed.
 * @throws Refusal `policy.pack` where one cannot be read at all
 */
export function documentsIn(source: PackReader): PackManifest['documents'] {
  const { documents } = checkPacks(source).packs
  return (documents.length === source.documents().length ? documents : loadPacks(source).documents).map(
    ({ id, version, title }) => ({ id, version, title }),
  )
}

function bodyOf(name: string, bytes: Uint8Array): z.infer<typeof bodySchema> {
  const lineEnd = bytes.indexOf(10)
  const head = lineEnd < 0 || lineEnd > 40 ? '' : Buffer.from(bytes.subarray(0, lineEnd)).toString('latin1')
  const format = /^LIAISON-PACK (\d{1,6})$/.exec(head)?.[1]
  if (format === undefined)
    throw new Refusal('pack.not-a-pack', `“${name}”不是政策包文件。请选择以 .llpack 结尾的文件。`, { name })
  if (Number(format) > FORMAT)
    throw new Refusal(
      'pack.newer',
      `“${name}”是用更新版本的软件做的，本版读不了，台账没有改动。请先升级软件。`,
      { name, format: Number(format) },
    )
  let json: unknown
  try {
    json = JSON.parse(
      gunzipSync(bytes.subarray(lineEnd + 1), { maxOutputLength: MOST_BYTES }).toString('utf8'),
    )
  } catch {
    throw damaged(name)
  }
  const body = bodySchema.safeParse(json)
  if (!body.success) throw damaged(name)
  return body.data
}

function manifestOf(name: string, text: string): PackManifest {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw damaged(name)
  }
  const manifest = manifestSchema.safeParse(json)
  if (!manifest.success) throw damaged(name)
  return manifest.data
}

function readerOf(files: Readonly<Record<string, string>>): PackReader {
  const paths = Object.keys(files).sort()
  return {
    documents: () => [...new Set(paths.map((path) => path.slice(0, path.indexOf('/'))))],
    files: (document) =>
      paths.filter((path) => path.startsWith(`${document}/`)).map((path) => path.slice(document.length + 1)),
    text: (document, file) => files[`${document}/${file}`] ?? '',
  }
}

/** The name goes in, so that a signature under a pack can never stand for something else. */
function signedBytes(manifest: string): Uint8Array {
  return Buffer.from(`${NAME} ${FORMAT}\n${manifest}`)
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function damaged(name: string): Refusal {
  return new Refusal(
    'pack.damaged',
    `“${name}”已损坏或没有传完，台账没有改动。请向签发人重新要一份，或换一个优盘再拷。`,
    { name },
  )
}

function tampered(name: string, what: string): Refusal {
  return new Refusal(
    'pack.tampered',
    `“${name}”被改动过（${what}），不能安装，台账没有改动。请直接向签发人要原件。`,
    { name },
  )
}
