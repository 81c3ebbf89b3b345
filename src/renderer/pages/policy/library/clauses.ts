import type { BenefitView, DocumentView, OtherRowView } from '../../../../shared/contract/policy.ts'
import type { RowTreatment } from '../../../../shared/domain/policy.ts'
import { BENEFICIARY_KIND_TEXT } from '../../../../shared/text/policy.ts'

/** One row of a document as the list shows it and as it is searched. */
export type Clause = {
  id: string
  doc: string
  clause: string
  name: string
  wording: string
  treatment: RowTreatment
  /** who gets it, or has to do it */
  whom: string
  funds: readonly string[]
  /** money, a target's figure, or what it is followed by */
  figure: string
  row: { kind: 'benefit'; view: BenefitView } | { kind: 'other'; view: OtherRowView }
  /** everything that is searched, folded */
  text: string
}

export type ClauseFilter = {
  words: string
  treatment: string | null
  whom: string | null
  fund: string | null
}

/** Folds width and case, so that 三(二) finds 三（二） and jh16 finds JH-16. */
export const folded = (text: string): string => text.normalize('NFKC').toLowerCase()
const bare = (text: string): string => folded(text).replaceAll('-', '')

/** The words of a search. */
export function wordsOf(text: string): string[] {
  return folded(text)
    .split(/\s+/)
    .filter((word) => word !== '')
}

/** Every row of these documents, document by document, in the order of the ids. */
export function clausesOf(documents: readonly DocumentView[]): Clause[] {
  return documents.flatMap((document) =>
    [
      ...document.benefits.map((view) => ofBenefit(view, document)),
      ...document.others.map((view) => ofOther(view, document)),
    ].sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true })),
  )
}

function ofBenefit(view: BenefitView, document: DocumentView): Clause {
  return withText({
    id: view.id,
    doc: document.id,
    clause: view.clause,
    name: view.name,
    wording: view.wording,
    treatment: view.treatment as RowTreatment,
    whom: BENEFICIARY_KIND_TEXT[view.beneficiary],
    funds: view.funds,
    figure: view.amountText,
    row: { kind: 'benefit', view },
  })
}

function ofOther(view: OtherRowView, document: DocumentView): Clause {
  return withText({
    id: view.id,
    doc: document.id,
    clause: view.clause,
    name: view.name,
    wording: view.wording,
    treatment: view.treatment,
    whom: view.whom ?? '',
    funds: view.funds,
    figure: view.amountText ?? view.followedBy ?? '',
    row: { kind: 'other', view },
  })
}

function withText(clause: Omit<Clause, 'text'>): Clause {
  const { id, name, wording, whom, figure, funds } = clause
  return {
    ...clause,
    text: folded([id, bare(id), clause.clause, name, wording, whom, figure, ...funds].join('\n')),
  }
}

/** The rows that have all words and fit the filter: the named id first, then names, then the rest, each in order. */
export function filterClauses(clauses: readonly Clause[], filter: ClauseFilter): Clause[] {
  const words = wordsOf(filter.words)
  const found = clauses.filter(
    (clause) =>
      (filter.treatment === null || clause.treatment === filter.treatment) &&
      (filter.whom === null || clause.whom === filter.whom) &&
      (filter.fund === null || clause.funds.includes(filter.fund)) &&
      words.every((word) => clause.text.includes(word)),
  )
  if (words.length === 0) return found
  const rank = (clause: Clause): number => {
    if (words.some((word) => bare(clause.id) === bare(word))) return 0
    if (words.every((word) => folded(clause.name).includes(word))) return 1
    if (words.some((word) => folded(clause.clause) === word)) return 2
    return 3
  }
  return found
    .map((clause, at) => ({ clause, at, rank: rank(clause) }))
    .sort((a, b) => a.rank - b.rank || a.at - b.at)
    .map(({ clause }) => clause)
}

/** The different values of a column with how many rows have each, the most frequent first. */
export function choicesOf(clauses: readonly Clause[], values: (clause: Clause) => readonly string[]) {
  const counts = new Map<string, number>()
  for (const clause of clauses)
    for (const value of values(clause)) if (value !== '') counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([value, count]) => ({ value, label: `${value} ${count}` }))
}

/** Address of a row in the library. */
export function clauseAddress(doc: string, row: string): string {
  return `/policy/library/${doc}#${row}`
}
