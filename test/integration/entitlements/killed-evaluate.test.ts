/** A process that is killed in the middle of a calculation leaves the results of the one before whole. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { doctor } from '../../../src/main/core/db/doctor/doctor.ts'
import { createLedger, openLedger, type ReadLedger } from '../../../src/main/core/db/ledger.ts'
import { insuredYears, people, personCategories, spells } from '../../../src/main/core/db/schema/index.ts'
import { latestRun } from '../../../src/main/core/entitlements/runs.ts'
import { CHEAP_KDF, PASSPHRASE } from '../../fixtures/ledger.ts'
import { smallLedger } from '../../fixtures/small-ledger.ts'

const PEOPLE = 300
/** The calculation that stands, and the one that is killed: for half of the people it says something else. */
const BEFORE = '2022-06-30'
const AFTER = '2022-09-30'
/** How many people are decided and stored when the process is killed: some, more, all but not acknowledged. */
const KILLS = [1, PEOPLE / 2, PEOPLE]
const script = join(import.meta.dirname, 'evaluate-child.ts')
const folder = mkdtempSync(join(tmpdir(), 'liaison-killed-'))
const path = join(folder, 'county.ledger')
const secret = { passphrase: PASSPHRASE }
const now = () => Date.now()

beforeAll(async () => {
  const { ledger } = await createLedger({ path, passphrase: PASSPHRASE, now, kdfCost: CHEAP_KDF })
  const make = smallLedger(ledger)
  const firm = make.employer('义乌锦程服饰有限公司', {
    kind: 'enterprise',
    county: '330782',
    isPrivate: true,
  })
  ledger.write(make.by, (tx) => {
    for (let i = 0; i < PEOPLE; i += 1) {
      const personId = tx.insert(people, {
        name: `工人${i}`,
        nameFolded: `工人${i}`,
        pinyin: `gongren${i}`,
        initials: `gr${i}`,
        homeCounty: '511921',
        categoriesKnown: true,
      })
      tx.insert(personCategories, { personId, category: 'poverty-lifted', fromDate: '2014-12-31' })
      const work = { employerId: firm, employerText: '义乌锦程服饰有限公司', county: '330782' }
      tx.insert(spells, {
        personId,
        ...work,
        fromDate: '2022-01-10',
        toState: 'open',
        organisedState: 'no',
        insuredKnown: true,
        postKind: 'ordinary',
      })
      tx.insert(insuredYears, { personId, ...work, year: 2022, months: i % 2 === 0 ? 0b11111 : 0b110000 })
    }
  })
  ledger.close()
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('killed at any point: the old results stand whole, and the ledger is sound', async () => {
  expect(await once(start(BEFORE), 'exit')).toEqual([0, null])
  const old = await look()
  expect(old).toMatchObject({ findings: [], run: `RUN-${BEFORE}`, stale: false, people: PEOPLE })
  expect(old.stored.length).toBeGreaterThan(PEOPLE)
  for (const decided of KILLS) {
    expect(await once(start(AFTER, decided), 'exit')).toEqual([null, 'SIGKILL'])
    expect(await look()).toEqual(old)
  }
  expect(await once(start(AFTER), 'exit')).toEqual([0, null])
  const after = await look()
  expect(after).toMatchObject({ findings: [], run: `RUN-${AFTER}`, stale: false, people: PEOPLE })
  expect(after.stored).not.toEqual(old.stored)
}, 180_000)

function start(asOf: string, killedAt?: number) {
  const at = killedAt === undefined ? [] : [String(killedAt)]
  return spawn(process.execPath, [script, path, PASSPHRASE, asOf, ...at], { stdio: 'inherit' })
}

async function look() {
  const ledger = await openLedger({ path, secret, now, kdfCost: CHEAP_KDF })
  const run = latestRun(ledger.reader)
  const state = {
    run: run?.id,
    stale: run?.stale,
    counts: run?.counts,
    people: run?.peopleCount,
    stored: everything(ledger.reader),
    findings: (await doctor(ledger.ticket)).findings,
  }
  ledger.close()
  return state
}

/** Every stored answer, and by whom it is counted. */
function everything(reader: ReadLedger): unknown[] {
  return ['evaluation_results', 'evaluation_people', 'evaluation_sets', 'evaluation_heads'].flatMap((table) =>
    reader.prepare(`SELECT * FROM ${table}`).raw().all(),
  )
}
