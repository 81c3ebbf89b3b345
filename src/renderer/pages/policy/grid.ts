import type { DocumentView, RunView } from '../../../shared/contract/policy.ts'
import { OUTCOMES, type Outcome } from '../../../shared/domain/policy.ts'

type Counts = Record<Outcome, number>
export type BenefitLine = { id: string; name: string; counts: Counts; eligibleFen: number }
export type Grid = {
  documents: { id: string; title: string; number: string | null; benefits: BenefitLine[] }[]
  totals: Counts
  eligibleFen: number
}

/** Counts of a run by document, benefit and outcome; sums are made here, not taken over. Money in fen. */
export function gridOf(run: Pick<RunView, 'counts'>, documents: readonly DocumentView[]): Grid {
  const totals = noCounts()
  let eligibleFen = 0
  const lines = new Map<string, BenefitLine>()
  for (const row of run.counts) {
    const line = lines.get(row.benefit) ?? {
      id: row.benefit,
      name: row.benefit,
      counts: noCounts(),
      eligibleFen: 0,
    }
    line.counts[row.outcome] += row.count
    totals[row.outcome] += row.count
    if (row.outcome === 'eligible') {
      line.eligibleFen += row.amountFen
      eligibleFen += row.amountFen
    }
    lines.set(row.benefit, line)
  }
  const grouped = documents.flatMap((document) => {
    const benefits = document.benefits
      .flatMap((benefit) => {
        const line = lines.get(benefit.id)
        return line ? [{ ...line, name: benefit.name }] : []
      })
      .sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }))
    return benefits.length > 0
      ? [{ id: document.id, title: document.title, number: document.number, benefits }]
      : []
  })
  return { documents: grouped, totals, eligibleFen }
}

function noCounts(): Counts {
  return Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Counts
}
