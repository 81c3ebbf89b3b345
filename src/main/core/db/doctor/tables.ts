import { tableInfoByName } from '../tables.ts'
import { type Check, finding } from './finding.ts'

/** Nothing lies in the file that this version does not know: a table added by hand would escape every other check. */
export const tablesCheck: Check = {
  name: 'tables',
  title: '表结构',
  run: ({ db }) => {
    const names = db
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      .pluck()
      .all() as string[]
    const findings = names
      .filter((name) => tableInfoByName(name) === undefined)
      .map((name) =>
        finding(
          'doctor.unknown-table',
          `台账中有本软件不认识的表 ${name}。可能被其他程序改动过，请联系技术支持。`,
          { table: name },
        ),
      )
    return { checked: names.length, findings }
  },
}
