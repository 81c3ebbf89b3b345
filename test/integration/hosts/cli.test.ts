import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { main } from '../../../src/main/cli/main.ts'
import type { Terminal } from '../../../src/main/cli/terminal.ts'
import { findInstallation } from '../../../src/main/installation.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const installation = {
  ...findInstallation(),
  threadEntry: pathToFileURL(join(root, 'test', 'fixtures', 'hosts', 'real-thread.ts')),
}
let base: string
let ledger: string

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'liaison-cli-'))
  ledger = join(base, '马边.ledger')
  process.env.LIAISON_DATA = join(base, 'data')
  process.env.LIAISON_FOLDER = join(base, 'documents')
})
afterAll(async () => {
  delete process.env.LIAISON_DATA
  delete process.env.LIAISON_FOLDER
  await rm(base, { recursive: true, force: true })
})

type Ran = { code: number; out: string; err: string; json: Record<string, unknown> }

/** One command in this process, as `liaison …` would run it. */
async function liaison(
  args: string[],
  env: Record<string, string> = { LIAISON_PASSPHRASE: 'a good passphrase' },
  onInterrupt: Terminal['onInterrupt'] = () => () => undefined,
  at: typeof installation & { fixedNow?: number } = installation,
): Promise<Ran> {
  let out = ''
  let err = ''
  const terminal: Terminal = {
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
    env,
    interactive: false,
    askSecret: () => Promise.reject(new Error('nobody is asked')),
    onInterrupt,
  }
  const code = await main(args, terminal, at)
  return { code, out, err, json: args.includes('--json') ? (JSON.parse(out) as Record<string, unknown>) : {} }
}

describe('wrong use', () => {
  test.each([
    ['an unknown command', ['nonsense'], '没有 nonsense 这个命令'],
    ['an unknown option', ['people', '--ledger', '/x', '--nonsense'], '没有 --nonsense 这个选项'],
    ['a missing option', ['people'], '缺少必需的选项 --ledger'],
    ['a missing value', ['people', '--ledger'], '后面缺少内容'],
    ['a missing file', ['import', '--ledger', '/x'], '请写明要导入的文件'],
    ['a day that is none', ['evaluate', '--ledger', '/x', '--as-of', '2022-02-30'], '应为真实的日期'],
    [
      'a county that is none',
      ['init', '--ledger', '/x', '--office', 'x', '--county', '12'],
      '6 位县（区）代码',
    ],
    ['a number that is none', ['demo', '--people', '0', '--out', '/x'], '应为 1 到 200000'],
    ['no command at all', [], '请写明要执行的命令'],
  ])('%s ends with 2 and says so in Chinese', async (_what, args, said) => {
    const { code, err } = await liaison(args)
    expect(code).toBe(2)
    expect(err).toContain(said)
    expect(err).not.toContain('error:')
  })

  test('with --json it is one object', async () => {
    const { code, json } = await liaison(['people', '--json'])
    expect(code).toBe(2)
    expect(json).toMatchObject({ ok: false, code: 'cli.usage' })
  })

  test('help and version are no fault', async () => {
    expect(await liaison(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('用法：') })
    expect((await liaison(['--version'])).out.trim()).toMatch(/^\d+\.\d+\.\d+$/)
  })
})

describe('a refusal', () => {
  test('ends with 1 and its reason, on stderr or as an object', async () => {
    const plain = await liaison(['people', '--ledger', join(base, 'none.ledger')])
    expect(plain).toMatchObject({ code: 1, out: '', err: expect.stringContaining('找不到台账') })
    const { code, json } = await liaison(['people', '--ledger', join(base, 'none.ledger'), '--json'])
    expect(code).toBe(1)
    expect(json).toMatchObject({
      ok: false,
      code: 'ledger.not-found',
      message: expect.stringContaining('找不到台账'),
    })
  })

  test('tells how to give the passphrase where nobody can be asked', async () => {
    const { code, err } = await liaison(['people', '--ledger', join(base, 'none.ledger')], {})
    expect(code).toBe(1)
    expect(err).toContain('LIAISON_PASSPHRASE')
  })
})

