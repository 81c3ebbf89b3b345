import { rmSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { doctor } from '../../../src/main/core/db/doctor/doctor.ts'
import { grants, households, people, personCategories } from '../../../src/main/core/db/schema/index.ts'
import { openSqliteForWriting } from '../../../src/main/core/db/sqlite.ts'
import { createTestLedger, type TestLedger } from '../../fixtures/ledger.ts'

const by = { action: 'test', actor: 'U1' }
const person = (name: string, extra: object = {}) => ({
  name,
  nameFolded: name,
  pinyin: 'x',
  initials: 'x',
  ...extra,
})

describe('doctor', () => {
  let t: TestLedger
  let first: string
  beforeEach(async () => {
    t = await createTestLedger()
    first = t.ledger.write(by, (tx) => {
      const householdId = tx.insert(households, { code: 'H1', size: 4 })
      const ids = tx.insertMany(people, [
        person('甲', { householdId, categoriesKnown: false }),
        person('乙', { phone: '13800000000' }),
      ])
      tx.insert(personCategories, { personId: ids[0] ?? '', category: 'monitored', fromDate: '2020-01-01' })
      return ids[0] ?? ''
    }).result
    t.ledger.write(by, (tx) => tx.update(people, first, { phone: '1', note: '"引号"\n换行' }))
    const removed = t.ledger.write(by, (tx) => tx.remove(people, first, '重复'))
    t.ledger.undo(removed.txId, 'U1')
  })
  afterEach(() => t.cleanup())

  /** Changes the file behind the ledger's back, as a person with the key and a database tool could. */
  const tamper = (sql: string) => {
    const raw = openSqliteForWriting(t.path, { key: t.ledger.ticket.key })
    raw.pragma('foreign_keys = OFF')
    raw.exec(
      'DROP TRIGGER change_log_no_update; DROP TRIGGER change_log_no_delete; DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete; DROP TRIGGER change_shapes_no_update; DROP TRIGGER change_shapes_no_delete;',
    )
    raw.exec(sql)
    raw.close()
  }
  const codes = async () =>
    [...new Set((await doctor(t.ledger.ticket)).findings.map((found) => found.code))].sort()

  it('finds nothing in a sound ledger, and says what it looked at', async () => {
    const titles: string[] = []
    const report = await doctor(t.ledger.ticket, { onProgress: ({ title }) => titles.push(title) })
    expect(report.findings).toEqual([])
    expect(report.clean).toBe(true)
    expect(titles).toHaveLength(report.checks.length + 1)
    const checked = Object.fromEntries(report.checks.map((check) => [check.name, check.checked]))
    expect(checked).toMatchObject({ 'audit-chain': 4, 'changes-hash': 7, 'log-and-rows': 4, 'key-file': 1 })
  })

  it.each([
    ['an audit entry altered', "UPDATE audit SET actor = 'U2' WHERE seq = 2", ['doctor.audit-broken']],
    [
      'an audit entry removed',
      'DELETE FROM audit WHERE seq = 2',
      ['doctor.audit-broken', 'doctor.changes-stray'],
    ],
    [
      'a logged value altered',
      `UPDATE change_log SET before = '{"phone":"2"}' WHERE seq = 5`,
      ['doctor.changes-altered'],
    ],
    [
      'a logged value and its record altered',
      "UPDATE change_log SET fields = replace(fields, '甲', '丙') WHERE seq = 2; UPDATE people SET name = '丙', name_folded = '丙' WHERE name = '甲'",
      ['doctor.changes-altered'],
    ],
    [
      'a log row removed',
      'DELETE FROM change_log WHERE seq = 5',
      ['doctor.changes-altered', 'doctor.row-altered'],
    ],
    [
      'a log row added',
      'INSERT INTO change_log SELECT 99, tx_id, hlc, tbl, row_id, op, fields, before FROM change_log WHERE seq = 5',
      ['doctor.changes-stray'],
    ],
    [
      'the order of logged columns altered',
      "UPDATE change_shapes SET columns = replace(columns, 'phone', 'note') WHERE tbl = 'people'",
      ['doctor.row-altered', 'doctor.shape-altered'],
    ],
    [
      'the order of logged columns removed',
      "DELETE FROM change_shapes WHERE tbl = 'households'",
      ['doctor.row-altered', 'doctor.shape-altered'],
    ],
    ['a record altered', "UPDATE people SET phone = '2' WHERE name = '乙'", ['doctor.row-altered']],
    ['a record added', "INSERT INTO households (id, code) VALUES ('X', 'X')", ['doctor.row-unlogged']],
    ['a record removed', 'DELETE FROM person_categories', ['doctor.row-missing']],
    ['a household removed', 'DELETE FROM households', ['doctor.reference', 'doctor.row-missing']],
    ['a table added', 'CREATE TABLE extra (a)', ['doctor.unknown-table']],
  ])('finds %s', async (_name, sql, expected) => {
    tamper(sql)
    expect(await codes()).toEqual(expected)
  })

  it('finds an entitlement that was granted twice', async () => {
    const grant = {
      benefit: 'JH-16',
      beneficiaryKind: 'person',
      beneficiaryId: first,
      entitlementKey: 'K',
      grantedOn: '2022-01-01',
    }
    t.ledger.write(by, (tx) => tx.insert(grants, grant))
    expect(() => t.ledger.write(by, (tx) => tx.insert(grants, grant))).toThrow(/UNIQUE/)
    const raw = openSqliteForWriting(t.path, { key: t.ledger.ticket.key })
    raw.exec('DROP TRIGGER grants_entitlement_insert')
    raw.close()
    t.ledger.write(by, (tx) => tx.insert(grants, grant))
    expect(await codes()).toContain('doctor.entitlement-twice')
  })

  it('finds a lost key file while the ledger is still open', async () => {
    rmSync(`${t.path}.key`)
    expect(await codes()).toEqual(['ledger.key-missing'])
  })
})
