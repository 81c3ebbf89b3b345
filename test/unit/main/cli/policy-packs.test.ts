import { spawn } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { main } from '../../../../src/main/cli/main.ts'
import { findInstallation } from '../../../../src/main/installation.ts'

let folder: string

beforeAll(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'liaison-packs-')), '政策')
  await cp(join(findInstallation().resources, 'policies'), folder, { recursive: true })
})
afterAll(() => rm(join(folder, '..'), { recursive: true, force: true }))

async function liaison(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = ''
  let err = ''
  const code = await main(args, {
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
    env: {},
    interactive: false,
    askSecret: () => Promise.reject(new Error('nobody is asked')),
    onInterrupt: () => () => undefined,
  })
  return { code, out, err }
}

/** Runs `work` with one text of the copied packs changed; the change must really change something. */
async function withChange(file: string, from: string, to: string, work: () => Promise<void>): Promise<void> {
  const path = join(folder, file)
  const text = await readFile(path, 'utf8')
  expect(text).toContain(from)
  await writeFile(path, text.replace(from, to))
  try {
    await work()
  } finally {
    await writeFile(path, text)
  }
}

describe('policy list', () => {
  test('prints each row by document, and the totals by treatment', async () => {
    const { code, out } = await liaison('policy', 'list')
    expect(code).toBe(0)
    expect(out.match(/^(ZJ|SX|JH|GZ|HLJ)-\d{2} /gm)).toHaveLength(223)
    expect(out).toMatch(/^JH-16 +二（六） +自动测算 +就业补贴 +个人 +每人一次 +3000 元\/人$/m)
    expect(out).toMatch(/^SX-22 +二 +限制条件 +结对安排 +由结对关系限定$/m)
    expect(out).toContain('SX-2018 绍兴市加大东西部扶贫劳务协作支持力度的通知 绍市人社发〔2018〕160号：34 条')
    expect(out.trimEnd().split('\n').slice(-7)).toEqual([
      expect.stringMatching(/^自动测算 +13 +6 +10 +10 +0 +39$/),
      expect.stringMatching(/^待录当地标准 +5 +5 +5 +2 +5 +22$/),
      expect.stringMatching(/^转介，不算金额 +8 +7 +2 +1 +2 +20$/),
      expect.stringMatching(/^目标任务 +4 +1 +1 +5 +0 +11$/),
      expect.stringMatching(/^限制条件 +4 +2 +3 +4 +2 +15$/),
      expect.stringMatching(/^工作职责 +37 +30 +16 +12 +21 +116$/),
      expect.stringMatching(/^合计 +71 +51 +37 +34 +30 +223$/),
    ])
  })

  test('with --json is one object', async () => {
    const { code, out } = await liaison('policy', 'list', '--json', '--packs', folder)
    const listed = JSON.parse(out) as { rows: { id: string }[] }
    expect(code).toBe(0)
    expect(listed).toMatchObject({
      ok: true,
      total: 223,
      totals: { computed: 39, 'needs-standard': 22, referral: 20, target: 11, limit: 15, duty: 116 },
    })
    expect(listed.rows).toHaveLength(223)
    expect(listed.rows.find(({ id }) => id === 'HLJ-03')).toMatchObject({
      document: 'HLJ-2021',
      clause: '（四）',
      treatment: 'needs-standard',
      beneficiary: 'employer',
      unit: '每家单位一次',
      amountText: '由当地定标准',
    })
  })

  test('reads the packs that it is given', () =>
    withChange('SX-2018/people.yaml', 'name: 就业稳岗补贴', 'name: 稳岗补贴', async () => {
      expect((await liaison('policy', 'list', '--packs', folder)).out).toContain('  稳岗补贴  ')
      expect((await liaison('policy', 'list')).out).toContain('  就业稳岗补贴  ')
    }))
})

test('a reader that stops early is no fault', async () => {
  const entry = join(import.meta.dirname, '../../../../src/main/cli/liaison.ts')
  const child = spawn(process.execPath, [entry, 'policy', 'list'], { stdio: ['ignore', 'pipe', 'pipe'] })
  let err = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  child.stdout.destroy()
  const code = await new Promise((resolve) => child.once('close', resolve))
  expect({ code, err }).toEqual({ code: 0, err: '' })
})

describe('policy check', () => {
  test('finds nothing wrong with the shipped packs', async () => {
    expect(await liaison('policy', 'check', folder)).toEqual({
      code: 0,
      out: '没有错误：5 份文件，223 条。\n',
      err: '',
    })
  })

  test('prints every problem with file, line, key and fix, and ends with 1', () =>
    withChange('SX-2018/people.yaml', '    clause: 三（一）\n', '    cluase: 三（一）\n', async () => {
      const text = await liaison('policy', 'check', folder)
      expect(text.code).toBe(1)
      expect(text.out).toBe(
        [
          'SX-2018/people.yaml 第3行 rows.0.clause：缺少这个键，请补上',
          'SX-2018/people.yaml 第4行 rows.0.cluase：不认识的键 cluase，请删去或改正拼写',
          '共 2 处错误。',
          '',
        ].join('\n'),
      )
      const json = await liaison('policy', 'check', folder, '--json')
      expect(json.code).toBe(1)
      expect(JSON.parse(json.out)).toMatchObject({
        ok: false,
        problems: [{ file: 'SX-2018/people.yaml', line: 3, key: 'rows.0.clause' }, { line: 4 }],
      })
    }))

  test('says where to point it', async () => {
    const { code, err } = await liaison('policy', 'check', join(folder, 'SX-2018'))
    expect(code).toBe(1)
    expect(err).toContain('里没有政策文件夹。请指向放着各个文件夹（如 SX-2018）的上一级文件夹。')
  })
})
