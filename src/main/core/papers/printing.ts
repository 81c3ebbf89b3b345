import type { FileRef } from '../../../shared/contract/files.ts'
import type { PaperResult } from '../../../shared/contract/papers.ts'
import { PAPER_KIND_SPECS } from '../../../shared/domain/papers.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { PAPER_KIND_TEXT } from '../../../shared/text/papers.ts'
import { tell } from '../claims/workflow/story.ts'
import { papers } from '../db/schema/papers.ts'
import { XLSX } from '../exchange/workbook/media-type.ts'
import { splitIntoParts } from '../forms/form-parts.ts'
import type { PaperHeader } from '../forms/paper-fields.ts'
import type { InputOf, ReaderJobContext, WriteContext } from '../procedure.ts'
import { readOffice } from '../registry/office.ts'
import { applicationData } from './claims-on-paper.ts'
import { type Drawn, drawForms, drawLists, overprintOf } from './draw.ts'
import { type Heading, headerOf, readHeading } from './heading.ts'
import { type ListRows, layoutFor, readOffset } from './layouts.ts'
import { claimLine, paymentLines, publicLine, summaryLines } from './lines.ts'
import { type PaperGroup, type PaperSlip, readOrder } from './order.ts'
import { rosterWorkbook } from './roster-workbook.ts'

const PDF = 'application/pdf'

type Order = InputOf<'papers.print'>
type Layout = ReturnType<typeof layoutFor>
/** A finished file, and how many pages each slip takes. */
type Made = {
  files: { name: string; bytes: Uint8Array }[]
  pages: number
  perSlip: ReadonlyMap<string, number>
}
export type StoreSlips = {
  readonly slips: readonly (PaperSlip & { readonly pages: number })[]
  readonly reason: string
  /** what they were drawn by */
  readonly layout: { readonly id: string; readonly name: string; readonly digest: string }
}

/** Prints an order: files first, then, when all are made, the record of it. */
export async function printPapers(context: ReaderJobContext, order: Order): Promise<PaperResult> {
  const startedAt = context.now()
  context.progress('读取申领', 0, null, '份')
  const groups = readOrder(context, context.ledger, order)
  const slips = groups.flatMap((group) => group.slips)
  const claims = slips.reduce((sum, one) => sum + one.claimCount, 0)
  const amountFen = slips.reduce((sum, one) => sum + one.amountFen, 0)
  if (order.format === 'xlsx') {
    const files = await workbooks(context, order, groups)
    return {
      files,
      papers: files.length,
      pages: files.length,
      claims,
      amountFen,
      seconds: since(context, startedAt),
    }
  }
  const before = slips.filter(({ id }) => id !== undefined).length
  if (before > 0 && order.reason === '') {
    throw new Refusal(
      'papers.reason',
      before === slips.length
        ? '这些都已打印过，重打请写明原因。'
        : `其中 ${before} 份已打印过，重打请写明原因；或只选没有打印过的。`,
      { printedBefore: before },
    )
  }
  const layout = layoutFor(context, context.ledger, order.kind, order.layout)
  const made = await draw(context, order, layout, groups)
  // Recorded before the files are given out: a sheet that nobody knows of must not exist.
  await context.commit('prints.store', {
    slips: slips.map((one) => ({ ...one, pages: made.perSlip.get(one.serial) ?? 1 })),
    reason: order.reason,
    layout: { id: layout.id, name: layout.name, digest: layout.digest },
  } satisfies StoreSlips)
  const files: FileRef[] = []
  for (const { name, bytes } of made.files) files.push(await context.files.put(name, PDF, bytes))
  return {
    files,
    papers: slips.length,
    pages: made.pages,
    claims,
    amountFen,
    seconds: since(context, startedAt),
  }
}

function since(context: ReaderJobContext, startedAt: number): number {
  return (context.now() - startedAt) / 1000
}

