import { z } from 'zod'
import { DECISIONS } from '../domain/services.ts'
import { dateText, fen, id, query, write } from './procedure.ts'

export const decisionView = z.object({
  id,
  benefit: z.string(),
  entitlementKey: z.string(),
  personId: z.string().nullable(),
  beneficiaryId: z.string(),
  period: z.string().nullable(),
  decision: z.enum(DECISIONS),
  on: dateText,
  by: z.string(),
  document: z.string(),
  reason: z.string().nullable(),
  amountFen: fen.nullable(),
})
export type DecisionView = z.infer<typeof decisionView>

/** One result to decide on, as the list of results names it. */
const subject = z.object({
  personId: id.nullable(),
  beneficiaryId: z.string().max(40).nullable(),
  period: z.string().max(20).nullable(),
})

/** 研究决定: results that the documents leave to the office become claims only with its recorded approval. */
export const decisions = {
  list: query('研究决定')
    .input(
      z.object({
        benefit: z.string().optional(),
        personId: id.optional(),
        beneficiaryId: z.string().max(40).optional(),
      }),
    )
    .output(z.array(decisionView)),
  /**
   * Records one decision on results of one benefit. Each is calculated afresh and must be 待研究决定; of a benefit by the
   * month, each month that is payable on that day is decided.
   */
  record: write('记录研究决定', 'reviewer')
    .input(
      z
        .object({
          benefit: z.string(),
          asOf: dateText,
          subjects: z.array(subject).min(1, '请选择要决定的结果').max(2000),
          decision: z.enum(DECISIONS),
          on: dateText,
          by: z.string().trim().min(2, '请写明由谁决定').max(60),
          document: z.string().trim().min(2, '请写明文号或会议纪要号').max(120),
          reason: z.string().trim().max(300).nullable(),
        })
        .refine(({ decision, reason }) => decision === 'approved' || (reason ?? '').length >= 2, {
          path: ['reason'],
          message: '不同意的，请写明原因',
        }),
    )
    .output(
      z.object({
        decided: z.int(),
        /** results that are not 待研究决定 on that day, or were decided before */
        skipped: z.array(z.object({ reason: z.string(), count: z.int() })),
        txId: z.string(),
      }),
    ),
  /** Takes a decision back that no claim rests on yet. */
  remove: write('撤销研究决定', 'reviewer')
    .input(z.object({ id, reason: z.string().trim().min(2, '请写明原因') }))
    .output(z.object({ id, txId: z.string() })),
}
