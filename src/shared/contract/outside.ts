import { z } from 'zod'
import { OUTSIDE_OUTCOMES, OUTSIDE_SUBJECTS } from '../domain/outside-results.ts'
import { claimsFilter } from './claims.ts'
import { dateText, id, page, pageInput, query, write } from './procedure.ts'

/** One answer of a system that we do not own. */
export const outsideAnswerRow = z.object({
  id,
  subject: z.enum(OUTSIDE_SUBJECTS),
  subjectId: id,
  /** the claim's number, or start and employer of the work; '' for a person */
  what: z.string().nullable(),
  personId: id.nullable(),
  personName: z.string().nullable(),
  idMasked: z.string().nullable(),
  outcome: z.enum(OUTSIDE_OUTCOMES),
  on: dateText.nullable(),
  reason: z.string(),
  fileName: z.string().nullable(),
  takenAt: z.string(),
  takenBy: z.string(),
})
export type OutsideAnswerRow = z.infer<typeof outsideAnswerRow>

/** Claims by where they stand with the other system. Some accepted and some rejected: 部分受理. */
export const outsideCounts = z.object({
  submitted: z.int(),
  accepted: z.int(),
  rejected: z.int(),
  paid: z.int(),
})
export type OutsideCounts = z.infer<typeof outsideCounts>

/** 对方反馈: what was handed in to systems that we do not own, and what they answered. */
export const outside = {
  answers: query('对方反馈')
    .input(
      z.object({
        subject: z.enum(OUTSIDE_SUBJECTS).optional(),
        subjectId: id.optional(),
        /** only rejections that still stand: what a person has to put right */
        standing: z.boolean().default(false),
        ...pageInput,
      }),
    )
    .output(page(outsideAnswerRow)),
  counts: query('对方反馈合计')
    .input(z.object({ batchId: id.optional() }))
    .output(outsideCounts.extend({ people: z.int(), spells: z.int() })),
  /** Claims that were handed in outside an export of ours: typed into the other system, or on paper. */
  handIn: write('登记报送')
    .input(
      z.object({
        ids: z.array(id).min(1).max(50_000).optional(),
        filter: claimsFilter.optional(),
        on: dateText,
        /** to whom, how */
        note: z.string().trim().min(2, '请写明报送给谁、怎样报送的').max(120),
      }),
    )
    .output(z.object({ handedIn: z.int(), txId: z.string().nullable() })),
}