async function draw(
  context: ReaderJobContext,
  order: Order,
  layout: Layout,
  groups: readonly PaperGroup[],
): Promise<Made> {
  const today = context.today()
  const heading = readHeading(context.ledger, order.kind, order.filter.batchId, today, context.actor)
  const overprint = order.overprint ? overprintOf(readOffset(context.ledger, layout.id)) : undefined
  const name = PAPER_KIND_TEXT[order.kind]
  const files: Made['files'] = []
  const perSlip = new Map<string, number>()
  let pages = 0
  let claimsDone = 0
  const total = groups.reduce((sum, group) => sum + (group.claims.length || group.holders.length), 0)
  const take = (title: string, drawn: Drawn) => {
    pages += drawn.pages
    drawn.volumes.forEach((bytes, at) => {
      files.push({ name: `${fileName([name, title])}${partMark(at, drawn.volumes.length)}.pdf`, bytes })
    })
  }
  const { compiled } = layout
  const apart = order.apart
  /** Groups that go into files of their own, or all of them. */
  const shares = apart ? groups.map((group) => [group]) : [groups]
  if (compiled.data === 'application') {
    const office = readOffice(context.ledger).office
    for (const share of shares) {
      const claims = share.flatMap((group) => group.claims)
      const parts = splitIntoParts(claims, order.pagesPerFile)
      for (const [at, part] of parts.entries()) {
        const drawn = await drawForms(
          context,
          compiled,
          part.map((claim) => applicationData(claim, office, today)),
          {
            overprint,
            onPage: (done) => context.progress(`打印${name}`, claimsDone + done, total, '页'),
          },
        )
        claimsDone += drawn.pages
        take(`${titleOf(share)}${partMark(at, parts.length)}`, drawn)
      }
    }
    return { files, pages, perSlip }
  }
  if (compiled.data === 'paper-header') {
    for (const share of shares) {
      const headers = share.map((group) => header(context, heading, group))
      const parts = splitIntoParts(headers, order.pagesPerFile)
      for (const [at, part] of parts.entries()) {
        const drawn = await drawForms(context, compiled, part, {
          overprint,
          onPage: (done) => context.progress(`打印${name}`, pages + done, groups.length, '页'),
        })
        const title = [heading.batch?.number ?? '', apart ? titleOf(share) : ''].join(' ').trim()
        take(`${title}${partMark(at, parts.length)}`, drawn)
      }
    }
    return { files, pages, perSlip }
  }
  for (const share of shares) {
    const lists = function* () {
      for (const group of share) {
        yield group
        claimsDone += group.claims.length || group.holders.length
      }
    }
    const drawn = await drawListsOf(context, order, compiled, heading, lists(), {
      pagesPerFile: order.pagesPerFile,
      overprint,
      onPage: () => context.progress(`打印${name}`, claimsDone, total, '人'),
    })
    for (const [at, group] of share.entries())
      for (const one of group.slips) perSlip.set(one.serial, drawn.perList[at] ?? 0)
    take(titleOf(share), drawn)
  }
  return { files, pages, perSlip }
}

/** `_2-3`: the second of three files. */
function partMark(at: number, parts: number): string {
  return parts === 1 ? '' : `_${at + 1}-${parts}`
}

function header(context: ReaderJobContext, heading: Heading, group: PaperGroup) {
  return headerOf(context.ledger, heading, group.name, group.claims, group.slips[0]!.serial)
}

/** A list for each group, set when its turn comes. */
function drawListsOf(
  context: ReaderJobContext,
  order: Order,
  compiled: Exclude<Layout['compiled'], { form: unknown }>,
  heading: Heading,
  groups: Iterable<PaperGroup>,
  options: Parameters<typeof drawLists>[3],
): ReturnType<typeof drawLists> {
  const today = context.today()
  function* sections<Row>(
    rows: (group: PaperGroup) => Iterable<Row>,
    more: (group: PaperGroup) => Partial<PaperHeader>,
  ) {
    for (const group of groups)
      yield { header: { ...header(context, heading, group), ...more(group) }, rows: rows(group) }
  }
  const lists = <Name extends keyof ListRows>(
    layout: Extract<Layout['compiled'], { data: Name; list: unknown }>,
    rows: (group: PaperGroup) => Iterable<ListRows[Name]>,
    more: (group: PaperGroup) => Partial<PaperHeader> = () => ({}),
  ) => drawLists(context, layout, sections(rows, more), options)
  switch (compiled.data) {
    case 'claim-row':
      return lists(compiled, ({ claims }) => claims.map((claim) => claimLine(claim, today)))
    case 'public-row':
      return lists(compiled, ({ claims }) => claims.map((claim) => publicLine(claim, today)))
    case 'summary-row': {
      const by = PAPER_KIND_SPECS[order.kind].layout === 'summary-county' ? 'township' : 'village'
      return lists(compiled, ({ claims }) => summaryLines(claims, by))
    }
    case 'payment-row':
      return lists(compiled, ({ claims }) => paymentLines(context.ledger, claims))
    case 'attendance-row':
      return lists(
        compiled,
        ({ holders }) => holders,
        ({ name, slips }) => ({ month: order.month, group: name || undefined, code: slips[0]!.serial }),
      )
  }
}

