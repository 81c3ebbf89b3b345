import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { Decrypter, Encrypter, generateIdentity, identityToRecipient } from 'age-encryption'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newSigningKey } from '../../../../../src/main/core/security/signing-key.ts'
import { MAGIC, TRAILER, writeEnvelope } from '../../../../../src/main/core/sync/bundle-envelope.ts'
import {
  type OpenedBundle,
  openBundle,
  readEnvelope,
  sealBundle,
} from '../../../../../src/main/core/sync/bundle-file.ts'
import { LONGEST_LINE, MOST_PAYLOAD } from '../../../../../src/main/core/sync/bundle-limits.ts'
import type { BundleManifest } from '../../../../../src/main/core/sync/manifest.ts'
import { isRefusal } from '../../../../../src/shared/domain/refusal.ts'

const MIB = 1024 * 1024
const signer = newSigningKey()
let folder: string
let ours: string
let recipient: string
let theirs: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bundle-'))
  ours = await generateIdentity()
  theirs = await generateIdentity()
  recipient = await identityToRecipient(ours)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const path = (name: string) => join(folder, name)

function manifest(
  payload: { bytes: number; sha256: string },
  over: Partial<BundleManifest> = {},
): BundleManifest {
  return {
    format: 1,
    kind: 'changes',
    from: { ledgerId: '01JAAAAAAA', node: 'NODE000001', office: '甲县劳务站', signer: signer.publicKey },
    to: { ledgerId: '01JBBBBBBB', office: '乙县就业局' },
    sequence: 7,
    base: 6,
    parent: 'ab'.repeat(32),
    madeAt: '2026-11-21T01:30:00.000Z',
    clock: '0193500a1b2c-0000-NODE000001',
    schema: { version: 22, readableFrom: 20 },
    counts: { transactions: 2, entries: 3, receipts: 0, files: 0, byTable: { persons: 3 } },
    payload,
    ...over,
  }
}

async function seal(
  name: string,
  lines: readonly string[],
  options: { cipher?: 'native' | 'library'; over?: Partial<BundleManifest>; recipients?: string[] } = {},
): Promise<string> {
  await sealBundle(path(name), {
    payload: lines.map((line) => `${line}\n`),
    manifest: (payload) => manifest(payload, options.over),
    signer,
    recipients: options.recipients ?? [recipient],
    ...(options.cipher === undefined ? {} : { cipher: options.cipher }),
  })
  return path(name)
}

async function linesOf(bundle: OpenedBundle): Promise<string[]> {
  const all: string[] = []
  for await (const batch of bundle.lines()) all.push(...batch)
  return all
}

type Request = Partial<Parameters<typeof openBundle>[1]>

async function readAll(file: string, request: Request = {}): Promise<string[]> {
  await readEnvelope(file)
  return linesOf(await openBundle(file, { identity: ours, trusts: () => 'trusted', ...request }))
}

async function refused(file: string, request: Request = {}): Promise<{ code: string; message: string }> {
  try {
    await readAll(file, request)
  } catch (error) {
    if (isRefusal(error)) return { code: error.code, message: error.message }
    throw error
  }
  throw new Error(`${file} was read`)
}

async function refusedBytes(bytes: Uint8Array, request: Request = {}) {
  await writeFile(path('changed.llbundle'), bytes)
  return refused(path('changed.llbundle'), request)
}

/** A bundle of a trusted office that lies: signed and encrypted as it should be, around whatever is put in. */
async function crafted(
  packed: Uint8Array,
  payload: { bytes: number; sha256: string },
  over: Partial<BundleManifest> = {},
): Promise<Buffer> {
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  const sealed = Buffer.from(await encrypter.encrypt(packed))
  const envelope = {
    manifest: manifest(payload, over),
    sealed: { bytes: sealed.length, sha256: sha256(sealed) },
    recipients: [recipient],
  }
  return Buffer.concat([MAGIC, sealed, writeEnvelope(envelope, signer)])
}

function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** The age file inside a bundle. */
async function sealedPart(file: string): Promise<Buffer> {
  const bytes = await readFile(file)
  const length = bytes.readUInt32BE(bytes.length - TRAILER + 64)
  return bytes.subarray(MAGIC.length, bytes.length - TRAILER - length)
}

const SOME = [
  'shape\t1\tpersons\t["id","name"]',
  'tx\tc1\tt1\t2026-11-21\t阿木\tpersons.save',
  'entry\tpersons\tp1\t{}',
]

