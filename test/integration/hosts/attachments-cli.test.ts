import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { main } from '../../../src/main/cli/main.ts'
import type { Terminal } from '../../../src/main/cli/terminal.ts'
import { findInstallation } from '../../../src/main/installation.ts'
import type { AttachmentView } from '../../../src/shared/contract/attachments.ts'

const installation = {
  ...findInstallation(),
  threadEntry: pathToFileURL(join(import.meta.dirname, '../../fixtures/hosts/real-thread.ts')),
}
let base: string
let ledger: string

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'liaison-cli-'))
  ledger = join(base, '马边.ledger')
  process.env.LIAISON_DATA = join(base, 'data')
  process.env.LIAISON_FOLDER = join(base, 'documents')
  const made = await liaison('init', '--ledger', ledger, '--office', '马边站', '--county', '511133')
  expect(made.code).toBe(0)
})
afterAll(async () => {
  delete process.env.LIAISON_DATA
  delete process.env.LIAISON_FOLDER
  await rm(base, { recursive: true, force: true })
})

async function liaison(...args: string[]) {
  let out = ''
  let err = ''
  const terminal: Terminal = {
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
    env: { LIAISON_PASSPHRASE: 'a good passphrase' },
    interactive: false,
    askSecret: () => Promise.reject(new Error('nobody is asked')),
    onInterrupt: () => () => undefined,
  }
  const code = await main(args, terminal, installation)
  return { code, out, err }
}

async function json<T>(...args: string[]): Promise<T> {
  const { code, out } = await liaison(...args, '--ledger', ledger, '--json')
  expect(code, out).toBe(0)
  return JSON.parse(out) as T
}

describe('attachments on the command line', () => {
  const owner = ['--kind', 'policy-document', '--owner', 'JH-2021']

  test('a file goes in, is listed, comes out the same, and is removed with a reason', async () => {
    const file = join(base, '原文.pdf')
    await writeFile(file, '%PDF-1.7\n金华')
    const { added } = await json<{ added: { id: string }[] }>(
      'attachments',
      'add',
      file,
      ...owner,
      '--item',
      '原文',
    )
    const id = added[0]?.id ?? ''
    const listed = await json<{ attachments: AttachmentView[] }>('attachments', 'list', ...owner)
    expect(listed.attachments).toMatchObject([
      { id, name: '原文.pdf', item: '原文', mime: 'application/pdf', held: true },
    ])
    const copy = join(base, '副本.pdf')
    await json('attachments', 'save', id, '--out', copy)
    expect(await readFile(copy)).toEqual(await readFile(file))
    expect(await readFile(ledger).then((bytes) => bytes.includes('%PDF-1.7'))).toBe(false)

    const again = await liaison('attachments', 'add', file, ...owner, '--item', '原文', '--ledger', ledger)
    expect(again.code).toBe(1)
    expect(again.err).toContain('这份文件已经附上了')
    await json('attachments', 'remove', id, '--reason', '附错了')
  })

  test('wrong use is said in Chinese', async () => {
    const kind = await liaison('attachments', 'list', '--ledger', ledger, '--kind', 'x', '--owner', 'JH-2021')
    expect(kind.code).toBe(2)
    expect(kind.err).toContain('应为 policy-document')
  })
})

describe('policy reading on the command line', () => {
  test('sets, lists, refuses and takes back', async () => {
    const set = await json<{ id: string; valueText: string }>(
      ...[
        'policy',
        'reading',
        'set',
        'SX-02.gap-days',
        '--value',
        '15',
        '--reason',
        '与邻县一致',
        '--by',
        '局务会',
      ],
    )
    expect(set.valueText).toBe('15')
    const text = await liaison('policy', 'reading', 'list', '--ledger', ledger)
    expect(text.out).toMatch(/现行：15.*局务会.*与邻县一致/)
    const refused = await liaison(
      ...['policy', 'reading', 'set', 'JH-16', '--value', '2', '--reason', '想改', '--ledger', ledger],
    )
    expect(refused.code).toBe(1)
    expect(refused.err).toContain('写明的条件和金额不能改')
    await json('policy', 'reading', 'remove', set.id, '--reason', '市局另有答复')
  })
})