/** One group by its name, else what the claims are for. */
function titleOf(groups: readonly PaperGroup[]): string {
  const [only] = groups
  if (groups.length === 1 && only !== undefined && only.name !== '') return only.name
  const names = new Set(groups.flatMap(({ claims }) => claims.map((claim) => claim.trace.benefitName)))
  return names.size === 1 ? [...names][0]! : names.size === 0 ? '' : `${names.size}项补贴`
}

/** Words that may stand in a file's name on every system. */
export function fileName(parts: readonly string[]): string {
  return parts
    .filter((part) => part !== '')
    .join('_')
    .replace(/[\\/:*?"<>|\s]+/gu, ' ')
    .trim()
    .slice(0, 100)
}

async function workbooks(
  context: ReaderJobContext,
  order: Order,
  groups: readonly PaperGroup[],
): Promise<FileRef[]> {
  if (order.kind !== 'roster') {
    throw new Refusal('papers.format', `“${PAPER_KIND_TEXT[order.kind]}”只能打印，不能导出为工作簿。`)
  }
  const { office } = readOffice(context.ledger)
  const files: FileRef[] = []
  for (const group of groups) {
    const title = titleOf([group])
    const bytes = await rosterWorkbook(context, group.claims, { office, title })
    files.push(await context.files.put(`${fileName(['花名册', title])}.xlsx`, XLSX, bytes))
  }
  return files
}

/**
 * Writer step: a record for each new paper, one more print for each known one, and the event in the story of each
 * claim whose form was printed. @throws Refusal `papers.serial-taken` where another print took the numbers meanwhile
 */
export function storeSlips(context: WriteContext, { slips, reason, layout }: StoreSlips): { stored: number } {
  const by = context.actor.name
  context.ledger.write(
    { action: 'papers.print', actor: by, params: { papers: slips.length, reason } },
    (tx) => {
      const fresh = slips.filter(({ id }) => id === undefined)
      const taken = tx
        .prepare<string>(
          'SELECT serial FROM papers WHERE deleted_at IS NULL AND serial IN (SELECT value FROM json_each(?)) LIMIT 1',
        )
        .pluck()
        .get(JSON.stringify(fresh.map(({ serial }) => serial)))
      if (taken !== undefined) {
        throw new Refusal('papers.serial-taken', `编号 ${taken} 刚被另一次打印用去，请再打印一次。`)
      }
      tx.insertMany(
        papers,
        fresh.map((one) => ({
          serial: one.serial,
          layout: one.kind,
          layoutId: layout.id,
          layoutName: layout.name,
          layoutDigest: layout.digest,
          subjectKind: one.subjectKind,
          subjectId: one.subjectId,
          groupName: one.group || null,
          title: one.title,
          claimCount: one.claimCount,
          amountFen: one.amountFen,
          pages: one.pages,
          state: 'printed',
          printedAt: tx.at,
          printedBy: by,
          reprints: 0,
          reprintReason: null,
          stateAt: tx.at,
          source: 'entry',
        })),
      )
      const printsOf = tx.prepare<number>('SELECT reprints FROM papers WHERE id = ?').pluck()
      for (const one of slips) {
        if (one.id === undefined) continue
        tx.update(papers, one.id, {
          state: 'reprinted',
          stateAt: tx.at,
          printedAt: tx.at,
          printedBy: by,
          reprints: (printsOf.get(one.id) as number) + 1,
          reprintReason: reason,
          layoutId: layout.id,
          layoutName: layout.name,
          layoutDigest: layout.digest,
          pages: one.pages,
          claimCount: one.claimCount,
          amountFen: one.amountFen,
        })
      }
      tell(
        tx,
        by,
        slips
          .filter(({ subjectKind }) => subjectKind === 'claim')
          .map(({ subjectId, id }) => ({
            claimId: subjectId,
            kind: 'printed',
            data: { note: id === undefined ? '' : `重打：${reason}` },
          })),
      )
    },
  )
  return { stored: slips.length }
}
