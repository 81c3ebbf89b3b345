/** A process that is killed in the middle of an import leaves all of it or nothing. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { doctor } from '../../../src/main/core/db/doctor/doctor.ts'
import { createLedger, openLedger } from '../../../src/main/core/db/ledger.ts'
import { demoWorkbooks } from '../../../src/main/core/demo/demo-county.ts'
import { loadRegions } from '../../../src/main/core/registry/regions.ts'
import { KDF, RESOURCES } from './import-desk.ts'

const PASSPHRASE = 'correct horse battery'
/** How many rows are in the transaction when the process is killed, and how many milliseconds later. */
const KILLS: readonly (readonly [rows: number, delay: number])[] = [
  [0, 40],
  [1, 0],
  [1, 120],
  [5000, 30],
  [10_000, 0],
  [10_000, 250],
]
const script = join(import.meta.dirname, 'import-child.ts')
const folder = mkdtempSync(join(tmpdir(), 'liaison-killed-'))
const path = join(folder, 'county.ledger')
const file = join(folder, '花名册.xlsx')
const now = () => Date.now()

beforeAll(async () => {
  // As many as an import into an empty ledger needs to lay its keys aside.
  for await (const { kind, bytes } of demoWorkbooks({
    people: 10_500,
    seed: 3,
    regions: loadRegions(RESOURCES),
  })) {
    if (kind !== 'roster') continue
    writeFileSync(file, bytes)
    break
  }
  const { ledger } = await createLedger({ path, passphrase: PASSPHRASE, now, kdfCost: KDF })
  ledger.close()
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('killed at any point: all or nothing, and the ledger is sound', async () => {
  let imported = 0
  for (const [rows, delay] of KILLS) {
    const acknowledged = await importAndKill(rows, delay)
    const state = await look()
    expect(state.findings).toEqual([])
    // A commit may be done and not yet told; then all of it is there.
    expect([imported, 1]).toContain(state.imports)
    if (acknowledged) expect(state.imports).toBe(1)
    expect(state.people > 0).toBe(state.imports > 0)
    expect(state.files).toBe(state.imports)
    if (state.imports === 0) expect(state.changes).toBe(0)
    imported = state.imports
    if (imported > 0) break
  }
  const child = start()
  expect(await once(child, 'exit')).toEqual([0, null])
  const end = await look()
  expect(end.findings).toEqual([])
  expect(end.imports).toBe(imported + 1)
  expect(end.people).toBeGreaterThan(10_000)
}, 180_000)

function start() {
  return spawn(process.execPath, [script, path, PASSPHRASE, file], { stdio: ['ignore', 'pipe', 'inherit'] })
}

/** Kills the import `delay` ms after it has told of `rows` rows (0: of the open ledger). True: it had acknowledged. */
async function importAndKill(rows: number, delay: number): Promise<boolean> {
  const child = start()
  let output = ''
  const exited = once(child, 'exit')
  const reached = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const told = [...output.matchAll(/^rows (\d+)$/gm)].map(([, n]) => Number(n))
      if (rows === 0 ? output.includes('open') : told.some((n) => n >= rows)) resolve()
    })
  })
  await Promise.race([reached, exited])
  await new Promise((resolve) => setTimeout(resolve, delay))
  child.kill('SIGKILL')
  await exited
  return output.includes('done')
}

async function look() {
  const ledger = await openLedger({ path, secret: { passphrase: PASSPHRASE }, now, kdfCost: KDF })
  const count = (sql: string) =>
    ledger.reader.prepare<{ n: number }>(`SELECT count(*) AS n FROM ${sql}`).get()?.n ?? 0
  const state = {
    people: count('people'),
    imports: count('imports'),
    files: count('files'),
    changes: count('change_log'),
    findings: (await doctor(ledger.ticket)).findings,
  }
  ledger.close()
  return state
}
