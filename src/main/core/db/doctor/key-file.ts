import { isRefusal } from '../../../../shared/domain/refusal.ts'
import { loadKeyFile } from '../key/key-file.ts'
import { type Check, finding } from './finding.ts'

/** The key file lies beside the ledger and is this ledger's. */
export const keyFileCheck: Check = {
  name: 'key-file',
  title: '钥匙文件',
  run: async ({ db, path }) => {
    // Asked of SQLite: opening the file ourselves would drop its locks.
    const salt = (db.pragma('cipher_salt', { simple: true }) as string).toLowerCase()
    try {
      await loadKeyFile(salt, path)
      return { checked: 1, findings: [] }
    } catch (error) {
      if (!isRefusal(error)) throw error
      return { checked: 1, findings: [finding(error.code, error.message, error.params)] }
    }
  },
}
