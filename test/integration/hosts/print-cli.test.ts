import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { main } from '../../../src/main/cli/main.ts'
import { openWorkbook } from '../../../src/main/core/exchange/workbook/workbook-reader.ts'
import { findInstallation } from '../../../src/main/installation.ts'
import type { CheckView, ComparisonListView } from '../../../src/shared/contract/checks.ts'
import { createTestLedger, PASSPHRASE, type TestLedger } from '../../fixtures/ledger.ts'
import { paperDesk } from '../papers/paper-desk.ts'

const installation = {
  ...findInstallation(),
  threadEntry: pathToFileURL(join(import.meta.dirname, '../../fixtures/hosts/real-thread.ts')),
}
/** Opening a ledger takes its time on a busy machine, and each command opens it. */
const PATIENCE = 300_000

let t: TestLedger
let batch: string

beforeAll(async () => {
  t = await createTestLedger()
  batch = paperDesk(t.ledger, 4).batchNumber
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
  const code = await main(
    [...args, '--ledger', t.path],
    {
      out: write,
      err: write,
      env: { LIAISON_PASSPHRASE: PASSPHRASE },
      interactive: false,
      askSecret: () => Promise.reject(new Error('nobody is asked')),
      onInterrupt: () => () => undefined,
    },
    installation,
  )
  return { code, out }
}
async function json<T>(...args: string[]): Promise<T> {
  const { code, out } = await liaison(...args, '--json')
  expect(code, out).toBe(0)
  return JSON.parse(out) as T
}
const inFolder = (name: string) => join(t.folder, name)

describe('papers on the command line', { timeout: PATIENCE }, () => {
  test('forms, lists, summary, payment and cover of a batch, each a PDF where it was asked for', async () => {
    for (const args of [
      ['forms'],
      ['public-list', '--level', 'county'],
      ['summary', '--level', 'township'],
      ['payment'],
      ['cover'],
    ]) {
      const file = inFolder(`${args[0]}.pdf`)
      const done = await json<{ files: string[]; papers: number; pages: number; claims: number }>(
        ...['print', ...args, '--batch', batch, '--out', file],
      )
      expect(done).toMatchObject({ claims: 4, papers: args[0] === 'forms' ? 4 : expect.any(Number) })
      expect(done.papers).toBeGreaterThan(0)
      for (const path of done.files) {
        expect((await readFile(path)).subarray(0, 5).toString('latin1')).toBe('%PDF-')
        expect((await stat(path)).size).toBeGreaterThan(5000)
      }
    }
  })

  test('the roster as a workbook; what was printed before needs a reason; wrong use is told apart', async () => {
    const file = inFolder('花名册.xlsx')
    await json('print', 'roster', '--batch', batch, '--out', file)
    const reader = await openWorkbook(file)
    let rows = 0
    for await (const some of reader.rows()) rows += some.length
    reader.close()
    expect(rows).toBeGreaterThanOrEqual(5)

    const again = ['print', 'forms', '--batch', batch, '--out', inFolder('再打.pdf')]
    expect(await liaison(...again)).toMatchObject({ code: 1, out: expect.stringContaining('原因') })
    const wrong = [
      'print',
      'public-list',
      '--batch',
      batch,
      '--out',
      inFolder('x.pdf'),
      '--level',
      'province',
    ]
    expect(await liaison(...wrong)).toMatchObject({ code: 2, out: expect.stringContaining('village') })
  })
})

describe('checks on the command line', { timeout: PATIENCE }, () => {
  test('are listed with how grave they are, and made milder or stricter with a reason within their bounds', async () => {
    const { checks, total } = await json<{ checks: CheckView[]; total: number }>('checks', 'list')
    expect([total, checks[0]?.number, checks.at(-1)?.number]).toEqual([28, 1, 28])
    const set = ['checks', 'set', 'age-outside-limits']
    const { check } = await json<{ check: CheckView }>(
      ...[...set, '--severity', 'warn', '--parameter', 'mostMen=65', '--reason', '县人社局 2022 年 3 号文'],
    )
    expect(check).toMatchObject({ level: 'warn', changed: { reason: '县人社局 2022 年 3 号文' } })
    expect(check.parameters.find(({ key }) => key === 'mostMen')?.value).toBe(65)
    expect(
      await liaison('checks', 'set', 'entitlement-twice', '--severity', 'off', '--reason', '不要'),
    ).toMatchObject({
      code: 1,
      out: expect.stringContaining('硬性要求'),
    })
    expect((await liaison(...set, '--severity', 'deadly', '--reason', '试试')).code).toBe(2)
    expect((await liaison('checks', 'set', 'no-such-check', '--reason', '试试')).code).toBe(2)
  })

  test('compare with a list of another office, which is opened, replaced and removed', async () => {
    const text = '姓名,身份证号\n阿依,51113319900101002X\n木果,1234\n'
    const file = inFolder('死亡名单.csv')
    await writeFile(file, text)
    const compare = [
      'checks',
      'compare',
      file,
      '--kind',
      'deaths',
      '--from',
      '县民政局',
      '--as-of',
      '2022-05-31',
    ]
    expect(await json(...compare)).toMatchObject({ rows: 1, refused: 1 })
    const lists = async () => (await json<{ lists: ComparisonListView[] }>('checks', 'lists')).lists
    const out = inFolder('原件.csv')
    await json('checks', 'original', '死亡名单', '--out', out)
    expect(await readFile(out, 'utf8')).toBe(text)
    expect(await liaison(...compare, '--replaces', '没有的名单', '--reason', '更正')).toMatchObject({
      code: 1,
      out: expect.stringContaining('没有叫“没有的名单”'),
    })
    await json(...compare, '--name', '更正后的名单', '--replaces', '死亡名单', '--reason', '民政局更正')
    expect((await lists()).map(({ name }) => name)).toEqual(['更正后的名单'])
    expect(await json('checks', 'remove-list', '更正后的名单', '--reason', '用完了')).toMatchObject({
      removed: { givenBy: '县民政局', rowCount: 1, fileName: '死亡名单.csv' },
    })
    expect((await liaison(...compare.slice(0, 4), 'no-such-kind', ...compare.slice(5))).code).toBe(2)
  })
})
