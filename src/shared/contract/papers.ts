import { z } from 'zod'
import { PAPER_STATES } from '../domain/claim-states.ts'
import { MAX_OFFSET_MM, PAPER_GROUPINGS, PAPER_KINDS, PAPER_SORTS } from '../domain/papers.ts'
import { claimsFilter } from './claims.ts'
import { fileRef } from './files.ts'
import { fen, id, job, monthText, page, pageInput, query, write } from './procedure.ts'

const reason = z.string().trim().min(2, '请写明原因').max(200)
const kind = z.enum(PAPER_KINDS)

/** What is printed. */
export const paperOrder = z.object({
  kind,
  /** ours or the office's own; absent: ours */
  layout: z.string().max(60).optional(),
  /** claims that the paper is of; a batch is a filter by `batchId` */
  filter: claimsFilter.default({ search: '' }),
  /** for kinds that are of public-welfare posts */
  month: monthText.optional(),
  groupBy: z.enum(PAPER_GROUPINGS).optional(),
  sortBy: z.enum(PAPER_SORTS).default('place'),
  pagesPerFile: z.int().min(1).max(500).default(500),
  /** each group in a file of its own, to be handed out; else all in one, to be printed at once */
  apart: z.boolean().default(false),
})
export type PaperOrder = z.output<typeof paperOrder>

export const paperPlan = z.object({
  /** forms or lists that it makes */
  papers: z.int(),
  claims: z.int(),
  amountFen: fen,
  groups: z.array(z.object({ name: z.string(), claims: z.int(), amountFen: fen })),
  /** of them printed before: a reason is asked for */
  printedBefore: z.int(),
})
export type PaperPlan = z.infer<typeof paperPlan>

export const paperResult = z.object({
  files: z.array(fileRef),
  papers: z.int(),
  pages: z.int(),
  claims: z.int(),
  amountFen: fen,
  seconds: z.number(),
})
export type PaperResult = z.infer<typeof paperResult>

export const paperRow = z.object({
  id,
  serial: z.string(),
  /** kind of paper, and its name */
  layout: z.string(),
  layoutName: z.string(),
  /** the layout that it was last drawn by, and which version of it; null: printed before that was recorded */
  drawnBy: z.object({ id: z.string(), name: z.string(), digest: z.string() }).nullable(),
  title: z.string(),
  subjectKind: z.string(),
  subjectId: z.string(),
  claimCount: z.int(),
  amountFen: fen,
  pages: z.int(),
  state: z.enum(PAPER_STATES),
  printedAt: z.string(),
  printedBy: z.string(),
  reprints: z.int(),
  reprintReason: z.string().nullable(),
  stateAt: z.string(),
})
export type PaperRow = z.infer<typeof paperRow>

export const layoutView = z.object({
  id: z.string(),
  name: z.string(),
  /** true: the office's own copy */
  own: z.boolean(),
  basedOn: z.string(),
  origin: z.string(),
  paper: z.string(),
  changedAt: z.string().nullable(),
  changedBy: z.string().nullable(),
  /** kinds of paper that can be printed with it */
  kinds: z.array(kind),
  offset: z.object({ rightMm: z.number(), downMm: z.number() }).nullable(),
})
export type LayoutView = z.infer<typeof layoutView>

const offsetMm = z.number().min(-MAX_OFFSET_MM).max(MAX_OFFSET_MM)

export const papers = {
  plan: query('预览打印').input(paperOrder).output(paperPlan),
  print: job(
    '打印',
    paperOrder.extend({
      /** xlsx: for the roster only */
      format: z.enum(['pdf', 'xlsx']).default('pdf'),
      /** onto forms that are printed already, with the layout's offsets */
      overprint: z.boolean().default(false),
      /** why it is printed again, where some were printed before */
      reason: z.string().trim().max(200).default(''),
    }),
    paperResult,
  ),
  list: query('打印记录')
    .input(
      z
        .object({
          search: z.string().max(60).default(''),
          layout: z.string().optional(),
          state: z.enum(PAPER_STATES).optional(),
        })
        .extend(pageInput),
    )
    .output(page(paperRow)),
  mark: write('登记纸质件')
    .input(
      z.object({
        ids: z.array(id).min(1).max(10_000),
        state: z.enum(['stamped', 'handed-out', 'spoiled']),
        /** why it is spoiled */
        reason: z.string().trim().max(200).default(''),
      }),
    )
    .output(z.object({ changed: z.int(), txId: z.string().nullable() })),
  layouts: query('打印版式').input(z.object({})).output(z.array(layoutView)),
  layout: query('版式内容')
    .input(z.object({ id: z.string() }))
    .output(layoutView.extend({ definition: z.string() })),
  /** Draws a layout with made-up people; a fault is told with its line. */
  preview: job(
    '预览版式',
    z.object({ basedOn: z.string(), definition: z.string().max(200_000) }),
    z.object({
      file: fileRef.nullable(),
      problem: z.object({ text: z.string(), line: z.int().nullable() }).nullable(),
    }),
    'viewer',
  ),
  saveLayout: write('保存版式', 'reviewer')
    .input(
      z.object({
        /** absent: a new copy */
        id: id.optional(),
        basedOn: z.string(),
        name: z.string().trim().min(1, '请写明版式名称').max(60),
        definition: z.string().min(1).max(200_000),
      }),
    )
    .output(z.object({ id, txId: z.string() })),
  removeLayout: write('删除版式', 'reviewer')
    .input(z.object({ id, reason }))
    .output(z.object({ txId: z.string() })),
  setOffset: write('设置套打位置')
    .input(z.object({ layout: z.string(), rightMm: offsetMm, downMm: offsetMm }))
    .output(z.object({ txId: z.string() })),
  /** A page with crosses and rulers, moved by the layout's offsets. */
  calibration: job('打印校准页', z.object({ layout: z.string() }), z.object({ file: fileRef })),
}
