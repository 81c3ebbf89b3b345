import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WriteLedger, WriteTx } from '../../../src/main/core/db/ledger.ts'
import {
  certificates,
  courses,
  employerRecognitions,
  employers,
  enrolments,
  fairs,
  grants,
  households,
  householdYears,
  insuredYears,
  people,
  personCategories,
  placements,
  schools,
  spells,
  spellYears,
  stations,
} from '../../../src/main/core/db/schema/index.ts'
import type { SyncedTable } from '../../../src/main/core/db/tables.ts'
import { evaluateLedger } from '../../../src/main/core/entitlements/evaluate.ts'
import { keepResultsCurrent } from '../../../src/main/core/entitlements/re-evaluate.ts'
import { latestRun } from '../../../src/main/core/entitlements/runs.ts'
import { createTestLedger } from '../../fixtures/ledger.ts'
import { resources } from '../../fixtures/small-ledger.ts'
import { jobContext, smallCounty } from './entitlement-desk.ts'

const AS_OF = '2022-06-30'

/** Everything that a calculation stores, but for the numbers that it gives out. */
function stored(ledger: WriteLedger) {
  const read = <T>(sql: string) => ledger.reader.prepare<T>(sql).all()
  const run = latestRun(ledger.reader)
  return {
    counts: run?.counts,
    peopleCount: run?.peopleCount,
    results: read(
      `SELECT benefit, outcome, beneficiary_kind, beneficiary_id, person_id, period, amount_fen, months, on_date, mask,
         spell_id, entitlement_key FROM evaluation_results ORDER BY person_id, benefit, beneficiary_id, period, mask, outcome`,
    ),
    people: read(
      `SELECT p.person_id, p.heads, s.answers, s.people FROM evaluation_people p
       LEFT JOIN evaluation_sets s ON s.id = p.set_id ORDER BY p.person_id`,
    ),
    sets: read('SELECT answers, people FROM evaluation_sets WHERE people > 0 ORDER BY answers'),
    heads: read<{ known: string; possible: string }>(
      'SELECT * FROM evaluation_heads ORDER BY benefit, employer_id, year',
    ).map(({ known, possible, ...key }) => ({
      ...key,
      known: (JSON.parse(known) as number[]).sort(),
      possible: (JSON.parse(possible) as number[]).sort(),
    })),
  }
}

/** A county with somebody for most benefits, a base that is one head away from its award, a school and a station. */
function county(ledger: WriteLedger) {
  const small = smallCounty(ledger)
  const { make } = small
  const base = make.employer('柯桥扶贫基地有限公司', {
    kind: 'enterprise',
    county: '330603',
    isPrivate: true,
  })
  const agent = make.agent('大凉山劳务公司', { kind: 'agency' })
  const put = <T extends SyncedTable>(table: T, row: object) =>
    ledger.write(make.by, (tx) => tx.insert(table, row as never)).result
  put(employerRecognitions, { employerId: base, kind: 'provincial-base', onDate: '2019-01-01' })
  const home = put(households, { county: '513226' })
  const school = put(schools, { name: '巴中技工学校', nameFolded: '巴中技工学校', county: '511921' })
  put(stations, { name: '站', nameFolded: '站', county: '511921', cooperationBase: true })
  for (let i = 0; i < 9; i += 1) {
    const id = make.person(`工人${i}`, { homeCounty: '513226', categoriesKnown: true, householdId: home })
    make.category(id, 'poverty-lifted', '2014-12-31')
    make.spell(id, {
      employerId: base,
      employerText: '柯桥扶贫基地有限公司',
      county: '330603',
      fromDate: `2020-03-0${i + 1}`,
      toState: i % 3 === 0 ? null : 'open',
      organisedState: i % 2 === 0 ? 'yes' : 'no',
      agentId: i % 2 === 0 ? agent : null,
    })
  }
  return { ...small, base, agent, home, school }
}

const PLACES = ['330603', '330782', '440305', '511921', null] as const
const HOMES = ['513226', '511921', '440305', null] as const
const DAYS = ['2018-05-01', '2020-03-15', '2021-01-01', '2022-01-10', '2022-06-29'] as const

/** One change of one fact, chosen by numbers: `who` and `what` pick among what is there. */
type Edit = { kind: number; who: number; what: number }

