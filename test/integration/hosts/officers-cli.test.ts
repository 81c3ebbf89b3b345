import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { main } from '../../../src/main/cli/main.ts'
import type { Terminal } from '../../../src/main/cli/terminal.ts'
import { findInstallation } from '../../../src/main/installation.ts'

const installation = {
  ...findInstallation(),
  threadEntry: pathToFileURL(join(import.meta.dirname, '..', '..', 'fixtures', 'hosts', 'real-thread.ts')),
}
/** Each command starts threads of its own, which takes seconds on a busy machine. */
const PATIENT = 400_000
let base: string
let ledger: string

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'liaison-officers-'))
  ledger = join(base, '马边.ledger')
  process.env.LIAISON_DATA = join(base, 'data')
  process.env.LIAISON_FOLDER = join(base, 'documents')
})
afterAll(async () => {
  delete process.env.LIAISON_DATA
  delete process.env.LIAISON_FOLDER
  await rm(base, { recursive: true, force: true })
})

/** One command with --json on the ledger, in this process. */
async function liaison(args: string[], env: Record<string, string> = {}) {
  let out = ''
  const terminal: Terminal = {
    out: (text) => {
      out += text
    },
    err: () => undefined,
    env: { LIAISON_PASSPHRASE: 'a good passphrase', ...env },
    interactive: false,
    askSecret: () => Promise.reject(new Error('nobody is asked')),
    onInterrupt: () => () => undefined,
  }
  const exit = await main([...args, '--ledger', ledger, '--json'], terminal, installation)
  return { exit, ...(JSON.parse(out) as Record<string, unknown>) }
}

describe('who runs a command', () => {
  test(
    'is the one person of a ledger without a list, then its only administrator, then the one who is named',
    async () => {
      await liaison(['init', '--office', '马边站', '--county', '511133', '--officer', '阿木'])
      expect(await liaison(['officers', 'list'])).toMatchObject({ exit: 0, officers: [] })
      expect(await liaison(['officers', 'add', '沙马', '--role', 'clerk'])).toMatchObject({
        exit: 1,
        message: expect.stringContaining('必须是管理员'),
      })
      expect((await liaison(['officers', 'add', '阿木', '--role', '管理员'])).exit).toBe(0)
      // The only administrator, without a PIN, is taken for granted.
      expect(
        (await liaison(['officers', 'add', '沙马', '--role', 'clerk', '--pin'], { LIAISON_NEW_PIN: '2580' }))
          .exit,
      ).toBe(0)
      expect(await liaison(['people', '--officer', '沙马'])).toMatchObject({
        exit: 1,
        message: expect.stringContaining('LIAISON_PIN'),
      })
      expect(
        await liaison(['officers', 'set', '沙马', '--role', 'admin', '--officer', '沙马'], {
          LIAISON_PIN: '2580',
        }),
      ).toMatchObject({ exit: 1, message: expect.stringContaining('管理员') })
    },
    PATIENT,
  )

  test(
    'must be named once the administrator has a PIN',
    async () => {
      expect((await liaison(['officers', 'set', '阿木', '--pin'], { LIAISON_NEW_PIN: '147258' })).exit).toBe(
        0,
      )
      expect(await liaison(['people'])).toMatchObject({
        exit: 1,
        message: expect.stringContaining('--officer'),
      })
      const asAdmin = { LIAISON_PIN: '147258' }
      expect(
        await liaison(['officers', 'remove', '阿木', '--reason', '调离', '--officer', '阿木'], asAdmin),
      ).toMatchObject({
        exit: 1,
        message: expect.stringContaining('最后一个管理员'),
      })
      expect(
        (await liaison(['officers', 'remove', '沙马', '--reason', '调离本站', '--officer', '阿木'], asAdmin))
          .exit,
      ).toBe(0)
      const { rows } = (await liaison(['audit', '--officer', '阿木'], asAdmin)) as unknown as {
        rows: { actor: string; label: string }[]
      }
      expect(rows.slice(0, 3).map(({ actor, label }) => [actor, label])).toEqual([
        ['阿木', '换人'],
        ['阿木', '停用人员'],
        ['阿木', '换人'],
      ])
      expect(rows).toContainEqual(expect.objectContaining({ actor: '沙马', label: '换人' }))
    },
    PATIENT,
  )
})
