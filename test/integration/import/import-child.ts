/**
 * Imports a workbook in a process of its own, to be killed: node import-child.ts LEDGER PASSPHRASE FILE
 * Prints `open`, `rows <n>` after each batch, `done` once the import is acknowledged.
 */
import { join } from 'node:path'
import { openLedger } from '../../../src/main/core/db/ledger.ts'
import { runImport } from '../../../src/main/core/exchange/import-run.ts'

const [path = '', passphrase = '', file = ''] = process.argv.slice(2)
const now = () => Date.now()
// A small cache makes SQLite write the unfinished transaction to disk while it goes on.
const ledger = await openLedger({ path, secret: { passphrase }, now, cacheMegabytes: 1 })
process.stdout.write('open\n')
const result = await runImport(
  {
    now,
    today: () => '2022-09-30',
    newId: () => '',
    resources: join(import.meta.dirname, '../../../resources'),
    actor: { name: '测试员', role: 'admin' },
    ledger,
    files: {
      open: async () => ({ name: file, path: file }),
      put: () => Promise.reject(new Error('no file was asked for')),
    },
    progress: (_step, done, _total, unit) => {
      if (unit === '行') process.stdout.write(`rows ${done}\n`)
    },
    shouldStop: () => false,
  },
  {
    token: '',
    kind: undefined,
    sheet: undefined,
    headerRow: undefined,
    mapping: undefined,
    dryRun: false,
    errorFile: false,
  },
)
process.stdout.write(`done ${result.newCount}\n`)
ledger.close()
