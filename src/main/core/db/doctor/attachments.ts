import { createHash } from 'node:crypto'
import { zstdDecompressSync } from 'node:zlib'
import { type Check, type Finding, finding, MOST_LISTED } from './finding.ts'

type Attached = { id: string; name: string; sha256: string; size: number; source: string | null }

/** Each attachment of this office has its bytes, and they are those that were attached. */
export const attachmentsCheck: Check = {
  name: 'attachments',
  title: '附件',
  run: ({ db }) => {
    const findings: Finding[] = []
    const add = (one: Finding): void => void (findings.length < MOST_LISTED && findings.push(one))
    const content = db.prepare('SELECT content FROM files WHERE sha256 = ? LIMIT 1').pluck()
    const attached = db
      .prepare(
        'SELECT id, name, sha256, size, source FROM attachments WHERE deleted_at IS NULL ORDER BY sha256',
      )
      .all() as Attached[]
    let last: { sha256: string; whole: boolean } | undefined
    for (const one of attached) {
      const bytes = last?.sha256 === one.sha256 ? undefined : (content.get(one.sha256) as Buffer | undefined)
      // What another office attached comes without its bytes; its own doctor answers for them.
      const elsewhere = one.source?.startsWith('bundle:') ?? false
      if (last?.sha256 !== one.sha256) {
        if (bytes === undefined) {
          if (!elsewhere)
            add(
              finding(
                'doctor.attachment-missing',
                `附件“${one.name}”的原件不在台账中。请从备份中取回，或重新附上文件。`,
                { id: one.id },
              ),
            )
          continue
        }
        last = { sha256: one.sha256, whole: isWhole(bytes, one) }
      }
      if (last?.whole === false)
        add(
          finding(
            'doctor.attachment-damaged',
            `附件“${one.name}”的原件与登记的校验值不符，已损坏。请从备份中取回。`,
            { id: one.id },
          ),
        )
    }
    return { checked: attached.length, findings }
  },
}

function isWhole(packed: Buffer, { sha256, size }: Attached): boolean {
  try {
    const bytes = zstdDecompressSync(packed)
    return bytes.byteLength === size && createHash('sha256').update(bytes).digest('hex') === sha256
  } catch {
    return false
  }
}
