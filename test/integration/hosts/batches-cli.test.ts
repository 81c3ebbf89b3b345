import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { main } from '../../../src/main/cli/main.ts'
import type { Terminal } from '../../../src/main/cli/terminal.ts'
import { encodeText } from '../../../src/main/core/exchange/workbook/text-encoding.ts'
import { findInstallation } from '../../../src/main/installation.ts'
import type { BatchDetail } from '../../../src/shared/contract/batches.ts'
import type { ClaimRow } from '../../../src/shared/contract/claims.ts'
import type { PaymentFileView, PaymentView } from '../../../src/shared/contract/payments.ts'

const installation = {
  ...findInstallation(),
  threadEntry: pathToFileURL(join(import.meta.dirname, '../../fixtures/hosts/real-thread.ts')),
}
/** Opening a ledger takes its time on a busy machine, and each command opens it. */
const PATIENCE = 600_000

let base: string
let ledger: string
/** what day it is at the desk; a list must hang for its days */
let today = '2022-10-08'

async function liaison(...args: string[]) {
  let out = ''
  const terminal: Terminal = {
    out: (text) => {
      out += text
    },
    err: (text) => {
      out += text
    },
    env: { LIAISON_PASSPHRASE: 'a good passphrase' },
    interactive: false,
    askSecret: () => Promise.reject(new Error('nobody is asked')),
    onInterrupt: () => () => undefined,
  }
  const fixedNow = Date.parse(`${today}T09:00:00+08:00`)
  return { code: await main(args, terminal, { ...installation, fixedNow }), out }
}

async function json<T>(...args: string[]): Promise<T> {
  const { code, out } = await liaison(...args, '--ledger', ledger, '--json')
  expect(code, out).toBe(0)
  return JSON.parse(out) as T
}

async function refused(...args: string[]): Promise<string> {
  const { code, out } = await liaison(...args, '--ledger', ledger)
  expect(code, out).toBe(1)
  return out
}

/** Accounts and names as a payment file that goes to the bank has them. */
async function rowsOf(file: string): Promise<{ account: string; name: string; amount: string }[]> {
  const [header = '', ...lines] = new TextDecoder('gb18030')
    .decode(await readFile(file))
    .trim()
    .split(/\r?\n/)
  const titles = header.split(',')
  const at = (words: RegExp) => titles.findIndex((title) => words.test(title))
  const [account, name, amount] = [at(/账号/), at(/户名|姓名|收款人/), at(/金额/)]
  return lines.map((line) => {
    const cells = line.split(',')
    const cell = (column: number) => (cells[column] ?? '').replaceAll('"', '').trim()
    return { account: cell(account), name: cell(name), amount: cell(amount) }
  })
}

async function bankSays(
  name: string,
  rows: readonly { account: string; name: string; amount: string; back?: string }[],
): Promise<string> {
  const file = join(base, name)
  const text = [
    '账号,户名,金额,处理结果,失败原因',
    ...rows.map(
      ({ account, name, amount, back }) =>
        `${account},${name},${amount},${back === undefined ? '成功' : '失败'},${back ?? ''}`,
    ),
  ].join('\r\n')
  await writeFile(file, encodeText(`${text}\r\n`, 'gb18030'))
  return file
}

