/**
 * How long it takes to move claims one step, and a batch of them through its list. Run: node test/bench/claims-step.ts [claims]
 * Beside it the floor: as many plain UPDATEs and INSERTs of the same rows in one transaction, without log or procedure.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBatch } from '../../src/main/core/claims/batch/compose.ts'
import { clearList, postList } from '../../src/main/core/claims/batch/public-lists.ts'
import { actOnClaims } from '../../src/main/core/claims/workflow/claim-acts.ts'
import { createLedger, type NewRow, type WriteLedger } from '../../src/main/core/db/ledger.ts'
import { claims, people } from '../../src/main/core/db/schema/index.ts'
import { openSqliteForWriting } from '../../src/main/core/db/sqlite.ts'
import type { WriteContext } from '../../src/main/core/procedure.ts'
import { frozenFacts, frozenTrace, resources } from '../fixtures/small-ledger.ts'
import { report, stopwatch } from './measure.ts'

const count = Number(process.argv[2] ?? 5000)
const folder = mkdtempSync(join(tmpdir(), 'liaison-bench-'))
const path = join(folder, 'claims.ledger')
const anyone = () => true
const day = { today: '2022-06-30' }

/** The batch is composed on the day before its list hangs. */
const opened = Date.now() - Date.parse('2022-06-30T08:00:00+08:00')
const { ledger } = await createLedger({
  path,
  passphrase: 'bench passphrase',
  now: () => Date.now() - opened,
})
try {
  fill(ledger)
  const context: WriteContext = {
    ledger,
    actor: { name: '木果', role: 'admin' },
    now: () => Date.now(),
    today: () => day.today,
    newId: () => '',
    resources,
  } as unknown as WriteContext
  const write = <T>(body: Parameters<WriteLedger['write']>[1]): T =>
    ledger.write({ action: 'bench', actor: '木果' }, body).result as T

  const act = []
  for (let i = 0; i < 4; i += 1) {
    const clock = stopwatch()
    actOnClaims(context, { act: 'complete', filter: { search: '', benefit: 'JH-16' }, note: '' }, anyone)
    act.push(clock())
  }
  const batching = stopwatch()
  const { batchId } = write<{ batchId: string }>((tx) =>
    createBatch(context, tx, {
      benefit: 'JH-16',
      fund: 'employment-promotion',
      budgetLineId: null,
      title: '',
      period: '2022',
      scope: null,
      filter: { search: '', benefit: 'JH-16' },
    }),
  )
  const create = batching()
  const posting = stopwatch()
  const { id } = write<{ id: string }>((tx) =>
    postList(
      context,
      tx,
      {
        batchId,
        place: '公示栏',
        from: '2022-07-01',
        phone: '0833-4521234',
        statedCount: count,
        statedFen: count * 300_000,
      },
      { mayDo: anyone },
    ),
  )
  const post = posting()
  day.today = '2022-07-15'
  const clearing = stopwatch()
  write((tx) => clearList(context, tx, id))
  const clear = clearing()
  report({ count, act, create, post, clear, floor: floor(ledger) })
} finally {
  ledger.close()
  rmSync(folder, { recursive: true, force: true })
}

function fill(into: WriteLedger): void {
  const trace = JSON.stringify(frozenTrace())
  into.write({ action: 'bench.fill', actor: 'bench' }, (tx) => {
    const numbers = Array.from({ length: count }, (_, i) => i)
    const ids = tx.insertMany(
      people,
      numbers.map(
        (i): NewRow<typeof people> => ({
          name: `阿依${i}`,
          nameFolded: `阿依${i}`,
          pinyin: `ayi${i}`,
          initials: `ay${i}`,
          homeCounty: '511133',
          homeTownshipText: `第${i % 20}镇`,
          homeVillage: `第${i % 200}村`,
          source: 'entry',
        }),
      ),
    )
    tx.insertMany(
      claims,
      numbers.map(
        (i): NewRow<typeof claims> => ({
          number: `JH16-2022-BNCH-${String(i + 1).padStart(6, '0')}`,
          benefit: 'JH-16',
          beneficiaryKind: 'person',
          beneficiaryId: ids[i] ?? '',
          personId: ids[i] ?? '',
          period: '2022',
          state: 'drafted',
          amountFen: 300_000,
          months: null,
          asOf: '2022-06-30',
          qualifyingOn: '2022-05-31',
          packVersion: 'JH-2021@1',
          standard: null,
          facts: JSON.stringify(frozenFacts(`阿依${i}`)),
          trace,
          draftedAt: '2022-06-30T01:00:00.000Z',
          draftedBy: 'bench',
          source: 'entry',
        }),
      ),
    )
  })
}

/** The same columns and events by plain statements on the same encrypted file. */
function floor(of: WriteLedger): { wall: number; processor: number } {
  const db = openSqliteForWriting(of.path, { key: of.ticket.key })
  try {
    const ids = db.prepare('SELECT id FROM claims').pluck().all() as string[]
    db.exec('CREATE TEMP TABLE told (claim_id TEXT, kind TEXT, at TEXT, by TEXT, data TEXT)')
    const move = db.prepare("UPDATE claims SET state = 'approved', step = 'finance' WHERE id = ?")
    const told = db.prepare("INSERT INTO told VALUES (?, 'approved', '2022-07-15', '木果', '{}')")
    const clock = stopwatch()
    db.exec('BEGIN IMMEDIATE')
    for (const id of ids) {
      move.run(id)
      told.run(id)
    }
    db.exec('ROLLBACK')
    return clock()
  } finally {
    db.close()
  }
}
