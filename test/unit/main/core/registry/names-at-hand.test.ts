import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openReader, type ReadLedger } from '../../../../../src/main/core/db/ledger.ts'
import { people } from '../../../../../src/main/core/db/schema/index.ts'
import { foundByName, gatherNames } from '../../../../../src/main/core/registry/names-at-hand.ts'
import { bestPeople, listPeople, searchClause } from '../../../../../src/main/core/registry/people-list.ts'
import { pinyinOf } from '../../../../../src/main/core/registry/pinyin.ts'
import { foldName, nameKey } from '../../../../../src/shared/domain/person-name.ts'
import { createTestLedger, type TestLedger } from '../../../../fixtures/ledger.ts'
import { regions, smallLedger, TODAY } from '../../../../fixtures/small-ledger.ts'

const NEVER = () => false

describe('names at hand', () => {
  let t: TestLedger
  let asked: ReadLedger
  beforeEach(async () => {
    t = await createTestLedger()
    asked = openReader(t.ledger.ticket)
  })
  afterEach(() => {
    asked.close()
    t.cleanup()
  })

  /** What both ways find for a search: the ledger alone, and with the names gathered. */
  const both = (search: string, limit: number, offset = 0) => {
    const clause = searchClause(search)
    const list = (ledger: ReadLedger) => {
      const { total, rows } = listPeople(ledger, { search, categories: [], offset, limit }, TODAY, regions)
      return { total, ids: rows.map(({ id }) => id) }
    }
    const of = (ledger: ReadLedger) => [
      clause === undefined ? [] : bestPeople(ledger, clause, limit),
      list(ledger),
    ]
    return { ledger: of(asked), gathered: of(t.ledger.reader) }
  }

  it('say nothing before they were gathered', () => {
    smallLedger(t.ledger).person('阿依')
    expect(foundByName(t.ledger.reader, '阿依', NEVER)).toBeUndefined()
    gatherNames(t.ledger.reader)
    expect(foundByName(t.ledger.reader, '阿依', NEVER)).toHaveLength(1)
  })

  it('know who changed since, and are gathered anew after very many', () => {
    const make = smallLedger(t.ledger)
    make.person('阿依')
    gatherNames(t.ledger.reader)
    make.person('王秀英')
    expect(foundByName(t.ledger.reader, '阿依', NEVER)).toHaveLength(1)
    expect(foundByName(t.ledger.reader, '王秀', () => true)).toBeUndefined()
    t.ledger.write(make.by, (tx) =>
      tx.insertMany(
        people,
        Array.from({ length: 300 }, (_, i) => ({
          name: `阿依${'甲乙丙丁戊己'[i % 6]}`,
          nameFolded: `阿依${'甲乙丙丁戊己'[i % 6]}`,
          pinyin: `ayi${i % 6}`,
          initials: 'ay',
          source: 'entry',
        })),
      ),
    )
    expect(foundByName(t.ledger.reader, '阿依', NEVER)).toBeUndefined()
    gatherNames(t.ledger.reader)
    expect(foundByName(t.ledger.reader, '阿依', NEVER)).toHaveLength(301)
    expect(both('阿依', 50, 20).gathered).toEqual(both('阿依', 50, 20).ledger)
  })

  it('find whom the ledger finds, in its order, whatever is written meanwhile', () => {
    const part = fc.constantFrom('阿', '依', '木', '吉克', '王', '秀英', '𬱖', 'A', '·')
    const name = fc
      .array(part, { minLength: 1, maxLength: 5 })
      .map((parts) => parts.join(''))
      .filter((written) => nameKey(written) !== '')
    const step = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          do: fc.constant('add' as const),
          names: fc.array(name, { minLength: 1, maxLength: 6 }),
        }),
      },
      { weight: 3, arbitrary: fc.record({ do: fc.constant('rename' as const), who: fc.nat(), name }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), who: fc.nat() }) },
      { weight: 2, arbitrary: fc.constant({ do: 'gather' as const }) },
      {
        weight: 8,
        arbitrary: fc.record({
          do: fc.constant('search' as const),
          text: name,
          limit: fc.integer({ min: 1, max: 9 }),
          offset: fc.nat(5),
        }),
      },
    )
    const ids: string[] = []
    let searches = 0
    let fromMemory = 0
    const fields = (written: string) => {
      const { full, initials } = pinyinOf(written)
      return { name: written, nameFolded: foldName(written), pinyin: full, initials }
    }
    const by = { action: 'test', actor: 'U1' }
    gatherNames(t.ledger.reader)
    fc.assert(
      fc.property(fc.array(step, { minLength: 4, maxLength: 20 }), (steps) => {
        for (const one of steps) {
          if (one.do === 'gather') gatherNames(t.ledger.reader)
          else if (one.do === 'add') {
            const rows = one.names.map((written) => ({ ...fields(written), source: 'entry' }))
            ids.push(...t.ledger.write(by, (tx) => tx.insertMany(people, rows)).result)
          } else if (one.do === 'search') {
            searches += 1
            if (foundByName(t.ledger.reader, nameKey(one.text), NEVER) !== undefined) fromMemory += 1
            const found = both(one.text, one.limit, one.offset)
            expect(found.gathered).toEqual(found.ledger)
          } else if (ids.length > 0) {
            const at = one.who % ids.length
            const id = ids[at] as string
            if (one.do === 'rename') t.ledger.write(by, (tx) => tx.update(people, id, fields(one.name)))
            else {
              t.ledger.write(by, (tx) => tx.remove(people, id, '测试'))
              ids.splice(at, 1)
            }
          }
        }
      }),
      { numRuns: 60 },
    )
    expect(searches).toBeGreaterThan(100)
    expect(fromMemory).toBeGreaterThan(50)
  })
})
