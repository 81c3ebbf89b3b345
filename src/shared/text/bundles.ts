/** Words for bundles, used by screens, commands and the cover sheet alike. */

export const BUNDLE_KIND_TEXT = {
  changes: '增量（上次回执以后的改动）',
  full: '全量',
  receipt: '只有回执',
  handover: '移交（整站）',
} as const

/** A SHA-256 in hex as it is compared by eye: eight groups of eight. */
export function hashGroups(sha256: string): string {
  return sha256.match(/.{8}/g)?.join(' ') ?? sha256
}
