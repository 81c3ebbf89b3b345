import Database from 'better-sqlite3'
import { type Check, finding, MOST_LISTED } from './finding.ts'

/** Every page is read (and so its cipher's tag verified), and the trees and indexes are walked. */
export const pagesCheck: Check = {
  name: 'pages',
  title: '数据页与索引',
  run: ({ db }) => {
    const pages = db.pragma('page_count', { simple: true }) as number
    let lines: string[]
    try {
      const rows = db.pragma(`integrity_check(${MOST_LISTED})`) as { integrity_check: string }[]
      lines = rows.map((row) => row.integrity_check).filter((line) => line !== 'ok')
    } catch (error) {
      if (!(error instanceof Database.SqliteError)) throw error
      lines = [error.message]
    }
    const findings = lines.map((line) =>
      finding('doctor.page', `台账文件内部损坏：${line}。请停止录入，从最近的备份恢复。`, { detail: line }),
    )
    return { checked: pages, findings }
  },
}

/** Every reference names a record that is there. */
export const referencesCheck: Check = {
  name: 'references',
  title: '记录之间的引用',
  run: ({ db }) => {
    const broken = db.pragma('foreign_key_check') as {
      table: string
      rowid: number
      parent: string
      fkid: number
    }[]
    const findings = broken.slice(0, MOST_LISTED).map(({ table, rowid, parent }) => {
      const id = db.prepare(`SELECT * FROM "${table}" WHERE rowid = ?`).raw().get(rowid) as
        | unknown[]
        | undefined
      return finding(
        'doctor.reference',
        `表 ${table} 的记录 ${String(id?.[0])} 指向 ${parent} 中不存在的记录。请联系技术支持。`,
        {
          table,
          parent,
          total: broken.length,
        },
      )
    })
    const tables = db
      .prepare("SELECT count(*) FROM sqlite_schema WHERE type = 'table'")
      .pluck()
      .get() as number
    return { checked: tables, findings }
  },
}
