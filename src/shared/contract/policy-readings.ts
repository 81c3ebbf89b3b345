import { z } from 'zod'
import { dateText, id, query, write } from './procedure.ts'

/** What a reading's value is: a whole number, a year, a day, one of some words, a list of kinds, a list of places. */
export const READING_KINDS = ['number', 'year', 'day', 'choice', 'kinds', 'places', 'yes-no'] as const
export type ReadingKind = (typeof READING_KINDS)[number]

export const readingDecision = z.object({
  id,
  valueText: z.string(),
  reason: z.string(),
  decidedBy: z.string().nullable(),
  decidedOn: dateText,
  /** the latest decision counts; earlier ones are kept and count again when it is removed */
  inForce: z.boolean(),
})

/** 执行口径: how a document is read where its text is silent, and what this office decided instead. */
export const readingView = z.object({
  /** `SX-02.gap-days`, `JH-2021.inForce.from` */
  key: z.string(),
  doc: z.string(),
  clause: z.string(),
  name: z.string(),
  /** the pack's reading in words */
  text: z.string(),
  kind: z.enum(READING_KINDS),
  /** for choice and kinds */
  choices: z.array(z.object({ value: z.string(), text: z.string() })),
  /** benefits and targets that rest on it */
  rows: z.array(z.string()),
  /** as it is written in `saveReading` */
  shipped: z.string(),
  shippedText: z.string(),
  value: z.string(),
  valueText: z.string(),
  decisions: z.array(readingDecision),
})
export type ReadingView = z.infer<typeof readingView>

export const readingProcedures = {
  readings: query('执行口径')
    .input(z.object({ asOf: dateText.optional() }))
    .output(z.array(readingView)),
  saveReading: write('改执行口径', 'reviewer')
    .input(
      z.object({
        key: z.string().max(80),
        /** a number, a year, a day, a word, or words and codes with commas between them */
        value: z.string().trim().min(1, '请填写新的口径').max(2000),
        reason: z.string().trim().min(2, '请写明为什么这样理解').max(200),
        /** who decided: 局务会、张三 */
        decidedBy: z.string().trim().max(60).optional(),
        /** today where none is given */
        decidedOn: dateText.optional(),
      }),
    )
    .output(z.object({ id, txId: z.string() })),
  removeReading: write('撤回执行口径', 'reviewer')
    .input(z.object({ id, reason: z.string().trim().min(2, '请写明原因') }))
    .output(z.object({ id, txId: z.string() })),
}
