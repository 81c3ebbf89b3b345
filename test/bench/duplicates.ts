/**
 * A look through everybody for records of one person, with a thousand entered again under a mistyped number, beside a plain
 * reading of the same columns in the same process. Prints one JSON value. Run: node test/bench/duplicates.ts [people] [ledger]
 */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLedger, type WriteLedger } from '../../src/main/core/db/ledger.ts'
import { people as peopleTable } from '../../src/main/core/db/schema/index.ts'
import { everyPerson } from '../../src/main/core/duplicates/candidates.ts'
import { lookThrough } from '../../src/main/core/duplicates/look.ts'
import { idCheckDigit } from '../../src/shared/domain/id-number.ts'
import { largeLedger } from './large-ledger.ts'

const RUNS = 3
const PLANTED = 1000
const people = Number(process.argv[2] ?? 200_000)
const given = process.argv[3]
const folder = mkdtempSync(join(tmpdir(), 'liaison-bench-duplicates-'))

try {
  const source = given ?? (await largeLedger({ people })).path
  const path = join(folder, 'county.ledger')
  copyFileSync(source, path)
  copyFileSync(`${source}.key`, `${path}.key`)
  const ledger = await openLedger({
    path,
    secret: { passphrase: 'bench passphrase' },
    now: Date.now,
    check: 'never',
    cacheMegabytes: 64,
  })
  try {
    const again = enterAgain(ledger)
    const runs = Array.from({ length: RUNS }, () => clock(() => lookThrough(ledger.reader, 'person')))
    const floor = clock(() => [...everyPerson(ledger.reader)].length)
    const found = runs[0]?.result?.found ?? []
    const met = new Set(found.flatMap(({ firstId, secondId }) => [firstId, secondId]))
    const caught = [...again].filter((id) => met.has(id)).length
    const { records = 0, compared = 0 } = runs[0]?.result ?? {}
    const looks = runs.map(({ wall, processor }) => ({ wall, processor }))
    const { wall, processor } = floor
    const planted = again.size
    console.log(
      JSON.stringify({
        people: records,
        compared,
        found: found.length,
        planted,
        caught,
        looks,
        floor: { wall, processor },
      }),
    )
  } finally {
    ledger.close()
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** People entered a second time, with one digit of the number wrong and its check character made to fit. */
function enterAgain(ledger: WriteLedger): Set<string> {
  const originals = ledger.reader
    .prepare<{ name: string; folded: string; pinyin: string; idNumber: string }>(
      `SELECT name, name_folded AS folded, pinyin, id_number AS idNumber FROM people
       WHERE id_number IS NOT NULL AND deleted_at IS NULL AND rowid % 97 = 0 ORDER BY id LIMIT ?`,
    )
    .all(PLANTED)
  const { result } = ledger.write({ action: 'bench', actor: 'bench' }, (tx) =>
    tx.allowingTwins(() =>
      originals.map(({ name, folded, pinyin, idNumber }) => {
        const first17 = `${idNumber.slice(0, 15)}${(Number(idNumber[15]) + 1) % 10}${idNumber[16]}`
        const row = {
          name,
          nameFolded: folded,
          pinyin,
          initials: '',
          idNumber: first17 + idCheckDigit(first17),
        }
        return tx.insert(peopleTable, row)
      }),
    ),
  )
  return new Set(result)
}

function clock<T>(run: () => T) {
  const used = process.cpuUsage()
  const started = performance.now()
  const result = run()
  const wall = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(used)
  return { result, wall, processor: (user + system) / 1e6 }
}