function apply(tx: WriteTx, at: ReturnType<typeof county>, edit: Edit): void {
  const pick = <T>(list: readonly T[]): T => list[edit.what % list.length] as T
  const some = (sql: string): string | undefined => {
    const ids = tx.prepare<string>(sql).pluck().all() as string[]
    return ids[edit.who % Math.max(1, ids.length)]
  }
  const person = some('SELECT id FROM people WHERE deleted_at IS NULL ORDER BY id')
  const spell = some('SELECT id FROM spells WHERE deleted_at IS NULL ORDER BY id')
  const employer = pick([at.firm, at.base])
  const name = employer === at.firm ? '义乌锦程服饰有限公司' : '柯桥扶贫基地有限公司'
  if (person === undefined || spell === undefined) return
  const free = (sql: string, ...bound: (string | number | null)[]) =>
    tx.prepare(sql).get(...bound) === undefined
  const edits: (() => void)[] = [
    () => tx.update(people, person, { homeCounty: pick(HOMES) }),
    () => tx.update(people, person, { phone: `1990000000${edit.what % 10}` }),
    () => tx.update(people, person, { idNumber: `5132261990010${edit.what % 10}${edit.who % 10}028` }),
    () => tx.update(people, person, { categoriesKnown: edit.what % 2 === 0 ? null : true }),
    () => tx.remove(people, person, '重复'),
    () => {
      const id = tx.insert(people, {
        name: '新来',
        nameFolded: '新来',
        pinyin: 'xinlai',
        initials: 'xl',
        homeCounty: pick(HOMES),
        categoriesKnown: true,
      })
      tx.insert(personCategories, { personId: id, category: 'poverty-lifted', fromDate: '2014-12-31' })
      tx.insert(spells, {
        personId: id,
        employerId: employer,
        employerText: name,
        county: employer === at.firm ? '330782' : '330603',
        fromDate: pick(DAYS),
        toState: 'open',
        postKind: 'ordinary',
      })
    },
    () => tx.update(spells, spell, { county: pick(PLACES) }),
    () => tx.update(spells, spell, { employerId: employer, employerText: name }),
    () => tx.update(spells, spell, { toState: 'ended', toDate: pick(DAYS) }),
    () => tx.update(spells, spell, { insuredKnown: edit.what % 2 === 0 ? null : true }),
    () => tx.update(spells, spell, { organisedState: 'yes', agentId: at.agent }),
    () => tx.update(spells, spell, { filingState: 'yes', filingNumber: '备1', filingOn: pick(DAYS) }),
    () => tx.remove(spells, spell, '录错'),
    () => {
      const category = some('SELECT id FROM person_categories WHERE deleted_at IS NULL ORDER BY id')
      if (category !== undefined) tx.remove(personCategories, category, '录错')
    },
    () => {
      if (
        free(
          "SELECT 1 FROM insured_years WHERE person_id = ? AND employer_text = ? AND county = '330603' AND year = 2021 AND deleted_at IS NULL",
          person,
          name,
        )
      )
        tx.insert(insuredYears, {
          personId: person,
          employerId: employer,
          employerText: name,
          county: '330603',
          year: 2021,
          months: edit.what % 4096,
        })
    },
    () => {
      if (free('SELECT 1 FROM spell_years WHERE spell_id = ? AND year = 2021 AND deleted_at IS NULL', spell))
        tx.insert(spellYears, {
          spellId: spell,
          personId: tx
            .prepare<string>('SELECT person_id FROM spells WHERE id = ?')
            .pluck()
            .get(spell) as string,
          year: 2021,
          wagesFen: edit.what * 1000,
          fareFen: edit.who * 1000,
        })
    },
    () =>
      tx.insert(certificates, {
        personId: person,
        grade: 'intermediate',
        onDate: pick(DAYS),
        county: '330782',
      }),
    () =>
      tx.insert(courses, { personId: person, fromDate: pick(DAYS), toDate: '2022-06-01', attendedDays: 12 }),
    () =>
      tx.insert(enrolments, {
        personId: person,
        employerId: employer,
        schoolId: at.school,
        year: 2021,
        kind: 'apprenticeship',
      }),
    () =>
      tx.insert(placements, {
        personId: person,
        schoolId: at.school,
        employerId: at.firm,
        onDate: pick(DAYS),
        highSkill: true,
      }),
    () => {
      if (
        free(
          'SELECT 1 FROM household_years WHERE household_id = ? AND year = 2021 AND deleted_at IS NULL',
          at.home,
        )
      )
        tx.insert(householdYears, { householdId: at.home, year: 2021, ownProduction: edit.what % 2 === 0 })
    },
    () =>
      tx.insert(grants, {
        benefit: pick(['JH-16', 'SX-01', 'SX-08']),
        beneficiaryKind: 'person',
        beneficiaryId: person,
        personId: person,
        period: '2021',
        entitlementKey: `g:${tx.id}`,
        amountFen: 1000,
        grantedOn: pick(DAYS),
      }),
    () =>
      tx.insert(grants, {
        benefit: pick(['SX-12', 'SX-13', 'JH-07']),
        beneficiaryKind: 'employer',
        beneficiaryId: employer,
        entitlementKey: `g:${tx.id}`,
        amountFen: 1000,
        grantedOn: pick(DAYS),
      }),
    () => tx.update(employers, employer, { county: pick(PLACES) }),
    () => tx.update(employers, employer, { kind: pick(['enterprise', 'workshop', null]) }),
    () => tx.update(employers, employer, { phone: `8${edit.what}` }),
    () => {
      const kind = pick(['national-base', 'city-base', 'assistance-workshop'])
      if (
        free(
          'SELECT 1 FROM employer_recognitions WHERE employer_id = ? AND kind = ? AND deleted_at IS NULL',
          employer,
          kind,
        )
      )
        tx.insert(employerRecognitions, { employerId: employer, kind, onDate: pick(DAYS) })
    },
    () =>
      tx.insert(employers, {
        name: '新厂',
        nameFolded: '新厂',
        pinyin: 'xinchang',
        initials: 'xc',
        kind: 'enterprise',
        county: '330603',
      }),
    () => tx.update(schools, at.school, { county: pick(HOMES) }),
  ]
  edits[edit.kind % edits.length]?.()
}
const EDITS = 29

