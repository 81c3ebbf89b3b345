import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { doctor } from '../../../src/main/core/db/doctor/doctor.ts'
import { createTestLedger, PASSPHRASE, type TestLedger } from '../../fixtures/ledger.ts'

const KILLS = Number(process.env.LIAISON_KILLS ?? 8)
const script = join(import.meta.dirname, 'long-write.ts')

describe('a killed process', () => {
  let t: TestLedger
  beforeEach(async () => {
    t = await createTestLedger()
    t.ledger.close()
  })
  afterEach(() => t.cleanup())

  it(`leaves all of each acknowledged transaction and nothing of the others, ${KILLS} times over`, async () => {
    const acknowledged: string[] = []
    for (let kill = 0; kill < KILLS; kill += 1) {
      acknowledged.push(...(await writeAndKill(t.path, 1 + (kill % 3), 7 + ((kill * 37) % 150))))
      const ledger = await t.reopen()
      const known = new Set(ledger.reader.prepare('SELECT tx_id FROM audit').pluck().all())
      expect(acknowledged.filter((txId) => !known.has(txId))).toEqual([])
      const whole = ledger.reader
        .prepare<{ n: number }>('SELECT count(*) AS n FROM change_log GROUP BY tx_id')
        .all()
      for (const { n } of whole) expect(n).toBe(800)
      const report = await doctor(ledger.ticket)
      expect(report.findings).toEqual([])
      expect(ledger.lastSaveIncomplete).toBe(false)
      ledger.close()
    }
    expect(acknowledged.length).toBeGreaterThan(KILLS)
  })
})

/** Runs the writer, kills it `delay` ms after so many commits, and gives the transactions that it acknowledged. */
async function writeAndKill(path: string, commits: number, delay: number): Promise<string[]> {
  const child = spawn(process.execPath, [script, path, PASSPHRASE], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  const committedAll = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (output.split('committed ').length > commits) resolve()
    })
  })
  const exited = once(child, 'exit')
  await Promise.race([committedAll, exited])
  await new Promise((resolve) => setTimeout(resolve, delay))
  child.kill('SIGKILL')
  expect(await exited).toEqual([null, 'SIGKILL'])
  const lines = output.split('\n').slice(0, -1)
  return lines.filter((line) => line.startsWith('committed ')).map((line) => line.slice('committed '.length))
}
