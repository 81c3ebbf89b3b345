import type { StepLevel } from './claim-states.ts'

/** Kinds of paper that the printing center makes. */
export const PAPER_KINDS = [
  'application',
  'roster',
  'public-list-village',
  'public-list-township',
  'public-list-county',
  'summary-township',
  'summary-county',
  'payment-detail',
  'agent-claim',
  'employer-claim',
  'post-attendance',
  'opinion',
  'no-objection',
  'cover',
] as const
export type PaperKind = (typeof PAPER_KINDS)[number]

/** What becomes a file, or a list, of its own. */
export const PAPER_GROUPINGS = ['none', 'village', 'township', 'employer', 'beneficiary'] as const
export type PaperGrouping = (typeof PAPER_GROUPINGS)[number]

/** In which order people stand on it. */
export const PAPER_SORTS = ['place', 'name', 'number', 'amount'] as const
export type PaperSort = (typeof PAPER_SORTS)[number]

/** What a kind of paper is made of. */
export type PaperKindSpec = {
  /** ours; the office may have copies of it */
  readonly layout: string
  /** claims of any choice, one batch, or the public-welfare posts of a month */
  readonly needs: 'claims' | 'batch' | 'month'
  /** the first is the usual one; a kind with one only leaves no choice */
  readonly groupings: readonly [PaperGrouping, ...PaperGrouping[]]
  /** public list of this level that it is about */
  readonly level?: StepLevel
}

const ANY: PaperKindSpec['groupings'] = ['none', 'village', 'township', 'employer', 'beneficiary']

export const PAPER_KIND_SPECS: Readonly<Record<PaperKind, PaperKindSpec>> = {
  application: {
    layout: 'individual-application',
    needs: 'claims',
    groupings: ['none', 'village', 'township', 'employer'],
  },
  roster: { layout: 'application-roster', needs: 'claims', groupings: ANY },
  'public-list-village': {
    layout: 'public-list',
    needs: 'batch',
    groupings: ['village', 'none'],
    level: 'village',
  },
  'public-list-township': {
    layout: 'public-list',
    needs: 'batch',
    groupings: ['township', 'none'],
    level: 'township',
  },
  'public-list-county': {
    layout: 'public-list',
    needs: 'batch',
    groupings: ['none', 'township'],
    level: 'county',
  },
  'summary-township': { layout: 'summary-township', needs: 'claims', groupings: ['township', 'none'] },
  'summary-county': { layout: 'summary-county', needs: 'claims', groupings: ['none'] },
  'payment-detail': { layout: 'payment-detail', needs: 'batch', groupings: ['none', 'village', 'township'] },
  'agent-claim': { layout: 'agent-claim', needs: 'claims', groupings: ['beneficiary'] },
  'employer-claim': { layout: 'employer-claim', needs: 'claims', groupings: ['employer'] },
  'post-attendance': { layout: 'post-attendance', needs: 'month', groupings: ['employer', 'none'] },
  opinion: { layout: 'opinion-sheet', needs: 'batch', groupings: ['none', 'village', 'township'] },
  'no-objection': { layout: 'no-objection', needs: 'batch', groupings: ['none'] },
  cover: { layout: 'batch-cover', needs: 'batch', groupings: ['none'] },
}

/** The offset of an overprint can reach so far, in millimetres. */
export const MAX_OFFSET_MM = 30
