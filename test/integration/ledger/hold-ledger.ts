/** Opens a ledger, says so, and holds it until it is killed: node hold-ledger.ts PATH PASSPHRASE */
import { openLedger } from '../../../src/main/core/db/ledger.ts'

const [path = '', passphrase = ''] = process.argv.slice(2)
await openLedger({ path, secret: { passphrase }, now: () => Date.now() })
process.stdout.write('held\n')
setInterval(() => undefined, 1000)
