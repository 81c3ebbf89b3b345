import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { type JournalState, journalState } from './journal.ts'
import { refuseNewer, SCHEMA_VERSION, schemaVersion } from './migrate.ts'
import { APPLICATION_ID, openSqliteForReading, type Sqlite } from './sqlite.ts'
import { damaged, refusing } from './sqlite-refusal.ts'

/** Up to this size every page is checked on opening (under a tenth of a second); larger ones in the background. */
const SMALL_BYTES = 16 * 1024 * 1024

/**
 * Looks into the ledger over a connection that cannot write, so that a refused file stays as it is.
 * `version`: `same` also refuses an older one, for readers.
 * @throws Refusal `ledger.damaged`, `ledger.journal-damaged`, `ledger.newer`, `ledger.older`, `ledger.not-a-ledger`
 */
export function checkBeforeOpening(
  path: string,
  key: Uint8Array,
  check: 'always' | 'small' | 'never',
  version: 'any' | 'same' = 'any',
): JournalState {
  return refusing(path, () => {
    const db = openSqliteForReading(path, { key, cacheMegabytes: 16 })
    try {
      const journal = journalState(db, path)
      if (journal === 'damaged') throw journalDamaged(path)
      checkIdentity(db, path, version)
      if (check === 'always' || (check === 'small' && statSync(path).size <= SMALL_BYTES))
        checkPages(db, path)
      return journal
    } finally {
      db.close()
    }
  })
}

function checkIdentity(db: Sqlite, path: string, version: 'any' | 'same'): void {
  const found = schemaVersion(db)
  if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
    throw damaged(basename(path), '不是劳务协作台账的内部标识')
  }
  refuseNewer(found, path)
  if (version === 'same' && found < SCHEMA_VERSION) {
    throw new Refusal(
      'ledger.older',
      `台账“${basename(path)}”是旧版本格式，需要先用本软件正常打开一次完成升级（会先自动备份），然后才能只读查看。`,
      { version: found, supported: SCHEMA_VERSION },
    )
  }
}

function checkPages(db: Sqlite, path: string): void {
  const first = (db.pragma('quick_check(1)') as { quick_check: string }[])[0]?.quick_check
  if (first !== 'ok') throw damaged(basename(path), '内部结构检查不通过')
}

function journalDamaged(path: string): Refusal {
  const file = `${basename(path)}-wal`
  return new Refusal(
    'ledger.journal-damaged',
    `台账的写入日志“${file}”已损坏，其中有已保存的数据无法读出，没有打开，文件未作任何改动。请保留这两个文件，从最近的备份恢复，或联系技术支持。`,
    { file },
  )
}