describe('a bundle', () => {
  it('gives back its lines and its manifest, and says what file it is', async () => {
    const file = path('whole.llbundle')
    const made = await sealBundle(file, {
      payload: [`${SOME.join('\n')}\n`],
      manifest: (payload) => manifest(payload),
      signer,
      recipients: [recipient],
    })
    const bundle = await openBundle(file, { identity: [theirs, ours], trusts: () => 'trusted' })
    const bytes = await readFile(file)
    expect(await linesOf(bundle)).toEqual(SOME)
    expect(bundle.manifest).toMatchObject({ sequence: 7, kind: 'changes', from: { office: '甲县劳务站' } })
    expect(bundle.manifest.payload).toEqual({
      bytes: Buffer.byteLength(`${SOME.join('\n')}\n`),
      sha256: sha256(`${SOME.join('\n')}\n`),
    })
    expect(made).toEqual({ sha256: sha256(bytes), bytes: bytes.length })
    expect(bundle).toMatchObject({ ...made, recipients: [recipient] })
    expect(await readEnvelope(file)).toMatchObject({ ...made, manifest: bundle.manifest })
    expect(bytes.includes('阿木')).toBe(false)
    expect(await readdir(folder)).toEqual(['whole.llbundle'])
    const atHand = { name: '手边的.llbundle', bytes }
    expect(await linesOf(await openBundle(atHand, { identity: ours, trusts: () => 'trusted' }))).toEqual(SOME)
    await expect(readEnvelope({ ...atHand, bytes: bytes.subarray(0, -1) })).rejects.toMatchObject({
      code: 'bundle.truncated',
      message: expect.stringContaining('“手边的.llbundle”'),
    })
  })

  it('may hold no line at all', async () => {
    expect(await readAll(await seal('none.llbundle', []))).toEqual([])
  })

  it('gives back any lines, in whatever pieces they came, by either cipher', async () => {
    const line = fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.replaceAll('\n', ''))
    const ciphers = fc.constantFrom<'native' | 'library'>('native', 'library')
    await fc.assert(
      fc.asyncProperty(fc.array(line), ciphers, ciphers, async (lines, sealing, opening) => {
        // Half of a character outside the basic plane is no text, and no file can hold it.
        const whole = lines.filter((text) => text.isWellFormed())
        const file = await seal('any.llbundle', whole, { cipher: sealing })
        expect(await readAll(file, { cipher: opening })).toEqual(whole)
      }),
      { numRuns: 25 },
    )
  })

  it.each(['native', 'library'] as const)('of many chunks, ciphered by %s, opens by both', async (cipher) => {
    // Lines that hardly pack, so that age writes many chunks of 64 KiB, and one longer than a block that is read at once.
    const lines = Array.from({ length: 4000 }, (_, i) => sha256(String(i)))
    lines.splice(2000, 0, Array.from({ length: 40_000 }, (_, i) => sha256(`x${i}`)).join(''))
    const file = await seal(`many-${cipher}.llbundle`, lines, { cipher })
    expect((await stat(file)).size).toBeGreaterThan(20 * 64 * 1024)
    expect(await readAll(file, { cipher: 'native' })).toEqual(lines)
    expect(await readAll(file, { cipher: 'library' })).toEqual(lines)
  })

  it.each([0, 1, 64 * 1024 - 1, 64 * 1024, 64 * 1024 + 1, 128 * 1024])(
    'is an age file that the library itself opens, %d bytes packed',
    async (size) => {
      // Made so that the packed text has about this size: chunks end at, before and after its end.
      const text = Array.from({ length: Math.ceil(size / 32) + 1 }, (_, i) => sha256(`${size}.${i}`))
      const file = await seal('age.llbundle', text, { cipher: 'native' })
      const decrypter = new Decrypter()
      decrypter.addIdentity(ours)
      const packed = await decrypter.decrypt(new Uint8Array(await sealedPart(file)))
      expect(zstdDecompressSync(packed).toString()).toBe(`${text.join('\n')}\n`)
    },
  )

  it('opens for each of its recipients', async () => {
    const both = [recipient, await identityToRecipient(theirs)]
    const file = await seal('both.llbundle', SOME, { recipients: both })
    expect(await readAll(file, { identity: theirs })).toEqual(SOME)
    expect(await readAll(file)).toEqual(SOME)
  })

  it('leaves the file that stood there, and nothing beside it, when its text fails', async () => {
    const file = await seal('kept.llbundle', SOME)
    const before = await readFile(file)
    const failing = async function* () {
      yield 'tx\t1\n'
      throw new Error('the ledger was locked')
    }
    const sealing = sealBundle(file, {
      payload: failing(),
      manifest: (payload) => manifest(payload),
      signer,
      recipients: [recipient],
    })
    await expect(sealing).rejects.toThrow('the ledger was locked')
    expect(await readFile(file)).toEqual(before)
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('stops where it is told to', async () => {
    const stop = new AbortController()
    const endless = async function* () {
      for (let i = 0; ; i++) yield `${sha256(String(i)).repeat(1000)}\n`
    }
    const sealing = sealBundle(path('stopped.llbundle'), {
      payload: endless(),
      manifest: (payload) => manifest(payload),
      signer,
      recipients: [recipient],
      signal: stop.signal,
      onProgress: () => stop.abort(),
    })
    await expect(sealing).rejects.toMatchObject({ name: 'AbortError' })
    expect((await readdir(folder)).filter((name) => name.includes('stopped'))).toEqual([])
  })

  it('leaves a loop early without a fault', async () => {
    const file = await seal(
      'early.llbundle',
      Array.from({ length: 100_000 }, (_, i) => sha256(String(i))),
    )
    const bundle = await openBundle(file, { identity: ours, trusts: () => 'trusted' })
    for await (const batch of bundle.lines()) {
      expect(batch[0]).toBe(sha256('0'))
      break
    }
  })
})

describe('a bundle that was harmed', () => {
  it('is refused for every byte that was changed', async () => {
    const whole = await readFile(await seal('small.llbundle', SOME))
    expect(whole.length).toBeLessThan(2500)
    for (let at = 0; at < whole.length; at++) {
      const changed = Buffer.from(whole)
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8))
      const { code } = await refusedBytes(changed)
      expect(code, `byte ${at}`).toMatch(/^bundle\.(damaged|truncated|signature|not-a-bundle|newer-format)$/)
    }
  })

  it('is refused at every length it was cut to', async () => {
    const whole = await readFile(await seal('cut.llbundle', SOME))
    for (let length = 0; length < whole.length; length++)
      expect((await refusedBytes(whole.subarray(0, length))).code, `${length}`).toBe('bundle.truncated')
  })

  it('is refused with bytes after it, before it, or another bundle on either side', async () => {
    const one = await readFile(await seal('one.llbundle', SOME))
    const two = await readFile(await seal('two.llbundle', ['another'], { over: { sequence: 8 } }))
    expect((await refusedBytes(Buffer.concat([one, Buffer.alloc(1)]))).code).toBe('bundle.truncated')
    expect((await refusedBytes(Buffer.concat([one, one.subarray(-TRAILER)]))).code).toMatch(
      /damaged|signature/,
    )
    expect((await refusedBytes(Buffer.concat([Buffer.from('x'), one]))).code).toBe('bundle.not-a-bundle')
    expect((await refusedBytes(Buffer.concat([one, two]))).code).toBe('bundle.damaged')
    expect((await refusedBytes(Buffer.concat([two, one]))).code).toBe('bundle.damaged')
  })

  it('is refused with the envelope of another bundle', async () => {
    const one = await readFile(await seal('one.llbundle', SOME))
    const two = await readFile(await seal('two.llbundle', SOME, { over: { sequence: 8 } }))
    const [oneSealed, twoSealed] = [
      await sealedPart(path('one.llbundle')),
      await sealedPart(path('two.llbundle')),
    ]
    expect(oneSealed.length).toBe(twoSealed.length)
    const swapped = Buffer.concat([MAGIC, oneSealed, two.subarray(MAGIC.length + twoSealed.length)])
    expect((await refusedBytes(swapped)).code).toBe('bundle.damaged')
    expect(await readAll(path('one.llbundle'))).toEqual(SOME)
    expect(one.equals(two)).toBe(false)
  })

  it('is refused when it was changed after it was checked', async () => {
    const file = await seal(
      'changing.llbundle',
      Array.from({ length: 5000 }, (_, i) => sha256(String(i))),
    )
    const bundle = await openBundle(file, { identity: ours, trusts: () => 'trusted' })
    const bytes = await readFile(file)
    const middle = Math.floor(bytes.length / 2)
    bytes[middle] = (bytes[middle] ?? 0) ^ 1
    await writeFile(file, bytes)
    await expect(linesOf(bundle)).rejects.toMatchObject({ code: 'bundle.damaged' })
    await writeFile(file, bytes.subarray(0, middle))
    await expect(linesOf(bundle)).rejects.toMatchObject({ code: 'bundle.truncated' })
    await rm(file)
    await expect(linesOf(bundle)).rejects.toMatchObject({ code: 'bundle.missing' })
  })

  it('is told from other files', async () => {
    expect((await refusedBytes(Buffer.from('PK\x03\x04 a workbook'.repeat(40)))).code).toBe(
      'bundle.not-a-bundle',
    )
    expect((await refusedBytes(Buffer.from('LIAISON-PACK 1\n{}'.repeat(40)))).code).toBe(
      'bundle.not-a-bundle',
    )
    expect(await refused(path('nowhere.llbundle'))).toEqual({
      code: 'bundle.missing',
      message: '交换包“nowhere.llbundle”不存在。请检查文件名，或确认优盘已插好。',
    })
    expect((await refused(folder)).code).toBe('bundle.unreadable')
  })
})

