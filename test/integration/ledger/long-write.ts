/**
 * Writes people into a ledger until it is killed: node long-write.ts PATH PASSPHRASE
 * Prints `committed <n>` after each acknowledged transaction of 400 households and 400 people; every third is undone.
 */
import { openLedger } from '../../../src/main/core/db/ledger.ts'
import { households, people } from '../../../src/main/core/db/schema/index.ts'

const [path = '', passphrase = ''] = process.argv.slice(2)
const ledger = await openLedger({ path, secret: { passphrase }, now: () => Date.now(), cacheMegabytes: 1 })
const base = ledger.reader.prepare('SELECT count(*) FROM audit').pluck().get() as number
process.stdout.write('open\n')
for (let round = base; ; round += 1) {
  const { txId } = await ledger.writeAsync({ action: 'test.long', actor: 'U1' }, async (tx) => {
    for (let part = 0; part < 4; part += 1) {
      const ids = tx.insertMany(
        households,
        Array.from({ length: 100 }, (_, i) => ({
          code: `${round}-${part}-${i}`,
          village: '光明村'.repeat(20),
        })),
      )
      tx.insertMany(
        people,
        ids.map((householdId, i) => ({
          name: `人${round}`,
          nameFolded: `人${round}`,
          pinyin: `p${i}`,
          initials: 'p',
          householdId,
          note: 'x'.repeat(400),
        })),
      )
      // Lets the kill fall between two statements as well.
      await new Promise((resolve) => setImmediate(resolve))
    }
  })
  process.stdout.write(`committed ${txId}\n`)
  if (round % 3 === 2) process.stdout.write(`committed ${ledger.undo(txId, 'U1').txId}\n`)
}
