import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  addAttachment,
  countAttachments,
  findAttachment,
  listAttachments,
  removeAttachment,
} from '../../../src/main/core/attachments/attachments.ts'
import { readBytes, refuseLostBytes, takeFile } from '../../../src/main/core/attachments/bytes.ts'
import { requireOwner } from '../../../src/main/core/attachments/owners.ts'
import { doctor } from '../../../src/main/core/db/doctor/doctor.ts'
import { openSqliteForWriting } from '../../../src/main/core/db/sqlite.ts'
import { shippedPacks } from '../../../src/main/core/entitlements/packs.ts'
import { packed } from '../../../src/main/core/files/stored-bytes.ts'
import type { AttachmentOwner } from '../../../src/shared/contract/attachments.ts'
import { LARGEST_ATTACHMENT } from '../../../src/shared/domain/attachments.ts'
import { createTestLedger, type TestLedger } from '../../fixtures/ledger.ts'
import { resources, smallLedger } from '../../fixtures/small-ledger.ts'

const DOCUMENT: AttachmentOwner = { kind: 'policy-document', id: 'JH-2021' }
const DUTY: AttachmentOwner = { kind: 'duty', id: 'GZ-24' }
const PDF = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(5000)])
const DAY = 86_400_000

let t: TestLedger
let clock: number
beforeEach(async () => {
  clock = Date.UTC(2022, 5, 30)
  t = await createTestLedger({ now: () => ++clock })
})
afterEach(() => t.cleanup())

const held = (name: string, bytes: Uint8Array) => ({
  open: () => Promise.resolve({ name, bytes }),
  put: () => Promise.reject(new Error('nothing is made here')),
})

async function attach(owner: AttachmentOwner, name: string, bytes: Uint8Array, item: string | null = null) {
  const file = await takeFile(held(name, bytes), 'token')
  const content = await packed(file.bytes)
  return t.ledger.write({ action: 'attachments.add', actor: '张三' }, (tx) =>
    addAttachment(tx, { owner, item, file, content, by: '张三' }),
  )
}
const remove = (id: string) =>
  t.ledger.write({ action: 'attachments.remove', actor: '张三' }, (tx) => removeAttachment(tx, id, '附错了'))
const stored = () => t.ledger.reader.prepare<{ n: number }>('SELECT count(*) AS n FROM files').get()?.n
const undo = (txId: string) => t.ledger.undo(txId, '张三', { also: (tx) => refuseLostBytes(tx, txId) })