describe('a bundle that lies, made by somebody who can sign', () => {
  const text = `${SOME.join('\n')}\n`
  const honest = { bytes: Buffer.byteLength(text), sha256: sha256(text) }

  it('is read as long as it tells the truth', async () => {
    await writeFile(path('craft.llbundle'), await crafted(zstdCompressSync(text), honest))
    expect(await readAll(path('craft.llbundle'))).toEqual(SOME)
  })

  it('is refused when its text is longer, shorter or other than it says', async () => {
    const packed = zstdCompressSync(text)
    const longer = { ...honest, bytes: honest.bytes + 1 }
    const shorter = { ...honest, bytes: honest.bytes - 1 }
    expect((await refusedBytes(await crafted(packed, longer))).code).toBe('bundle.damaged')
    expect((await refusedBytes(await crafted(packed, shorter))).code).toBe('bundle.too-large')
    expect((await refusedBytes(await crafted(packed, { ...honest, sha256: sha256('') }))).code).toBe(
      'bundle.damaged',
    )
    const endless = text.slice(0, -1)
    const cut = { bytes: Buffer.byteLength(endless), sha256: sha256(endless) }
    expect((await refusedBytes(await crafted(zstdCompressSync(endless), cut))).code).toBe('bundle.damaged')
    expect((await refusedBytes(await crafted(Buffer.from('no zstd at all'), honest))).code).toBe(
      'bundle.damaged',
    )
    const broken = Buffer.from([0xff, 0xfe, 10])
    const stated = { bytes: 3, sha256: sha256(broken) }
    expect((await refusedBytes(await crafted(zstdCompressSync(broken), stated))).code).toBe('bundle.damaged')
  })

  it('is refused before it is opened when it says that it grows beyond measure', async () => {
    const bomb = await crafted(zstdCompressSync(Buffer.alloc(1000)), {
      bytes: MOST_PAYLOAD + 1,
      sha256: sha256(''),
    })
    expect(await refusedBytes(bomb)).toMatchObject({
      code: 'bundle.too-large',
      message: expect.stringContaining('正文 8.0 GB'),
    })
    const ratio = await crafted(zstdCompressSync(Buffer.alloc(1000)), { bytes: 65 * MIB, sha256: sha256('') })
    expect((await refusedBytes(ratio)).message).toMatch(/正文是文件的 \d+ 倍/)
  })

  it('is refused at the size it states, whatever comes out of it', async () => {
    const packed = zstdCompressSync(Buffer.alloc(80 * MIB, '\n'))
    expect(packed.length).toBeLessThan(MIB)
    const file = path('bomb.llbundle')
    await writeFile(file, await crafted(packed, { bytes: 10 * MIB, sha256: sha256('') }))
    const bundle = await openBundle(file, { identity: ours, trusts: () => 'trusted' })
    let seen = 0
    const reading = (async () => {
      for await (const batch of bundle.lines()) seen += batch.length
    })()
    await expect(reading).rejects.toMatchObject({ code: 'bundle.too-large' })
    expect(seen).toBeLessThanOrEqual(11 * MIB)
  })

  it('is refused when one line would fill the memory', async () => {
    const size = LONGEST_LINE + 2 * MIB
    // Not all one letter: the text has to pack less than a thousandfold to come this far.
    const packed = Buffer.concat([
      zstdCompressSync(Buffer.alloc(size, 'a')),
      zstdCompressSync(noise(200_000)),
    ])
    const bytes = await crafted(packed, { bytes: size + 200_000, sha256: sha256('') })
    expect(await refusedBytes(bytes)).toMatchObject({
      code: 'bundle.too-large',
      message: expect.stringContaining('有一行长得不合规定'),
    })
  })

  it('is told to be of a newer format, by its first line or by its manifest', async () => {
    const whole = await readFile(await seal('newer.llbundle', SOME))
    const next = Buffer.concat([Buffer.from('LIAISON-BUNDLE 2\n'), whole.subarray(MAGIC.length)])
    const far = Buffer.concat([Buffer.from('LIAISON-BUNDLE 123456\n'), whole.subarray(MAGIC.length)])
    expect((await refusedBytes(next)).code).toBe('bundle.newer-format')
    expect((await refusedBytes(far)).message).toContain('格式 123456')
  })

  it('never becomes a path: names are only shown', async () => {
    const before = await readdir(folder)
    const tricky = '../../etc/甲县\\..\\..\\劳务站'
    const from = { ledgerId: 'x', node: 'y', office: tricky, signer: signer.publicKey }
    await seal('tricky.llbundle', SOME, { over: { from } })
    expect((await readEnvelope(path('tricky.llbundle'))).manifest.from.office).toBe(tricky)
    expect(await readAll(path('tricky.llbundle'))).toEqual(SOME)
    expect((await readdir(folder)).filter((name) => !before.includes(name))).toEqual(['tricky.llbundle'])
    await expect(
      seal('escape.llbundle', SOME, { over: { from: { ...from, office: '甲县\u001b[2J\u202e' } } }),
    ).rejects.toThrow()
    await expect(
      seal('climb.llbundle', SOME, { over: { from: { ...from, ledgerId: '../x' } } }),
    ).rejects.toThrow()
    expect((await readdir(folder)).filter((name) => /escape|climb/.test(name))).toEqual([])
  })
})

