/** Wording of exports to systems that are not ours. */

/** How much of the ledger an export held: `since` as the contract says it. */
export function sinceText(since: string): string {
  if (since === 'none') return '全部'
  return since === 'last' ? '上次以来' : `${since} 以来`
}
