import type { PairDetail } from '../../../shared/contract/duplicates.ts'
import { type DuplicateField, FIELDS_OF_KIND, TYPED_FIELDS } from '../../../shared/domain/duplicate-fields.ts'
import { slipBetween } from '../../../shared/domain/duplicates.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { duplicateFieldText, MOVED_TEXT } from '../../../shared/text/duplicates.ts'
import type { Regions } from '../registry/regions.ts'
import { type Reading, Scorer } from './candidates.ts'
import type { Row } from './folding.ts'
import { viewPairs } from './kept-pairs.ts'
import { differs, type FieldWords, fieldText, infoOfKind, usualChoice } from './merge-fields.ts'
import { PlanReads } from './merge-plan.ts'
import { inOrder, type Pair } from './verdicts.ts'

/** Two records side by side. @throws Refusal `duplicates.gone` */
export function pairDetail(ledger: Reading, asked: Pair, today: string, regions: Regions): PairDetail {
  const { kind, firstId, secondId } = inOrder(asked)
  const [likeness] = new Scorer(ledger, kind).score([[firstId, secondId]])
  const reasons = JSON.stringify(
    likeness?.reasons.map(({ reason, points, on }) => (on ? [reason, points, on] : [reason, points])) ?? [],
  )
  const [view] =
    likeness === undefined
      ? []
      : viewPairs(ledger, kind, [{ firstId, secondId, score: likeness.score, reasons }], today, regions)
  if (view === undefined)
    throw new Refusal('duplicates.gone', '两条档案中有一条已不在台账里，可能已被合并或删除。请刷新列表。')
  const reads = new PlanReads(ledger)
  const info = infoOfKind(kind)
  const first = reads.row(info, firstId)
  const second = reads.row(info, secondId)
  const words = wordsOf(ledger, regions)
  return {
    ...view,
    fields: FIELDS_OF_KIND[kind].map((field) => ({
      field,
      label: duplicateFieldText(kind, field),
      first: fieldText(kind, field, first, words),
      second: fieldText(kind, field, second, words),
      differs: differs(kind, field, first, second),
      hint: hintOf(field, first, second),
      typed: TYPED_FIELDS[kind].includes(field),
      usual: usualChoice(kind, field, first, second) === 'keep' ? 'first' : 'second',
    })),
    holdings: holdingsOf(reads, info.name, firstId, secondId),
  }
}

function wordsOf(ledger: Reading, regions: Regions): FieldWords {
  const household = ledger.prepare<{ code: string | null }>('SELECT code FROM households WHERE id = ?')
  return {
    placeName: (code) => regions.name(code) ?? code,
    householdText: (id) => `户 ${household.get(id)?.code ?? '无编号'}`,
  }
}

/** Numbers are shown masked: where they differ behind the mask it has to be said. */
function hintOf(field: DuplicateField, first: Row, second: Row): string | null {
  const column = field === 'idNumber' ? 'id_number' : field === 'creditCode' ? 'credit_code' : undefined
  const a = column === undefined ? null : first[column]
  const b = column === undefined ? null : second[column]
  if (typeof a !== 'string' || typeof b !== 'string' || a === b) return null
  const places = [...a].flatMap((character, at) => (character === b[at] ? [] : [at + 1]))
  if (a.length !== b.length) return '长度不同'
  if (slipBetween(a, b) === 'swap') return `第 ${places.join('、')} 位颠倒`
  return places.length <= 4 ? `第 ${places.join('、')} 位不同` : `有 ${places.length} 位不同`
}

function holdingsOf(
  reads: PlanReads,
  table: string,
  firstId: string,
  secondId: string,
): PairDetail['holdings'] {
  const counts = new Map<string, [Set<string>, Set<string>]>()
  for (const { child, column } of reads.references(table)) {
    const ids = counts.get(child) ?? [new Set<string>(), new Set<string>()]
    for (const id of reads.naming(child, column, firstId)) ids[0].add(id)
    for (const id of reads.naming(child, column, secondId)) ids[1].add(id)
    counts.set(child, ids)
  }
  return [...counts]
    .filter(([, [first, second]]) => first.size + second.size > 0)
    .map(([child, [first, second]]) => ({
      text: MOVED_TEXT[child] ?? child,
      first: first.size,
      second: second.size,
    }))
}