describe('the whole road', () => {
  test('init gives the recovery key, and refuses to overwrite', async () => {
    const args = [
      'init',
      '--ledger',
      ledger,
      '--office',
      '马边站',
      '--county',
      '511133',
      '--officer',
      '阿木',
      '--json',
    ]
    const made = await liaison(args)
    expect(made).toMatchObject({ code: 0, json: { ok: true, path: ledger } })
    expect(made.json.recoveryKey).toMatch(/^([0-9A-Z]{5}-){7}[0-9A-Z]{5}$/)
    expect((await liaison(args)).json).toMatchObject({ ok: false, code: 'ledger.exists' })
    const wrong = await liaison(['people', '--ledger', ledger, '--json'], {
      LIAISON_PASSPHRASE: 'not this one',
    })
    expect(wrong).toMatchObject({ code: 1, json: { code: 'ledger.wrong-passphrase' } })
  })

  test('demo, import in whatever order, people', async () => {
    const out = join(base, 'demo')
    const demo = await liaison(['demo', '--people', '300', '--seed', '7', '--out', out, '--json'])
    expect(demo.code).toBe(0)
    const books = (demo.json.workbooks as { path: string; kind: string }[]).map((book) => book.path)
    expect(books).toHaveLength(5)
    const dry = await liaison(['import', ...books.toReversed(), '--ledger', ledger, '--dry-run', '--json'])
    expect(dry.code).toBe(0)
    expect((await liaison(['people', '--ledger', ledger, '--json'])).json.total).toBe(0)
    const errors = join(base, '问题.xlsx')
    const done = await liaison([
      'import',
      ...books.toReversed(),
      '--ledger',
      ledger,
      '--errors',
      errors,
      '--json',
    ])
    expect(done.code).toBe(0)
    const imports = done.json.imports as {
      kind: string
      newCount: number
      importId: string
      errorFile: string | null
    }[]
    expect(imports.map((one) => one.kind)).toEqual(['roster', 'employers', 'agents', 'work', 'insured'])
    for (const one of imports) expect(one.newCount).toBeGreaterThan(0)
    const written = imports.map((one) => one.errorFile).filter((path) => path !== null)
    expect(written.length).toBeGreaterThan(0)
    for (const path of written) expect((await stat(path)).size).toBeGreaterThan(1000)
    const people = await liaison(['people', '--ledger', ledger, '--limit', '5', '--json'])
    expect(people.json.people).toHaveLength(5)
    expect(people.json.total).toBe(imports[0]?.newCount)
  })

  test('evaluate, with its workbook', async () => {
    const results = join(base, '结果.xlsx')
    const run = await liaison([
      'evaluate',
      '--ledger',
      ledger,
      '--as-of',
      '2022-06-30',
      '--out',
      results,
      '--json',
    ])
    expect(run).toMatchObject({ code: 0, json: { ok: true, asOf: '2022-06-30', out: results } })
    expect((await readFile(results)).subarray(0, 2).toString()).toBe('PK')
    const text = await liaison([
      'evaluate',
      '--ledger',
      ledger,
      '--as-of',
      '2022-06-30',
      '--benefit',
      'JH-16',
      '--benefit',
      'SX-01',
    ])
    expect(text.out).toMatch(/条目.*不符合[\s\S]*JH-16[\s\S]*SX-01/)
  })

  test('draft, print, doctor', async () => {
    const drafted = await liaison([
      'claims',
      'draft',
      '--ledger',
      ledger,
      '--benefit',
      'JH-02',
      '--as-of',
      '2022-06-30',
      '--json',
    ])
    expect(drafted.code).toBe(0)
    expect(drafted.json.drafted).toBeGreaterThan(0)
    const again = await liaison([
      'claims',
      'draft',
      '--ledger',
      ledger,
      '--benefit',
      'JH-02',
      '--as-of',
      '2022-06-30',
      '--json',
    ])
    expect(again.json.drafted).toBe(0)
    const forms = join(base, '申请表.pdf')
    const printed = await liaison([
      'print',
      'forms',
      '--ledger',
      ledger,
      '--benefit',
      'JH-02',
      '--out',
      forms,
      '--json',
    ])
    expect(printed).toMatchObject({ code: 0, json: { files: [forms], pages: drafted.json.drafted } })
    expect((await readFile(forms)).subarray(0, 5).toString()).toBe('%PDF-')
    const nothing = await liaison([
      'print',
      'forms',
      '--ledger',
      ledger,
      '--benefit',
      'HLJ-02',
      '--out',
      forms,
      '--json',
    ])
    expect(nothing.code).toBe(1)
    const doctor = await liaison(['doctor', '--ledger', ledger, '--json'])
    expect(doctor).toMatchObject({ code: 0, json: { ok: true } })
  })

  test('explain refuses a number that nobody has', async () => {
    const args = [
      'explain',
      '--ledger',
      ledger,
      '--person',
      '511133199001019999',
      '--benefit',
      'JH-16',
      '--as-of',
      '2022-06-30',
    ]
    expect((await liaison([...args, '--json'])).json).toMatchObject({ ok: false, code: 'person.not-found' })
  })

  test('Ctrl+C before the work has begun begins nothing', async () => {
    const before = (await liaison(['audit', '--ledger', ledger, '--json'])).json
    const atOnce: Terminal['onInterrupt'] = (stop) => {
      stop()
      return () => undefined
    }
    const undrafted = ['claims', 'draft', '--ledger', ledger, '--benefit', 'JH-02', '--as-of', '2022-06-30']
    const ran = await liaison([...undrafted, '--json'], undefined, atOnce)
    expect(ran).toMatchObject({ code: 1, json: { ok: false, code: 'cancelled' } })
    expect((await liaison(['audit', '--ledger', ledger, '--json'])).json).toEqual(before)
  })

  test('a clock behind the ledger is told of, beside the answer', async () => {
    const old = { ...installation, fixedNow: Date.parse('2018-09-05T02:00:00Z') }
    const ran = await liaison(['people', '--ledger', ledger, '--json'], undefined, undefined, old)
    expect(ran).toMatchObject({ code: 0, json: { ok: true } })
    expect(ran.err).toContain('这台电脑现在是 2018-09-05，比台账最后一次操作')
    expect((await liaison(['people', '--ledger', ledger, '--json'])).err).toBe('')
  })

  test('import undo takes a whole import back, once', async () => {
    const file = join(base, '机构.csv')
    await writeFile(file, '\uFEFF机构名称,统一社会信用代码\n新来的劳务公司,\n')
    const done = await liaison(['import', file, '--ledger', ledger, '--json'])
    const [made] = (done.json.imports ?? []) as { importId: string; newCount: number }[]
    expect(made?.newCount).toBe(1)
    const undone = await liaison(['import', 'undo', made?.importId ?? '', '--ledger', ledger, '--json'])
    expect(undone).toMatchObject({ code: 0, json: { ok: true, removed: 1 } })
    expect((await liaison(['import', 'undo', made?.importId ?? '', '--ledger', ledger, '--json'])).code).toBe(
      1,
    )
  })

  test('backup makes a copy that opens with the same passphrase; audit tells of it', async () => {
    const out = join(base, 'copy.ledger')
    expect(await liaison(['backup', '--ledger', ledger, '--out', out, '--json'])).toMatchObject({
      code: 0,
      json: { path: out },
    })
    expect(existsSync(`${out}.key`)).toBe(true)
    expect((await liaison(['people', '--ledger', out, '--json'])).code).toBe(0)
    const audit = await liaison(['audit', '--ledger', ledger, '--limit', '3', '--json'])
    expect((audit.json.rows as { action: string }[])[0]?.action).toBe('ledger.backup')
  })
})

describe('the program itself', () => {
  test('serves until it is interrupted, and leaves the ledger clean', async () => {
    const child = spawn(
      process.execPath,
      [join(root, 'src', 'main', 'cli', 'liaison.ts'), 'serve', '--ledger', ledger, '--no-open', '--json'],
      {
        env: { ...process.env, LIAISON_PASSPHRASE: 'a good passphrase' },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    const started = await new Promise<string>((resolve, reject) => {
      child.stdout.setEncoding('utf8').once('data', resolve)
      child.once('exit', (code) => reject(new Error(`ended with ${code}`)))
    })
    const { address } = JSON.parse(started) as { address: string }
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?key=[\w-]{43}$/)
    expect((await fetch(address, { redirect: 'manual' })).status).toBe(303)
    const ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)))
    child.kill('SIGINT')
    expect(await ended).toBe(0)
    expect((await liaison(['doctor', '--ledger', ledger, '--json'])).json).toMatchObject({ ok: true })
  })
})