describe('from a draft to money on the account, by commands', () => {
  beforeAll(async () => {
    base = await mkdtemp(join(tmpdir(), 'liaison-cli-'))
    ledger = join(base, '马边.ledger')
    process.env.LIAISON_DATA = join(base, 'data')
    process.env.LIAISON_FOLDER = join(base, 'documents')
    await json('init', '--office', '马边站', '--county', '511133')
    const county = join(base, 'county')
    const demo = await liaison('demo', '--people', '400', '--seed', '7', '--out', county, '--json')
    const { workbooks } = JSON.parse(demo.out) as { workbooks: { path: string }[] }
    await json('import', ...workbooks.map(({ path }) => path))
    await json('claims', 'draft', '--benefit', 'JH-16', '--as-of', '2022-06-30')
  }, PATIENCE)
  afterAll(async () => {
    delete process.env.LIAISON_DATA
    delete process.env.LIAISON_FOLDER
    await rm(base, { recursive: true, force: true })
  })

  let number: string
  let first: PaymentFileView
  let sent: { account: string; name: string; amount: string }[]

  test(
    'four steps of the claims, then a batch of all of them',
    async () => {
      for (let i = 0; i < 4; i++) {
        const { done } = await json<{ done: number }>('claims', 'advance', '--benefit', 'JH-16')
        expect(done).toBe(3)
      }
      const made = await json<{ number: string; able: number }>(
        ...['batch', 'create', '--benefit', 'JH-16', '--fund', '促进就业资金'],
        ...['--title', '2022年就业补贴', '--period', '2022'],
      )
      expect(made.able).toBe(3)
      number = made.number
      expect(
        await refused('payments', 'export', '--batch', number, '--profile', 'bank-csv', '--out', '/x.csv'),
      ).toContain('现在到“公示”，还不到发放')
    },
    PATIENCE,
  )

  test(
    'the batch is checked, posted with the totals of its rows, cleared, approved and sent',
    async () => {
      const { batch } = await json<{ batch: BatchDetail }>('batch', 'check', number)
      expect(batch).toMatchObject({ count: 3, amountFen: 900_000, bars: [], state: 'open' })
      const post = ['batch', 'post', number, '--place', '县人社局公示栏', '--phone', '0833-4521234']
      expect(await refused(...post, '--from', '2022-10-10', '--stated-count', '4')).toContain(
        '公示表上写 4 人、9,000.00 元，批次里是 3 份',
      )
      expect(await refused(...post, '--from', '2022-09-30')).toContain('到 2022-10-08 才编成')
      // Five working days: the weekend does not count, nor does the first day.
      expect(await json(...post, '--from', '2022-10-10')).toMatchObject({ to: '2022-10-17' })
      today = '2022-10-18'
      expect(await json('batch', 'clear', number)).toMatchObject({ count: 3 })
      expect(await refused('batch', 'finance', number)).toContain('现在到“审批”')
      const waits = await json<{ batch: BatchDetail }>('batch', 'show', number)
      expect(waits.batch.bars.map(({ code }) => code)).toEqual(['no-budget', 'facts-unchecked'])
      expect(await json('batch', 'changes', number)).toMatchObject({ looked: 3, moved: [], current: true })
      expect(await refused('batch', 'approve', number)).toContain('没有写明从哪笔资金计划列支')
      const overrule = ['--overrule', '资金计划文件在途']
      expect(await json('batch', 'approve', number, '--note', '经局务会研究同意', ...overrule)).toMatchObject(
        {
          count: 3,
        },
      )
      expect(await json('batch', 'pay', number, ...overrule)).toMatchObject({ count: 3 })
    },
    PATIENCE,
  )

  test(
    'the file for the bank is written with its sheet; the answer is tried, then taken in',
    async () => {
      const out = join(base, '代发.csv')
      const made = await json<{ number: string; files: string[]; count: number }>(
        ...['payments', 'export', '--batch', number, '--profile', 'bank-csv', '--out', out],
      )
      expect(made).toMatchObject({ count: 3, files: [out, join(base, '代发_核对单.xlsx')] })
      sent = await rowsOf(out)
      expect(sent.map(({ amount }) => amount)).toEqual(['3000.00', '3000.00', '3000.00'])
      expect(sent.every(({ account }) => /^\d{12,21}$/.test(account))).toBe(true)
      const answer = await bankSays(
        '回盘.csv',
        sent.map((row, i) => (i === 1 ? { ...row, back: '账号与户名不符' } : row)),
      )
      const take = ['payments', 'return', answer, '--payment', made.number]
      expect(await json(...take, '--dry-run')).toMatchObject({ dryRun: true, paid: 2, returned: 1 })
      expect(await json(...take)).toMatchObject({ dryRun: false, paid: 2, returned: 1, silent: 0 })
      expect(await refused(...take)).toContain('已经导入过了')
      const listed = await json<{ file: PaymentFileView; payments: PaymentView[] }>(
        'payments',
        'list',
        made.number,
      )
      first = listed.file
      expect(listed.payments.map(({ state }) => state)).toEqual(['paid', 'returned', 'paid'])
    },
    PATIENCE,
  )

  test(
    'the returned one is paid again, once, and all ends paid',
    async () => {
      const out = join(base, '补发.csv')
      const reissue = [
        'payments',
        'reissue',
        '--payment',
        first.number,
        '--profile',
        'bank-csv',
        '--out',
        out,
      ]
      const again = await json<{ number: string; count: number }>(...reissue)
      expect(again.count).toBe(1)
      const [row] = await rowsOf(out)
      expect(row?.name).toBe(sent[1]?.name)
      expect(await refused(...reissue)).toContain('没有退回后还没重发的明细')
      const answer = await bankSays('再回盘.csv', row === undefined ? [] : [row])
      expect(await json('payments', 'return', answer, '--payment', again.number)).toMatchObject({ paid: 1 })
      const { payments } = await json<{ payments: PaymentView[] }>('payments', 'list', again.number)
      expect(payments).toMatchObject([{ state: 'paid', reissueOf: `${first.number} 第2行` }])
      const { batch } = await json<{ batch: BatchDetail }>('batch', 'show', number)
      expect(batch).toMatchObject({ state: 'paid', step: null })
      const { claims } = await json<{ claims: ClaimRow[] }>('claims', 'list', '--batch', number)
      expect(claims.map(({ state }) => state)).toEqual(['paid', 'paid', 'paid'])
    },
    PATIENCE,
  )
})