describe('who made a bundle, and for whom', () => {
  it('is asked before anything is opened', async () => {
    const file = await seal('from.llbundle', SOME)
    const asked: string[] = []
    const unknown = await refused(file, {
      trusts: (key) => {
        asked.push(key)
        return 'unknown'
      },
    })
    expect(asked).toEqual([signer.publicKey])
    expect(unknown.code).toBe('bundle.unknown-sender')
    expect(unknown.message).toContain('自称来自“甲县劳务站”')
    expect((await refused(file, { trusts: () => 'revoked' })).code).toBe('bundle.revoked-sender')
    // An unknown sender is told nothing of whether we could have opened it.
    expect((await refused(file, { trusts: () => 'unknown', identity: theirs })).code).toBe(
      'bundle.unknown-sender',
    )
  })

  it('is refused where it is for somebody else', async () => {
    const file = await seal('other.llbundle', SOME)
    const refusal = await refused(file, { identity: theirs })
    expect(refusal.code).toBe('bundle.not-for-us')
    expect(refusal.message).toContain('是给“乙县就业局”的')
    expect((await refused(file, { identity: [] })).code).toBe('bundle.not-for-us')
  })

  it('cannot be signed again by somebody else without being somebody else', async () => {
    const stranger = newSigningKey()
    const file = await seal('signed.llbundle', SOME)
    const bytes = await readFile(file)
    const sealed = await sealedPart(file)
    const { manifest: ours, recipients } = await readEnvelope(file)
    const envelope = {
      manifest: { ...ours, from: { ...ours.from, signer: stranger.publicKey } },
      sealed: { bytes: sealed.length, sha256: sha256(sealed) },
      recipients: [...recipients],
    }
    const again = Buffer.concat([MAGIC, sealed, writeEnvelope(envelope, stranger)])
    expect(again.length).toBe(bytes.length)
    const trusts = (key: string) => (key === signer.publicKey ? 'trusted' : 'unknown')
    expect((await refusedBytes(again, { trusts })).code).toBe('bundle.unknown-sender')
    expect(() => writeEnvelope({ ...envelope, manifest: ours }, stranger)).toThrow('another signer')
  })
})

/** Text that does not pack, the same at each run. */
function noise(size: number): Buffer {
  return Buffer.from(
    Array.from({ length: Math.ceil(size / 64) }, (_, i) => sha256(String(i))).join(''),
  ).subarray(0, size)
}
