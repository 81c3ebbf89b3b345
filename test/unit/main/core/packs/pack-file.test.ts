import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPackFile } from '../../../../../src/main/core/packs/pack-file.ts'
import { loadPacks } from '../../../../../src/main/core/policy/pack-load.ts'
import { fingerprintOf, newSigningKey } from '../../../../../src/main/core/security/signing-key.ts'
import { isRefusal } from '../../../../../src/shared/domain/refusal.ts'
import { successorPack } from '../../../../fixtures/successor-county.ts'

const key = newSigningKey()
const signed = successorPack(key.privatePem)

type Body = {
  manifest: string
  signature: { publicKey: string; signature: string } | null
  files: Record<string, string>
}

/** The pack with its inside changed and packed again, as somebody who has no key could do it. */
function changed(change: (body: Body) => void, from: Uint8Array = signed): Uint8Array {
  const head = from.indexOf(10) + 1
  const body = JSON.parse(gunzipSync(from.subarray(head)).toString('utf8')) as Body
  change(body)
  return Buffer.concat([from.subarray(0, head), gzipSync(JSON.stringify(body))])
}

function refusal(bytes: Uint8Array): { code: string; message: string } {
  try {
    readPackFile('包.llpack', bytes)
  } catch (error) {
    if (isRefusal(error)) return { code: error.code, message: error.message }
    throw error
  }
  throw new Error('was read')
}

const HEAD = 'HLJ-2026/document.yaml'

describe('a pack file', () => {
  it('gives back its documents and who signed it', () => {
    const file = readPackFile('包.llpack', signed)
    expect(file.manifest).toMatchObject({
      documents: [{ id: 'HLJ-2026', version: '1.0.0' }],
      issuer: '虚构示例办公室',
      madeOn: '2026-01-06',
    })
    expect(file.publicKey).toBe(key.publicKey)
    expect(file.fingerprint).toMatch(/^(\d{5} ){7}\d{5}$/)
    expect(loadPacks(file.reader).documents.map(({ id }) => id)).toEqual(['HLJ-2026'])
    expect(readPackFile('包.llpack', successorPack()).publicKey).toBeNull()
  })

  it('is the same, byte for byte, for the same documents and key', () => {
    expect(Buffer.compare(signed, successorPack(key.privatePem))).toBe(0)
  })

  it('is refused with an amount that was changed afterwards', () => {
    const bytes = changed((body) => {
      const people = body.files['HLJ-2026/people.yaml'] ?? ''
      body.files['HLJ-2026/people.yaml'] = people.replace('value: 1500', 'value: 9500')
    })
    expect(refusal(bytes)).toEqual({
      code: 'pack.tampered',
      message:
        '“包.llpack”被改动过（HLJ-2026/people.yaml 与清单上的校验值不同），不能安装，台账没有改动。请直接向签发人要原件。',
    })
  })

  it('is refused with a changed manifest, a foreign signature, a file more and a file less', () => {
    const cases: [string, (body: Body) => void][] = [
      ['签名与内容对不上', (body) => (body.manifest = body.manifest.replace('2026-01-06', '2026-01-07'))],
      [
        '签名与内容对不上',
        (body) =>
          (body.signature = {
            publicKey: newSigningKey().publicKey,
            signature: body.signature?.signature ?? '',
          }),
      ],
      ['多出了清单上没有的', (body) => (body.files['HLJ-2026/more.yaml'] = 'rows: []')],
      ['缺少清单上的', (body) => delete body.files[HEAD]],
    ]
    for (const [why, change] of cases) {
      const { code, message } = refusal(changed(change))
      expect([code, message.includes(why)]).toEqual(['pack.tampered', true])
    }
  })

  it('with its signature cut off is an unsigned one, not a trusted one', () => {
    const file = readPackFile(
      '包.llpack',
      changed((body) => {
        body.signature = null
      }),
    )
    expect([file.publicKey, file.fingerprint]).toEqual([null, null])
  })

  it('of a newer format is told from a damaged one and from another file', () => {
    const newer = Buffer.concat([
      Buffer.from('LIAISON-PACK 2\n'),
      Buffer.from('whatever a later version writes'),
    ])
    expect(refusal(newer).code).toBe('pack.newer')
    expect(refusal(Buffer.from('PK\u0003\u0004 a workbook'))).toEqual({
      code: 'pack.not-a-pack',
      message: '“包.llpack”不是政策包文件。请选择以 .llpack 结尾的文件。',
    })
    expect(refusal(Buffer.alloc(0)).code).toBe('pack.not-a-pack')
  })

  it('never reads as something else where it was cut off or one byte was changed', () => {
    const whole = JSON.stringify(readPackFile('包.llpack', signed).manifest)
    fc.assert(
      fc.property(
        fc.nat(signed.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        (at, by, cut) => {
          const bytes = cut ? Buffer.from(signed.subarray(0, at)) : Buffer.from(signed)
          if (!cut) bytes[at] = (bytes[at] as number) ^ by
          try {
            const file = readPackFile('包.llpack', bytes)
            // A few bytes of the compression's own head say nothing of the content.
            return JSON.stringify(file.manifest) === whole && file.publicKey === key.publicKey
          } catch (error) {
            return isRefusal(error) && error.code.startsWith('pack.')
          }
        },
      ),
      { numRuns: 400 },
    )
  })
})

describe('a key', () => {
  it('has a number of its own to read out', () => {
    expect(fingerprintOf(key.publicKey)).not.toBe(fingerprintOf(newSigningKey().publicKey))
    // The key of RFC 8032's first test; worked out by hand from its SHA-256.
    expect(fingerprintOf('11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=')).toBe(
      '07039 78369 43092 37159 06507 54570 74868 11001',
    )
  })

  it('that is none is refused in words', () => {
    for (const text of ['', 'abc', `${key.publicKey}A`, `${key.publicKey} `])
      expect(() => fingerprintOf(text)).toThrow('这不是签名公钥')
    expect(() => successorPack('no key')).toThrow('钥匙文件里没有可用的签名私钥')
  })
})
