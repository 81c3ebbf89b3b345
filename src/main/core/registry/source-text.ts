import type { ReadLedger } from '../db/ledger.ts'

/** Turns the `source` of records into words: 花名册.xlsx 第 212 行, 站点录入, 交换包 7. Remembers file names while it lives. */
export function sourceTexts(ledger: Pick<ReadLedger, 'prepare'>): (source: string | null) => string | null {
  const fileNames = new Map<string, string>()
  return (source) => {
    if (source === null) return null
    if (source === 'entry') return '站点录入'
    const imported = /^import:([^#]+)#(\d+)$/.exec(source)
    if (imported) {
      const importId = imported[1]!
      let name = fileNames.get(importId)
      if (name === undefined) {
        name =
          ledger.prepare<{ name: string }>('SELECT file_name AS name FROM imports WHERE id = ?').get(importId)
            ?.name ?? '工作簿'
        fileNames.set(importId, name)
      }
      return `${name} 第 ${imported[2]} 行`
    }
    const bundle = /^bundle:(.+)$/.exec(source)
    return bundle ? `交换包 ${bundle[1]}` : source
  }
}
