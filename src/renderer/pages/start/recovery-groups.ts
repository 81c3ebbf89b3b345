/** The groups of a recovery key as they are shown, each with its place. */
export function recoveryGroups(key: string): { group: string; at: number }[] {
  const groups = key.trim().split(/[\s-]+/)
  const parts = groups.length > 1 ? groups : (key.trim().match(/.{1,4}/g) ?? [])
  return parts.map((group, at) => ({ group, at }))
}

/** The group that a person types back to show that the key was written down. */
export function lastGroup(key: string): string {
  return recoveryGroups(key).at(-1)?.group ?? ''
}
