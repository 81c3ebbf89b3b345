/** A place that cannot be written is said before anything is recorded, and what a command reads is never replaced. */
import { copyFile, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { main } from '../../../src/main/cli/main.ts'
import { findInstallation } from '../../../src/main/installation.ts'
import { createTestLedger, PASSPHRASE, type TestLedger } from '../../fixtures/ledger.ts'
import { paperDesk } from '../papers/paper-desk.ts'

const installation = {
  ...findInstallation(),
  threadEntry: pathToFileURL(join(import.meta.dirname, '../../fixtures/hosts/real-thread.ts')),
}
const PATIENCE = 300_000

let t: TestLedger
let batch: string

beforeAll(async () => {
  t = await createTestLedger()
  batch = paperDesk(t.ledger, 3).batchNumber
  t.ledger.close()
  process.env.LIAISON_DATA = join(t.folder, 'data')
  process.env.LIAISON_FOLDER = join(t.folder, 'documents')
}, PATIENCE)
afterAll(() => {
  delete process.env.LIAISON_DATA
  delete process.env.LIAISON_FOLDER
  t.cleanup()
})

async function liaison(...args: string[]) {
  let out = ''
  const write = (text: string) => {
    out += text
  }
  const terminal = {
    out: write,
    err: write,
    env: { LIAISON_PASSPHRASE: PASSPHRASE },
    interactive: false,
    askSecret: () => Promise.reject(new Error('nobody is asked')),
    onInterrupt: () => () => undefined,
  }
  return { code: await main(args, terminal, installation), out }
}
const inFolder = (name: string) => join(t.folder, name)
const onLedger = (...args: string[]) => liaison(...args, '--ledger', t.path)

test(
  'papers for a folder that is not there are not printed, and print once it is',
  async () => {
    const place = inFolder('没有的 文件夹')
    const refused = await onLedger('print', 'forms', '--batch', batch, '--out', join(place, '表.pdf'))
    expect(refused).toMatchObject({ code: 1, out: expect.stringContaining('保存位置不存在') })
    await mkdir(place)
    // No reason for printing again is asked: nothing was printed.
    const done = await onLedger('print', 'forms', '--batch', batch, '--out', join(place, '表.pdf'))
    expect(done, done.out).toMatchObject({ code: 0 })
    expect(await readdir(place)).toEqual(['表.pdf'])
  },
  PATIENCE,
)

test(
  'a folder in the place of a file takes it under its own name',
  async () => {
    const folder = inFolder('纸')
    await mkdir(folder)
    const done = await onLedger('print', 'roster', '--batch', batch, '--out', folder)
    expect(done, done.out).toMatchObject({ code: 0 })
    const names = await readdir(folder)
    expect(names).toEqual([expect.stringMatching(/\.pdf$/)])
    expect(done.out).toContain(join(folder, names[0] ?? ''))
  },
  PATIENCE,
)

test('neither the ledger nor its key nor the workbook that is imported is written over', async () => {
  const before = await readFile(t.path)
  const book = inFolder('花名册.csv')
  await writeFile(book, '姓名,身份证号\n张三,511133199001010011\n')
  for (const args of [
    ['print', 'roster', '--batch', batch, '--reason', '再打', '--out', t.path],
    ['print', 'roster', '--batch', batch, '--reason', '再打', '--out', `${t.path}.key`],
    ['import', book, '--errors', book],
  ]) {
    const refused = await onLedger(...args)
    expect(refused, refused.out).toMatchObject({
      code: 1,
      out: expect.stringContaining('不能把结果写在它上面'),
    })
  }
  expect(await readFile(t.path)).toEqual(before)
  expect(await readFile(book, 'utf8')).toContain('张三')
})

test(
  'a backup and a demo county name the place that cannot be',
  async () => {
    const backup = await onLedger('backup', '--out', inFolder('无/备份.ledger'))
    expect(backup).toMatchObject({ code: 1, out: expect.stringContaining('保存位置不存在') })
    const file = inFolder('是文件')
    await copyFile(t.path, file)
    const demo = await liaison('demo', '--people', '1', '--out', file)
    expect(demo).toMatchObject({ code: 1, out: expect.stringContaining('是一个文件，不是文件夹') })
    expect((await stat(file)).size).toBe((await stat(t.path)).size)
  },
  PATIENCE,
)
