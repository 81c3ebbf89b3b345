import type { PaperRow } from '../../../shared/contract/papers.ts'
import type { PaperState } from '../../../shared/domain/claim-states.ts'
import { PAPER_KINDS, type PaperKind } from '../../../shared/domain/papers.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { PAPER_KIND_TEXT } from '../../../shared/text/papers.ts'
import type { ReadLedger, WriteTx } from '../db/ledger.ts'
import { papers } from '../db/schema/papers.ts'
import type { InputOf } from '../procedure.ts'

type Reading = Pick<ReadLedger, 'prepare'>

/** Papers that were printed, the latest first. */
export function listPapers(
  ledger: Reading,
  filter: InputOf<'papers.list'>,
): { total: number; rows: PaperRow[] } {
  const parts = ['deleted_at IS NULL']
  const params: string[] = []
  if (filter.layout !== undefined) {
    parts.push('layout = ?')
    params.push(filter.layout)
  }
  if (filter.state !== undefined) {
    parts.push('state = ?')
    params.push(filter.state)
  }
  const text = filter.search.trim()
  if (text !== '') {
    parts.push('(instr(serial, upper(?)) > 0 OR instr(title, ?) > 0)')
    params.push(text, text)
  }
  const where = parts.join(' AND ')
  const total = ledger
    .prepare<number>(`SELECT count(*) FROM papers WHERE ${where}`)
    .pluck()
    .get(...params) as number
  const rows = ledger
    .prepare<
      Omit<PaperRow, 'layoutName' | 'drawnBy'> & Record<'drawnId' | 'drawnName' | 'digest', string | null>
    >(
      `SELECT id, serial, layout, coalesce(title, '') AS title, subject_kind AS subjectKind, subject_id AS subjectId,
         coalesce(claim_count, 0) AS claimCount, coalesce(amount_fen, 0) AS amountFen, pages, state,
         printed_at AS printedAt, printed_by AS printedBy, reprints, reprint_reason AS reprintReason, state_at AS stateAt,
         layout_id AS drawnId, layout_name AS drawnName, layout_digest AS digest
       FROM papers WHERE ${where} ORDER BY printed_at DESC, serial DESC LIMIT ? OFFSET ?`,
    )
    .all(...params, filter.limit, filter.offset)
    .map(({ drawnId, drawnName, digest, ...row }) => ({
      ...row,
      layoutName: isKind(row.layout) ? PAPER_KIND_TEXT[row.layout] : row.layout,
      drawnBy:
        drawnId === null || digest === null ? null : { id: drawnId, name: drawnName ?? drawnId, digest },
    }))
  return { total, rows }
}

function isKind(text: string): text is PaperKind {
  return (PAPER_KINDS as readonly string[]).includes(text)
}

/** Says what was done with papers. A spoiled one is never marked again; printed anew it gets a new record. @throws Refusal `papers.gone`, `papers.reason` */
export function markPapers(tx: WriteTx, input: InputOf<'papers.mark'>): number {
  if (input.state === 'spoiled' && input.reason === '') {
    throw new Refusal('papers.reason', '作废请写明原因。')
  }
  const read = tx.prepare<{ state: PaperState }>(
    'SELECT state FROM papers WHERE id = ? AND deleted_at IS NULL',
  )
  let changed = 0
  for (const id of input.ids) {
    const before = read.get(id)
    if (before === undefined) throw new Refusal('papers.gone', '有的纸质件已不在记录里，请刷新。')
    if (before.state === 'spoiled' || before.state === input.state) continue
    tx.update(papers, id, {
      state: input.state,
      stateAt: tx.at,
      ...(input.state === 'spoiled' ? { reprintReason: input.reason } : {}),
    })
    changed += 1
  }
  return changed
}
