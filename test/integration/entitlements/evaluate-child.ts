/**
 * Calculates everybody in a process of its own: node evaluate-child.ts LEDGER PASSPHRASE DAY [PEOPLE]
 * Once that many people are decided and stored it kills itself, as a power cut would: nothing is closed or told.
 */
import { openLedger } from '../../../src/main/core/db/ledger.ts'
import { evaluateLedger } from '../../../src/main/core/entitlements/evaluate.ts'
import { assistance } from '../../../src/main/core/jobs/assistance.ts'
import { resources } from '../../fixtures/small-ledger.ts'
import { jobContext } from './entitlement-desk.ts'

const [path = '', passphrase = '', asOf = '', last = 'Infinity'] = process.argv.slice(2)
// A small cache makes SQLite write the unfinished transaction to disk while it goes on.
const ledger = await openLedger({ path, secret: { passphrase }, now: () => Date.now(), cacheMegabytes: 1 })
const thread = new URL('../../../src/main/core/jobs/thread.ts', import.meta.url)
const assist = assistance(thread, { resources }, ledger.ticket)
await evaluateLedger(
  jobContext(ledger, {
    newId: () => `RUN-${asOf}`,
    progress: (_step, done) => {
      if (done >= Number(last)) process.kill(process.pid, 'SIGKILL')
    },
    ...(assist === undefined ? {} : { assist }),
  }),
  { asOf, benefits: [] },
  // Two threads for these few people, too.
  { range: 50, worthwhile: 1 },
)
ledger.close()
