import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { type ResultRow, resultListProfile, resultLists } from '../../core/exchange/export/result-lists.ts'
import { writeFileAtomically } from '../../core/files/atomic-write.ts'
import type { Store } from '../store/store.ts'

/** The lists that answer one workbook. */
export type WrittenResults = {
  readonly office: string
  readonly workbook: string
  readonly files: readonly string[]
}

/**
 * Writes `…_all`, `…_success` and `…_failure` for every workbook that was not answered yet. @throws Refusal `file.*`
 * @param only an office's node: for it alone
 */
export async function writeResults(
  store: Store,
  folder: string,
  context: { readonly resources: string; readonly only?: string },
): Promise<WrittenResults[]> {
  const { bundles, offices } = store.tables
  const due = await store.all<{
    ordinal: number
    node: string
    file: string
    receipt: string
    office: string
  }>(sql`
    SELECT b.ordinal, b.node, b.file_name AS file, b.receipt, o.name AS office
    FROM ${bundles} b JOIN ${offices} o ON o.node = b.node
    WHERE b.form = 'workbook' AND b.answered_in IS NULL ORDER BY b.ordinal`)
  const profile = resultListProfile(context)
  const written: WrittenResults[] = []
  for (const { ordinal, node, file, receipt, office } of due) {
    if (context.only !== undefined && context.only !== node) continue
    // Offices name their files alike.
    const lists = await resultLists(context, profile, `${office}-${file}`, JSON.parse(receipt) as ResultRow[])
    for (const { name, bytes } of Object.values(lists)) await writeFileAtomically(join(folder, name), bytes)
    await store.run(sql`UPDATE ${bundles} SET answered_in = 0 WHERE ${bundles.ordinal} = ${ordinal}`)
    written.push({ office, workbook: file, files: Object.values(lists).map(({ name }) => name) })
  }
  return written
}
