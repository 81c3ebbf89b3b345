import type { AttachmentOwner } from '../../../shared/contract/attachments.ts'
import type { AttachmentOwnerKind } from '../../../shared/domain/attachments.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { ATTACHMENT_OWNER_TEXT } from '../../../shared/text/attachments.ts'
import type { ReadLedger } from '../db/ledger.ts'
import type { PackDocument } from '../policy/pack.ts'

type Look = {
  ledger: Pick<ReadLedger, 'prepare'>
  /** of every version that is or was in force: an office keeps the paper of a document that was replaced */
  documents: () => readonly PackDocument[]
}

/** Whether what a file is to be attached to exists. */
const EXISTS: Readonly<Record<AttachmentOwnerKind, (look: Look, id: string) => boolean>> = {
  'policy-document': ({ documents }, id) => documents().some((document) => document.id === id),
  'policy-row': ({ documents }, id) => documents().some(({ rows }) => rows.some((row) => row.id === id)),
  duty: ({ documents }, id) => {
    const duty = id.split(':')[0]
    return documents().some(({ rows }) => rows.some((row) => row.id === duty && row.treatment === 'duty'))
  },
  claim: inTable('claims'),
  batch: inTable('batches'),
  'public-list': inTable('public_lists'),
  person: inTable('people'),
  household: inTable('households'),
  employer: inTable('employers'),
  agent: inTable('agents'),
  school: inTable('schools'),
  station: inTable('stations'),
  'export-profile': inTable('export_profiles'),
}

function inTable(table: string): (look: Look, id: string) => boolean {
  return ({ ledger }, id) =>
    ledger.prepare(`SELECT 1 FROM ${table} WHERE id = ? AND deleted_at IS NULL`).get(id) !== undefined
}

/** @throws Refusal `attachments.no-owner` */
export function requireOwner(look: Look, owner: AttachmentOwner): void {
  if (EXISTS[owner.kind](look, owner.id)) return
  const kind = ATTACHMENT_OWNER_TEXT[owner.kind]
  throw new Refusal(
    'attachments.no-owner',
    `没有编号为“${owner.id}”的${kind}，可能已被删除。文件没有附上，请刷新后再试。`,
    { kind: owner.kind, id: owner.id },
  )
}
