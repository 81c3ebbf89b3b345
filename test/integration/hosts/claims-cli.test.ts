import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { main } from '../../../src/main/cli/main.ts'
import { findInstallation } from '../../../src/main/installation.ts'
import type { ActPlan, ClaimDetail, ClaimRow } from '../../../src/shared/contract/claims.ts'
import { createTestLedger, PASSPHRASE, type TestLedger } from '../../fixtures/ledger.ts'
import { claimsDesk } from '../claims/claims-desk.ts'

const installation = {
  ...findInstallation(),
  threadEntry: pathToFileURL(join(import.meta.dirname, '../../fixtures/hosts/real-thread.ts')),
}
/** Opening a ledger takes its time on a busy machine, and each command opens it. */
const PATIENCE = 300_000
const [FIRST, SECOND, THIRD] = ['JH16-2022-7F3A-000001', 'JH16-2022-7F3A-000002', 'JH16-2022-7F3A-000003']

describe('claims on their way on the command line', { timeout: PATIENCE }, () => {
  let t: TestLedger
  beforeAll(async () => {
    t = await createTestLedger()
    claimsDesk(t.ledger).claims(3)
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
    const code = await main(
      ['claims', ...args, '--ledger', t.path],
      {
        out: (text) => {
          out += text
        },
        err: (text) => {
          out += text
        },
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
  const states = async () =>
    Object.fromEntries(
      (await json<{ claims: ClaimRow[] }>('list')).claims.map(({ number, state, holds }) => [
        number,
        holds > 0 ? `${state} held` : state,
      ]),
    )

  test('go on, stand still, come back and end, each with its reason', async () => {
    const dry = await json<ActPlan & { dryRun: boolean }>('advance', '--step', 'paper', '--dry-run')
    expect(dry).toMatchObject({ dryRun: true, able: 3, amountFen: 900_000 })
    expect(await states()).toEqual({ [FIRST]: 'drafted', [SECOND]: 'drafted', [THIRD]: 'drafted' })

    expect(await json('advance')).toMatchObject({ dryRun: false, done: 3 })
    expect(await json('hold', FIRST, '--reason', '电话核实')).toMatchObject({ done: 1 })
    const went = await json<ActPlan & { done: number }>('advance', '--step', 'village', '--note', '属实')
    expect(went).toMatchObject({ done: 2, barred: [{ count: 1, numbers: [FIRST] }] })
    expect(await json('send-back', SECOND, '--reason', '缺签字')).toMatchObject({ done: 1 })
    expect(await json('refuse', THIRD, '--clause', '三（二）', '--reason', '没有外出务工')).toMatchObject({
      done: 1,
    })
    expect(await states()).toEqual({ [FIRST]: 'received held', [SECOND]: 'received', [THIRD]: 'refused' })

    expect(await json('release', FIRST, '--reason', '家属已说明')).toMatchObject({ released: 1 })
    const { claim } = await json<{ claim: ClaimDetail }>('show', FIRST)
    expect(claim.openHolds).toEqual([])
    expect(claim.events.map(({ kind, note }) => `${kind} ${note}`.trim())).toEqual([
      'received',
      'held 电话核实',
      'released 家属已说明',
    ])
  })

  test('tell their story in Chinese', async () => {
    const { code, out } = await liaison('show', THIRD)
    expect(code, out).toBe(0)
    for (const words of ['不予通过', '三（二）：没有外出务工', '村级审核', '属实'])
      expect(out).toContain(words)
    expect((await liaison('list', '--state', 'refused')).out).toContain(THIRD)
  })

  test('are refused in words, and wrong use is told apart', async () => {
    const held = await liaison('release', FIRST, '--reason', '家属已说明')
    expect(held).toMatchObject({ code: 1, out: expect.stringContaining('没有暂缓') })
    const ended = await liaison('refuse', THIRD, '--clause', '三（二）', '--reason', '再来一次')
    expect(ended).toMatchObject({ code: 1, out: expect.stringContaining('已办结，不能再办') })
    const unknown = await liaison('show', 'JH16-2022-7F3A-999999')
    expect(unknown).toMatchObject({ code: 1, out: expect.stringContaining('没有编号为') })
    expect((await liaison('refuse', FIRST, '--reason', '没有条款')).code).toBe(2)
    expect((await liaison('list', '--state', 'lost')).code).toBe(2)
  })
})