describe('a file that is attached', () => {
  it('comes back byte for byte, with who added it and what it is', async () => {
    const { result } = await attach(DOCUMENT, '金人社发〔2021〕.pdf', PDF, '原文')
    const [one, ...more] = listAttachments(t.ledger.reader, DOCUMENT)
    expect(more).toEqual([])
    expect(one).toMatchObject({
      id: result.id,
      name: '金人社发〔2021〕.pdf',
      item: '原文',
      mime: 'application/pdf',
      size: PDF.byteLength,
      addedBy: '张三',
      held: true,
    })
    expect(Buffer.from(await readBytes(t.ledger.reader, findAttachment(t.ledger.reader, result.id)))).toEqual(
      PDF,
    )
  })

  it('is stored once however often it is attached, and is never in the file in the clear', async () => {
    const text = Buffer.from('这一句话不能在磁盘上读到。'.repeat(40))
    const first = await attach(DOCUMENT, 'a.txt', text)
    const second = await attach(DUTY, 'b.txt', text)
    expect([first.result.shared, second.result.shared]).toEqual([false, true])
    expect(stored()).toBe(1)
    t.ledger.close()
    for (const end of ['', '-wal']) {
      const raw = await readFile(t.path + end).catch(() => Buffer.alloc(0))
      expect(raw.includes(text.subarray(0, 30))).toBe(false)
    }
    await t.reopen()
  })

  it('is refused a second time under the same item, and taken under another', async () => {
    await attach(DOCUMENT, 'a.pdf', PDF, '原文')
    await expect(attach(DOCUMENT, 'copy of a.pdf', PDF, '原文')).rejects.toThrow('已经附上了（“a.pdf”')
    await attach(DOCUMENT, 'a.pdf', PDF, '解读')
    expect(listAttachments(t.ledger.reader, DOCUMENT)).toHaveLength(2)
    expect(countAttachments(t.ledger.reader, 'policy-document', undefined)).toEqual([
      { ownerId: 'JH-2021', count: 2 },
    ])
    expect(countAttachments(t.ledger.reader, 'policy-document', ['GZ-2021'])).toEqual([])
  })

  it('is known by its bytes, not by its name', async () => {
    await attach(DOCUMENT, 'script.pdf', Buffer.from('<script>alert(1)</script>'))
    await attach(DOCUMENT, 'photo.dat', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2]))
    await attach(DOCUMENT, '../../etc/台账:1.docx', Buffer.from('PK'))
    expect(listAttachments(t.ledger.reader, DOCUMENT).map(({ name, mime }) => [name, mime])).toEqual([
      ['script.pdf', 'application/octet-stream'],
      ['photo.dat', 'image/jpeg'],
      ['台账 1.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ])
  })
})

describe('what is refused', () => {
  it('a file over 50 MB, from memory and unread from the disk, and an empty one', async () => {
    const large = new Uint8Array(LARGEST_ATTACHMENT + 1)
    await expect(takeFile(held('扫描.pdf', large), 't')).rejects.toThrow(
      '文件“扫描.pdf”有 51 MB，附件每个不超过 50 MB',
    )
    const path = join(t.folder, 'large.bin')
    await writeFile(path, large)
    const onDisk = { ...held('', large), open: () => Promise.resolve({ name: 'large.bin', path }) }
    await expect(takeFile(onDisk, 't')).rejects.toThrow('有 51 MB')
    await expect(takeFile(held('空.pdf', new Uint8Array()), 't')).rejects.toThrow('是空的')
    await expect(takeFile(held('正好.pdf', large.subarray(1)), 't')).resolves.toMatchObject({
      name: '正好.pdf',
    })
  })

  it('an owner that is not there', () => {
    const look = { ledger: t.ledger.reader, documents: () => shippedPacks({ resources }).documents }
    const person = smallLedger(t.ledger).person('甲', {})
    for (const owner of [
      DOCUMENT,
      DUTY,
      { kind: 'duty', id: 'GZ-24:2022' },
      { kind: 'policy-row', id: 'JH-16' },
      { kind: 'person', id: person },
    ] as const)
      expect(() => requireOwner(look, owner)).not.toThrow()
    for (const owner of [
      { kind: 'policy-document', id: 'XX-2021' },
      { kind: 'duty', id: 'JH-16' },
      { kind: 'person', id: 'nobody' },
      { kind: 'claim', id: person },
      { kind: 'batch', id: person },
      { kind: 'public-list', id: person },
    ] as const)
      expect(() => requireOwner(look, owner)).toThrow('文件没有附上')
  })
})

describe('removing and taking back', () => {
  it('keeps the bytes as long as a removal can be undone', async () => {
    const { result } = await attach(DOCUMENT, 'a.pdf', PDF)
    const removed = remove(result.id)
    expect(listAttachments(t.ledger.reader, DOCUMENT)).toEqual([])
    expect(() => findAttachment(t.ledger.reader, result.id)).toThrow('已不在台账中')
    undo(removed.txId)
    expect(listAttachments(t.ledger.reader, DOCUMENT)).toMatchObject([{ id: result.id, held: true }])
    expect((await doctor(t.ledger.ticket)).findings).toEqual([])
  })

  it('drops bytes that nothing refers to, keeps shared ones, and then refuses the undo', async () => {
    const alone = await attach(DOCUMENT, 'a.pdf', PDF)
    const shared = await attach(DOCUMENT, 'b.txt', Buffer.from('两处都附'))
    await attach(DUTY, 'b.txt', Buffer.from('两处都附'))
    const gone = remove(alone.result.id)
    remove(shared.result.id)
    expect(stored()).toBe(2)
    const other = await attach(DUTY, 'c.txt', Buffer.from('另一份'))
    expect(stored()).toBe(3)
    clock += 8 * DAY
    remove(other.result.id)
    // a.pdf went; c.txt was removed just now and can still be taken back
    expect(stored()).toBe(2)
    expect(listAttachments(t.ledger.reader, DUTY)).toMatchObject([{ name: 'b.txt', held: true }])
    expect(() => undo(gone.txId)).toThrow('附件“a.pdf”移除已超过 7 天')
    expect(listAttachments(t.ledger.reader, DOCUMENT)).toEqual([])
  })

  it('an undone addition is a removal', async () => {
    const added = await attach(DOCUMENT, 'a.pdf', PDF)
    undo(added.txId)
    expect(listAttachments(t.ledger.reader, DOCUMENT)).toEqual([])
    await attach(DOCUMENT, 'a.pdf', PDF)
    expect(stored()).toBe(1)
  })
})

describe('the doctor', () => {
  const tamper = (sql: string) => {
    const raw = openSqliteForWriting(t.path, { key: t.ledger.ticket.key })
    raw.exec(sql)
    raw.close()
  }
  const codes = async () => (await doctor(t.ledger.ticket)).findings.map(({ code }) => code)

  it('misses bytes that are gone and sees bytes that changed', async () => {
    const { result } = await attach(DOCUMENT, 'a.pdf', PDF)
    await attach(DUTY, 'b.txt', Buffer.from('另一份'))
    expect(await codes()).toEqual([])
    const other = (await packed(Buffer.from('换过了'))).toString('hex')
    tamper(`UPDATE files SET content = x'${other}' WHERE name = 'b.txt'`)
    expect(await codes()).toEqual(['doctor.attachment-damaged'])
    tamper("DELETE FROM files WHERE name = 'a.pdf'")
    expect((await codes()).sort()).toEqual(['doctor.attachment-damaged', 'doctor.attachment-missing'])
    const gone = findAttachment(t.ledger.reader, result.id)
    expect(gone.held).toBe(false)
    await expect(readBytes(t.ledger.reader, gone)).rejects.toThrow('原件不在本台账中')
  })
})
