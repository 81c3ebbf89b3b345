import { z } from 'zod'
import { LIMIT_CARRIERS, LIMIT_CHECKS } from '../domain/duties.ts'
import { DUTY_STATES } from '../domain/services.ts'
import { fileRef } from './files.ts'
import { dateText, id, job, page, pageInput, query, write } from './procedure.ts'

/** A row of a document, as each list shows it. */
const described = {
  id: z.string(),
  doc: z.string(),
  docTitle: z.string(),
  clause: z.string(),
  name: z.string(),
  /** our own wording of the clause */
  wording: z.string(),
}

const placeFigure = z.object({ code: z.string(), name: z.string(), figure: z.int() })

export const targetView = z.object({
  ...described,
  /** who has to reach it */
  holder: z.string(),
  /** what is counted, in Chinese */
  measureText: z.string(),
  unit: z.string(),
  /** every-year 2022年, by 到 2025-12-31 … */
  periodText: z.string(),
  /** the days looked at */
  from: dateText.nullable(),
  to: dateText,
  /** at-least: a figure to reach; all: each one concerned; steady: not fewer than a year before */
  compare: z.enum(['at-least', 'all', 'steady']),
  /** what counts so far */
  done: z.int(),
  /** what is to be reached: the figure, the number concerned, the number a year before; null: nothing to compare with */
  goal: z.int().nullable(),
  reached: z.boolean(),
  /** those that do not count yet, where each one concerned must */
  lacking: z.int(),
  /** those of which a fact is missing: the place, a date, whether somebody can work */
  unknown: z.int(),
  /** services that each one is owed */
  parts: z.array(
    z.object({ measure: z.string(), text: z.string(), owed: z.int(), done: z.int(), goal: z.int() }),
  ),
  /** rows whose figures add up to this one */
  sumOf: z.array(z.string()),
  /** the row whose figure this one lies within */
  within: z.string().nullable(),
  byPlace: z.array(placeFigure),
  readings: z.array(z.string()),
})
export type TargetView = z.infer<typeof targetView>

export const dutyView = z.object({
  ...described,
  evidence: z.enum(['counted', 'attached']),
  /** what the ledger counts, in Chinese; null: files are attached */
  countsText: z.string().nullable(),
  count: z.int(),
  /** of those counted one by one: known not to count, and not known */
  lacking: z.int(),
  unknown: z.int(),
  /** day of the latest evidence */
  lastOn: dateText.nullable(),
  attachments: z.int(),
  state: z.enum(DUTY_STATES),
  /** why it does not apply */
  reason: z.string().nullable(),
  responsible: z.string().nullable(),
  note: z.string().nullable(),
})
export type DutyView = z.infer<typeof dutyView>

export const evidenceView = z.object({
  /** what it is a record of: record, person, employer, household, station, fair, vacancy, import, audit */
  kind: z.string(),
  id: z.string(),
  name: z.string().nullable(),
  detail: z.string().nullable(),
  on: dateText.nullable(),
  placeText: z.string(),
  weight: z.int(),
  personId: z.string().nullable(),
})
export type EvidenceView = z.infer<typeof evidenceView>

export const limitView = z.object({
  ...described,
  carriedBy: z.enum(LIMIT_CARRIERS).nullable(),
  /** what holds it, in Chinese */
  carriedText: z.string().nullable(),
  checks: z.array(
    z.object({
      check: z.enum(LIMIT_CHECKS),
      text: z.string(),
      /** 最多 1 个 */
      mostText: z.string(),
      certain: z.int(),
      possible: z.int(),
    }),
  ),
})
export type LimitView = z.infer<typeof limitView>

export const findingView = z.object({
  limit: z.string(),
  clause: z.string(),
  check: z.enum(LIMIT_CHECKS),
  certainty: z.enum(['certain', 'possible']),
  personId: id,
  personName: z.string(),
  idMasked: z.string().nullable(),
  posts: z.array(
    z.object({ spellId: id, employer: z.string(), place: z.string(), from: dateText, to: z.string() }),
  ),
  /** the months concerned: 2022-01 至 2022-06 */
  monthsText: z.string(),
  /** one sentence */
  says: z.string(),
})
export type FindingView = z.infer<typeof findingView>

const year = z.int().min(2000).max(2100)
const saved = z.object({ id, txId: z.string() })
const dutyId = z.string().regex(/^[A-Z]+-\d{2,}$/, '应为条款编号，如 ZJ-11')

/** 目标任务、工作职责、限制条件: what each document asks for, and what the ledger has to show. */
export const duties = {
  /** Progress of every target as of a day. */
  targets: query('目标任务进度')
    .input(z.object({ asOf: dateText, doc: z.string().optional() }))
    .output(z.array(targetView)),
  /** The checklist of a year. `concerned`: documents whose territory the office or a partner lies in. */
  list: query('履职清单')
    .input(z.object({ year, doc: z.string().optional() }))
    .output(
      z.object({
        documents: z.array(
          z.object({ id: z.string(), title: z.string(), duties: z.int(), concerned: z.boolean() }),
        ),
        rows: z.array(dutyView),
      }),
    ),
  /** The rows behind a figure of a duty (in a year) or a target (as of a day). */
  evidence: query('依据明细')
    .input(
      z.object({
        row: dutyId,
        /** duties */ year: year.optional(),
        /** targets */ asOf: dateText.optional(),
        /** one service of a bundle */ part: z.string().optional(),
        which: z.enum(['met', 'unmet', 'unknown']).default('met'),
        ...pageInput,
      }),
    )
    .output(page(evidenceView)),
  /** Who answers for a duty in a year, a note, or that it does not apply. */
  save: write('登记职责落实情况')
    .input(
      z.object({
        duty: dutyId,
        year,
        applies: z.boolean(),
        reason: z.string().trim().max(200).nullable(),
        responsible: z.string().trim().max(40).nullable(),
        note: z.string().trim().max(500).nullable(),
      }),
    )
    .output(saved),
  /** Says of several duties at once that they do not concern the office, or that they do. */
  mark: write('标记职责是否适用')
    .input(
      z.object({
        duties: z.array(dutyId).min(1).max(300),
        year,
        applies: z.boolean(),
        reason: z.string().trim().max(200).nullable(),
      }),
    )
    .output(z.object({ marked: z.int(), txId: z.string() })),
  limits: query('限制条件')
    .input(z.object({ asOf: dateText }))
    .output(z.array(limitView)),
  findings: query('限制核对结果')
    .input(
      z.object({
        asOf: dateText,
        /** only of this limit */ row: z.string().optional(),
        check: z.enum(LIMIT_CHECKS).optional(),
        certainty: z.enum(['certain', 'possible']).optional(),
        ...pageInput,
      }),
    )
    .output(page(findingView)),
  /** The checklist with its evidence, targets, limits and referrals of a year as a workbook for the inspection. */
  report: job('导出履职清单', z.object({ year, doc: z.string().optional() }), fileRef),
}
