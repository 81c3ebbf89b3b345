/**
 * A process of its own that makes or takes a bundle and is really killed at its n-th step: a look at the clock, a piece of
 * text, a batch of lines, a hold of the writer, whatever comes first.
 *   node killed-office.ts send|take LEDGER FILE PARTNER_JSON STEP
 */
import { readFile } from 'node:fs/promises'
import { openLedger } from '../../../src/main/core/db/ledger.ts'
import { openBundle, sealBundle } from '../../../src/main/core/sync/bundle-file.ts'
import { takeIn } from '../../../src/main/core/sync/incoming.ts'
import { readOfficeKeys } from '../../../src/main/core/sync/office-keys.ts'
import { keepSent, planBundle, type Recipient, writeBundle } from '../../../src/main/core/sync/outgoing.ts'
import { CHEAP_KDF, PASSPHRASE } from '../../fixtures/ledger.ts'

const [mode = '', path = '', file = '', partner = '{}', at = '0'] = process.argv.slice(2)
let steps = 0
const step = (): void => {
  steps += 1
  if (steps === Number(at)) process.kill(process.pid, 'SIGKILL')
}
let clock = Date.parse('2026-06-01T01:00:00Z')
const now = (): number => {
  step()
  clock += 1000
  return clock
}

const ledger = await openLedger({ path, secret: { passphrase: PASSPHRASE }, now, kdfCost: CHEAP_KDF })
const keys = readOfficeKeys(ledger.reader)
if (keys === undefined) throw new Error('no keys')
if (mode === 'send') {
  const plan = planBundle(ledger.reader, JSON.parse(partner) as Recipient, 'changes', '甲')
  step()
  const sealed = await writeBundle(ledger.reader, plan, keys, file, {
    now,
    onProgress: step,
    seal: async (target, request) => {
      const done = await sealBundle(target, { ...request, onProgress: step })
      step()
      return done
    },
  })
  step()
  ledger.write({ action: 'sync.export', actor: '甲' }, (tx) => {
    keepSent(tx, plan, sealed, 'x.llbundle', '甲')
    step()
  })
  step()
} else {
  const { signer, ledgerId } = JSON.parse(partner) as { signer: string; ledgerId: string }
  await takeIn(ledger, {
    source: file,
    identities: keys.identities,
    senderOf: (key) => (key === signer ? { name: '甲', ledgerId, revoked: false } : undefined),
    ownLedgerId: ledger.ledgerId,
    by: '乙',
    now,
    bytes: () => readFile(file),
    onProgress: step,
    open: async (source, request) => {
      const bundle = await openBundle(source, request)
      step()
      return {
        ...bundle,
        async *lines() {
          for await (const batch of bundle.lines()) {
            step()
            yield batch
            step()
          }
          step()
        },
      }
    },
  })
  step()
}
ledger.close()
console.log(`done after ${steps} steps`)
