import { Refusal } from './refusal.ts'

/** What a file can be attached to. A kind with a table of its own is checked against it (core/attachments/owners.ts). */
export const ATTACHMENT_OWNERS = [
  'policy-document',
  'policy-row',
  'duty',
  'claim',
  'batch',
  'public-list',
  'person',
  'household',
  'employer',
  'agent',
  'school',
  'station',
  'export-profile',
] as const
export type AttachmentOwnerKind = (typeof ATTACHMENT_OWNERS)[number]

/** Bytes. A scan of two hundred pages is under 30 MB; a ledger must still fit a USB stick. */
export const LARGEST_ATTACHMENT = 50 * 1024 * 1024

/** For this long the bytes of a removed attachment are kept, so that the removal can be taken back. */
export const REMOVED_BYTES_KEPT_DAYS = 7

/** How the app can show a file by itself. */
export type Viewer = 'pdf' | 'image' | 'none'

const IMAGES: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/bmp',
])

/** By the type that was found in the bytes, never by the name. */
export function viewerOf(mime: string): Viewer {
  if (mime === 'application/pdf') return 'pdf'
  return IMAGES.has(mime) ? 'image' : 'none'
}

/** What a clerk is told of a file over the limit. `bytes`: its size. */
export function tooLargeToAttach(name: string, bytes: number): Refusal {
  const megabytes = Math.ceil(bytes / 1024 / 1024)
  const limit = LARGEST_ATTACHMENT / 1024 / 1024
  return new Refusal(
    'attachments.too-large',
    `文件“${name}”有 ${megabytes} MB，附件每个不超过 ${limit} MB。扫描件请降到 200 DPI 或拆成几个文件再附。`,
    { name, megabytes },
  )
}
