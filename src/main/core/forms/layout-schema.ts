import { z } from 'zod'
import { faces } from './font-shelf.ts'

/**
 * The shape of `resources/forms/*.yaml`: lengths in millimetres from the paper's top left corner, sizes in points.
 * Text may hold fields: `{姓名}`, `{申请金额|大写金额}`. Everything is strict: a key that is not here is a mistake.
 */
const mm = z.number().min(0).max(1200)
const place = z.tuple([mm, mm, mm, mm])

const style = z.strictObject({
  face: z.enum(faces),
  size: z.number().min(4).max(72),
  /** Smallest size to shrink to; default is two thirds of `size`. */
  minSize: z.number().min(4).max(72).optional(),
  align: z.enum(['left', 'center', 'right', 'spread']).default('left'),
  valign: z.enum(['top', 'middle', 'bottom']).default('middle'),
  leading: z.number().min(1).max(3).default(1.3),
  wrap: z.boolean().default(true),
  /** Empty room inside the box, left and right, then top and bottom. */
  padding: z.tuple([mm, mm]).default([1, 0.4]),
  /** 1 black to 0 white. */
  ink: z.number().min(0.1).max(1).default(1),
  /** One character below the other, as side headings stand. */
  vertical: z.boolean().default(false),
})

const text = z.strictObject({ type: z.literal('text'), at: place, text: z.string(), style: z.string() })
const line = z.strictObject({
  type: z.literal('line'),
  from: z.tuple([mm, mm]),
  to: z.tuple([mm, mm]),
  width: z.number().min(0.1).max(4),
})
const box = z.strictObject({
  type: z.literal('box'),
  at: place,
  width: z.number().min(0.1).max(4),
  dashed: z.boolean().default(false),
})
/** A place that is stamped or signed by hand: its words are grey, so that ink covers them. */
const stamp = z.strictObject({ type: z.literal('stamp'), at: place, text: z.string(), style: z.string() })
const qr = z.strictObject({
  type: z.literal('qr'),
  /** Left, top, side; the quiet zone lies inside. */
  at: z.tuple([mm, mm, mm]),
  field: z.string(),
  /** In modules; readers need 4. */
  quiet: z.number().int().min(4).max(10).default(4),
})
const checks = z.strictObject({
  type: z.literal('checks'),
  at: place,
  field: z.string(),
  style: z.string(),
  /** Boxes in one line before the next begins. */
  columns: z.number().int().min(1).max(12),
  options: z.array(z.strictObject({ code: z.string(), text: z.string() })).min(1),
})

/** `22x7.5` is 22 columns of 7.5 mm. */
const widths = z
  .array(
    z.union([
      z.number().positive(),
      z.string().regex(/^\d+x\d+(\.\d+)?$/, '应为毫米数，或“列数x毫米数”，如 22x7.5'),
    ]),
  )
  .min(1)

const cellChecks = checks.omit({ type: true, at: true })
const cell = z.strictObject({
  span: z.number().int().min(1).default(1),
  rows: z.number().int().min(1).default(1),
  text: z.string().optional(),
  style: z.string().optional(),
  checks: cellChecks.optional(),
  /** More things in this cell, placed from the cell's own corner. */
  items: z.array(z.discriminatedUnion('type', [text, line, box, stamp, checks])).optional(),
})
const table = z.strictObject({
  type: z.literal('table'),
  at: z.tuple([mm, mm]),
  columns: widths,
  frame: z.number().min(0.1).max(4).default(1),
  rule: z.number().min(0.1).max(4).default(0.5),
  rows: z.array(z.strictObject({ height: z.number().positive().max(1200), cells: z.array(cell) })).min(1),
})

const page = z.strictObject({
  size: z.enum(['A4', 'A3']),
  orientation: z.enum(['portrait', 'landscape']),
  margins: z.strictObject({ top: mm, right: mm, bottom: mm, left: mm }),
})

const heading = {
  layout: z.literal(1),
  id: z.string().regex(/^[a-z0-9-]+$/),
  name: z.string().min(1),
  /** Who made this form: ours are marked as local templates, not as any office's official one. */
  origin: z.string().min(1),
  page,
  styles: z.record(z.string(), style),
}

export const formLayout = z.strictObject({
  ...heading,
  kind: z.literal('form'),
  data: z.string(),
  items: z.array(z.discriminatedUnion('type', [text, line, box, stamp, qr, checks, table])).min(1),
})

const listColumn = z.strictObject({
  title: z.string(),
  width: z.number().positive(),
  /** `{姓名}`; `{序号}` is the row's number; empty is room to write. */
  text: z.string(),
  style: z.string(),
  /** Adds up below, for columns of money. */
  total: z.string().optional(),
})

export const listLayout = z.strictObject({
  ...heading,
  kind: z.literal('list'),
  data: z.string(),
  header: z.string(),
  /** Stands on each page above the table; texts use the header's fields. */
  items: z.array(z.discriminatedUnion('type', [text, line, box, stamp, qr])).min(1),
  table: z.strictObject({
    /** Top of the table's head on each page. */
    top: mm,
    headHeight: z.number().positive(),
    headStyle: z.string(),
    rowHeight: z.number().positive(),
    frame: z.number().min(0.1).max(4).default(1),
    rule: z.number().min(0.1).max(4).default(0.5),
    columns: z.array(listColumn).min(1),
    /** The last line: `合计：{人数}人，{合计金额}元（大写：{合计金额|大写金额}）`. */
    totalText: z.string().optional(),
    totalStyle: z.string().optional(),
  }),
  /** At the foot of each page, texts with `{页}` and `{总页数}` and the header's fields. */
  footer: z.array(z.discriminatedUnion('type', [text, line, box, stamp])).default([]),
})

export type Style = z.output<typeof style>
export type FormLayoutFile = z.output<typeof formLayout>
export type ListLayoutFile = z.output<typeof listLayout>
export type FormItem = FormLayoutFile['items'][number]
export type ListItem = ListLayoutFile['items'][number]
export type TableItem = z.output<typeof table>
export type CellItem = z.output<typeof cell>
export type ChecksItem = z.output<typeof checks>