describe('results that are kept up to date', () => {
  it('are those of a fresh calculation after any changes of single facts', async () => {
    const changed = new Set<number>()
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            kind: fc.nat({ max: EDITS - 1 }),
            who: fc.nat({ max: 40 }),
            what: fc.nat({ max: 4095 }),
          }),
          { minLength: 1, maxLength: 12 },
        ),
        async (edits) => {
          const t = await createTestLedger()
          try {
            const at = county(t.ledger)
            await evaluateLedger(jobContext(t.ledger), { asOf: AS_OF, benefits: [] })
            t.ledger.concludeWith((tx) => {
              keepResultsCurrent({ resources }, tx)
            })
            for (const edit of edits) {
              const before = JSON.stringify(stored(t.ledger))
              t.ledger.write(at.make.by, (tx) => apply(tx, at, edit))
              expect(latestRun(t.ledger.reader)?.stale).toBe(false)
              if (JSON.stringify(stored(t.ledger)) !== before) changed.add(edit.kind)
            }
            const kept = stored(t.ledger)
            await evaluateLedger(jobContext(t.ledger), { asOf: AS_OF, benefits: [] })
            expect(kept).toEqual(stored(t.ledger))
          } finally {
            t.cleanup()
          }
        },
      ),
      { numRuns: 25, seed: 20220630, endOnFailure: true },
    )
    // The edits are no empty gestures.
    expect(changed.size).toBeGreaterThan(18)
  }, 600_000)

  it('follow an undo, and a base wins its award with its tenth head', async () => {
    const t = await createTestLedger()
    try {
      const at = county(t.ledger)
      await evaluateLedger(jobContext(t.ledger), { asOf: AS_OF, benefits: [] })
      t.ledger.concludeWith((tx) => {
        keepResultsCurrent({ resources }, tx)
      })
      const award = () =>
        t.ledger.reader
          .prepare<string>(
            "SELECT outcome FROM evaluation_results WHERE benefit = 'SX-13' AND beneficiary_id = ? AND person_id IS NULL",
          )
          .pluck()
          .get(at.base)
      expect(award()).toBeUndefined()
      const before = stored(t.ledger)
      const { txId } = t.ledger.write(at.make.by, (tx) =>
        tx.insert(spells, {
          personId: at.tenant,
          employerId: at.base,
          employerText: '柯桥扶贫基地有限公司',
          county: '330603',
          fromDate: '2020-09-01',
          toState: 'open',
          postKind: 'ordinary',
        }),
      )
      expect(award()).toBeDefined()
      t.ledger.undo(txId, '经办人')
      expect(award()).toBeUndefined()
      expect(stored(t.ledger)).toEqual(before)
    } finally {
      t.cleanup()
    }
  })

  it('stay as they are, and stale, where a change concerns everybody or the step fails', async () => {
    const t = await createTestLedger()
    try {
      const at = county(t.ledger)
      await evaluateLedger(jobContext(t.ledger), { asOf: AS_OF, benefits: [] })
      const before = stored(t.ledger)
      t.ledger.concludeWith((tx) => {
        keepResultsCurrent({ resources }, tx)
      })
      t.ledger.write(at.make.by, (tx) => tx.insert(fairs, { county: '330603', onDate: '2021-03-01' }))
      expect(latestRun(t.ledger.reader)?.stale).toBe(true)
      expect(stored(t.ledger)).toEqual(before)
      await evaluateLedger(jobContext(t.ledger), { asOf: AS_OF, benefits: [] })
      t.ledger.concludeWith((tx) => {
        keepResultsCurrent({ resources }, tx)
        throw new Error('and then it broke')
      })
      const kept = stored(t.ledger)
      t.ledger.write(at.make.by, (tx) => tx.update(people, at.eligible, { homeCounty: '440305' }))
      expect(latestRun(t.ledger.reader)?.stale).toBe(true)
      expect(stored(t.ledger)).toEqual(kept)
      const home = t.ledger.reader
        .prepare('SELECT home_county FROM people WHERE id = ?')
        .pluck()
        .get(at.eligible)
      expect(home).toBe('440305')
    } finally {
      t.cleanup()
    }
  })
})
