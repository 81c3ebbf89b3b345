import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { demoWorkbooks } from '../../../src/main/core/demo/demo-county.ts'
import { assistance } from '../../../src/main/core/jobs/assistance.ts'
import { type Assistance, Cancelled } from '../../../src/main/core/procedure.ts'
import { loadRegions } from '../../../src/main/core/registry/regions.ts'
import { type ImportDesk, importDesk, RESOURCES } from './import-desk.ts'

const ENTRY = pathToFileURL(join(import.meta.dirname, '..', '..', 'fixtures', 'hosts', 'real-thread.ts'))
/** more batches than may wait to be taken */
const PEOPLE = 6000
type Assist = NonNullable<Assistance['assist']>

describe('a roster read by a second thread', () => {
  let roster: { name: string; bytes: Uint8Array }
  let alone: ImportDesk
  let desk: ImportDesk
  beforeAll(async () => {
    for await (const { kind, bytes } of demoWorkbooks({
      people: PEOPLE,
      seed: 5,
      regions: loadRegions(RESOURCES),
    })) {
      if (kind !== 'roster') continue
      roster = { name: '花名册.xlsx', bytes }
      break
    }
    alone = await importDesk()
    await alone.run(roster)
  })
  afterAll(() => alone.close())
  beforeEach(async () => {
    desk = await importDesk()
  })
  afterEach(() => desk.close())

  function second(): { assist: Assist; state: { asked: number; ended: number } } {
    const assist = assistance(ENTRY, { resources: RESOURCES }, desk.ledger.ticket) as Assist
    const state = { asked: 0, ended: 0 }
    return {
      state,
      assist: (work, input, port) => {
        state.asked += 1
        const { done, end } = assist(work, input, port)
        return {
          done,
          end: () => {
            state.ended += 1
            return end()
          },
        }
      },
    }
  }

  /** Everything that was written but ids, which are random. */
  function written({ rows }: ImportDesk) {
    const content = (table: string, from = table) =>
      rows<{ name: string }>(`SELECT name FROM pragma_table_info('${table}')`)
        .map(({ name }) => name)
        .filter((name) => !['id', 'source', 'import_id', 'household_id', 'person_id'].includes(name))
        .map((name) => `${from}.${name}`)
        .join(', ')
    const row = (from: string) => `substr(${from}.source, instr(${from}.source, '#')) AS sheet_row`
    return {
      households: rows(`SELECT ${content('households')}, ${row('households')} FROM households ORDER BY id`),
      people: rows(
        `SELECT ${content('people', 'p')}, ${row('p')}, h.code AS household FROM people p
         LEFT JOIN households h ON h.id = p.household_id ORDER BY p.id`,
      ),
      categories: rows(
        `SELECT ${content('person_categories', 'c')}, ${row('c')}, p.id_number FROM person_categories c
         JOIN people p ON p.id = c.person_id ORDER BY c.id`,
      ),
      findings: rows('SELECT row, severity, code, message FROM import_findings ORDER BY row, code, message'),
      log: rows('SELECT tbl, op, count(*) AS n FROM change_log GROUP BY tbl, op ORDER BY tbl, op'),
    }
  }

  it('writes what one thread alone writes, remarks on rows included, also over people who are there', async () => {
    const { assist, state } = second()
    const shared = await desk.run(roster, {}, { assist }, 1)
    expect(state).toEqual({ asked: 1, ended: 1 })
    expect(shared.newCount).toBeGreaterThan(PEOPLE / 2)
    expect(shared.refusedCount).toBeGreaterThan(0)
    expect(shared.warnedCount).toBeGreaterThan(0)
    expect(written(desk)).toEqual(written(alone))
    const again = await desk.run(roster, {}, { assist }, 1)
    expect(again).toMatchObject({ newCount: 0, changedCount: 0 })
    expect(again.sameCount + again.refusedCount).toBe(shared.rows)
    expect(state).toEqual({ asked: 2, ended: 2 })
  })

  it('ends the second thread and keeps nothing where it is cancelled', async () => {
    const { assist, state } = second()
    const before = desk.counts()
    let stop = false
    const hooks = {
      assist,
      progress: (_step: string, done: number) => {
        stop ||= done > 1000
      },
      shouldStop: () => stop,
    }
    await expect(desk.run(roster, {}, hooks, 1)).rejects.toBeInstanceOf(Cancelled)
    expect(state).toEqual({ asked: 1, ended: 1 })
    expect(desk.counts()).toEqual(before)
  })

  it('fails as a whole where the second thread fails', async () => {
    const assist: Assist = () => ({
      done: Promise.reject(new Error('the disk is gone')),
      end: async () => undefined,
    })
    const before = desk.counts()
    await expect(desk.run(roster, {}, { assist }, 1)).rejects.toThrow('the disk is gone')
    expect(desk.counts()).toEqual(before)
  })
})
