import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { LayoutView } from '../../../shared/contract/papers.ts'
import { PAPER_KIND_SPECS, PAPER_KINDS, type PaperKind } from '../../../shared/domain/papers.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { ReadLedger, WriteTx } from '../db/ledger.ts'
import { formLayouts, printOffsets } from '../db/schema/papers.ts'
import type { ApplicationFormData } from '../forms/application-fields.ts'
import { applicationFields } from '../forms/application-fields.ts'
import { type CompiledForm, readFormLayout } from '../forms/compile-form.ts'
import { type CompiledList, readListLayout } from '../forms/compile-list.ts'
import type { FieldCatalogue } from '../forms/field-formats.ts'
import {
  type AttendanceLine,
  attendanceLineFields,
  type ClaimLine,
  claimLineFields,
  type PaymentLine,
  type PublicLine,
  paymentLineFields,
  publicLineFields,
  type SummaryLine,
  summaryLineFields,
} from '../forms/list-fields.ts'
import { type PaperHeader, paperHeaderFields } from '../forms/paper-fields.ts'
import type { InputOf, Surroundings, WriteContext } from '../procedure.ts'

type Reading = Pick<ReadLedger, 'prepare'>

/** Rows that a list can have, by the name that a layout gives them. */
export type ListRows = {
  'claim-row': ClaimLine
  'public-row': PublicLine
  'summary-row': SummaryLine
  'payment-row': PaymentLine
  'attendance-row': AttendanceLine
}
const rowCatalogues: { readonly [Name in keyof ListRows]: FieldCatalogue<ListRows[Name]> } = {
  'claim-row': claimLineFields,
  'public-row': publicLineFields,
  'summary-row': summaryLineFields,
  'payment-row': paymentLineFields,
  'attendance-row': attendanceLineFields,
}

/** What each of our layouts prints; a copy of it prints the same. */
const DATA_OF: Readonly<Record<string, 'application' | 'paper-header' | keyof ListRows>> = {
  'individual-application': 'application',
  'application-roster': 'claim-row',
  'agent-claim': 'claim-row',
  'employer-claim': 'claim-row',
  'public-list': 'public-row',
  'summary-township': 'summary-row',
  'summary-county': 'summary-row',
  'payment-detail': 'payment-row',
  'post-attendance': 'attendance-row',
  'opinion-sheet': 'paper-header',
  'no-objection': 'paper-header',
  'batch-cover': 'paper-header',
}

export type CompiledLayout =
  | { readonly data: 'application'; readonly form: CompiledForm<ApplicationFormData> }
  | { readonly data: 'paper-header'; readonly form: CompiledForm<PaperHeader> }
  | {
      readonly [Name in keyof ListRows]: {
        readonly data: Name
        readonly list: CompiledList<PaperHeader, ListRows[Name]>
      }
    }[keyof ListRows]

/** Reads a definition as what its base prints. @throws Refusal `forms.layout` with file, line and key */
export function compileDefinition(file: string, basedOn: string, yaml: string): CompiledLayout {
  const data = DATA_OF[basedOn]
  if (data === undefined) throw noLayout(basedOn)
  switch (data) {
    case 'application':
      return { data, form: readFormLayout(file, yaml, applicationFields) }
    case 'paper-header':
      return { data, form: readFormLayout(file, yaml, paperHeaderFields) }
    case 'claim-row':
      return { data, list: readListLayout(file, yaml, paperHeaderFields, rowCatalogues[data]) }
    case 'public-row':
      return { data, list: readListLayout(file, yaml, paperHeaderFields, rowCatalogues[data]) }
    case 'summary-row':
      return { data, list: readListLayout(file, yaml, paperHeaderFields, rowCatalogues[data]) }
    case 'payment-row':
      return { data, list: readListLayout(file, yaml, paperHeaderFields, rowCatalogues[data]) }
    case 'attendance-row':
      return { data, list: readListLayout(file, yaml, paperHeaderFields, rowCatalogues[data]) }
  }
}

/** A layout of ours or of the office, with its text. @throws Refusal `forms.no-layout` */
export function findLayout(
  context: Pick<Surroundings, 'resources'>,
  ledger: Reading,
  id: string,
): LayoutView & { definition: string } {
  if (DATA_OF[id] !== undefined) {
    const definition = shipped(context, id)
    return { ...view(ledger, id, id, definition, null), definition }
  }
  const own = ledger.prepare<OwnLayout>(`${OWN} AND id = ?`).get(id)
  if (own === undefined) throw noLayout(id)
  return { ...view(ledger, own.id, own.basedOn, own.definition, own), definition: own.definition }
}

type OwnLayout = {
  id: string
  name: string
  basedOn: string
  definition: string
  changedAt: string
  changedBy: string
}
const OWN = `SELECT id, name, based_on AS basedOn, definition, changed_at AS changedAt, changed_by AS changedBy
  FROM form_layouts WHERE deleted_at IS NULL`

/** Ours first, then the office's own. */
export function listLayouts(context: Pick<Surroundings, 'resources'>, ledger: Reading): LayoutView[] {
  const own = ledger.prepare<OwnLayout>(`${OWN} ORDER BY name`).all()
  return [
    ...Object.keys(DATA_OF).map((id) => view(ledger, id, id, shipped(context, id), null)),
    ...own.map((one) => view(ledger, one.id, one.basedOn, one.definition, one)),
  ]
}

function view(
  ledger: Reading,
  id: string,
  basedOn: string,
  definition: string,
  own: OwnLayout | null,
): LayoutView {
  const file = parse(definition) as {
    name: string
    origin: string
    page: { size: string; orientation: string }
  }
  return {
    id,
    name: own?.name ?? file.name,
    own: own !== null,
    basedOn,
    origin: own === null ? file.origin : '本单位自定',
    paper: `${file.page.size} ${file.page.orientation === 'landscape' ? '横排' : '竖排'}`,
    changedAt: own?.changedAt ?? null,
    changedBy: own?.changedBy ?? null,
    kinds: kindsOf(basedOn),
    offset: readOffset(ledger, id),
  }
}

/** Kinds of paper that a layout can print. */
export function kindsOf(basedOn: string): PaperKind[] {
  return PAPER_KINDS.filter((kind) => PAPER_KIND_SPECS[kind].layout === basedOn)
}

/** The layout chosen for a kind, ours where none is. @throws Refusal `papers.other-layout`, `forms.layout` */
export function layoutFor(
  context: Pick<Surroundings, 'resources'>,
  ledger: Reading,
  kind: PaperKind,
  id: string | undefined,
) {
  const layout = findLayout(context, ledger, id ?? PAPER_KIND_SPECS[kind].layout)
  if (!layout.kinds.includes(kind)) {
    throw new Refusal('papers.other-layout', `版式“${layout.name}”不是用于这种表的，请另选一种版式。`)
  }
  const file = layout.own ? layout.name : `${layout.id}.yaml`
  return {
    ...layout,
    compiled: compileDefinition(file, layout.basedOn, layout.definition),
    digest: digestOf(layout.definition),
  }
}

/** Tells one version of a layout from another, on papers and in their record. */
function digestOf(definition: string): string {
  return createHash('sha256').update(definition).digest('hex').slice(0, 8)
}

function shipped(context: Pick<Surroundings, 'resources'>, id: string): string {
  const path = join(context.resources, 'forms', `${id}.yaml`)
  if (!existsSync(path)) {
    throw new Refusal('forms.no-layout', `没有版式文件 ${id}.yaml。请重新安装本软件，或换一种版式。`, {
      file: `${id}.yaml`,
    })
  }
  return readFileSync(path, 'utf8')
}

function noLayout(id: string): Refusal {
  return new Refusal('forms.no-layout', `没有名为“${id}”的版式，可能已删除，请另选一种。`, { id })
}

/** Stores an own copy; it must print. @throws Refusal `forms.layout`, `forms.no-layout`, `papers.layout-name` */
export function saveLayout(context: WriteContext, tx: WriteTx, input: InputOf<'papers.saveLayout'>): string {
  compileDefinition(input.name, input.basedOn, input.definition)
  const taken = tx
    .prepare('SELECT 1 FROM form_layouts WHERE name = ? AND id <> ? AND deleted_at IS NULL')
    .get(input.name, input.id ?? '')
  if (taken !== undefined)
    throw new Refusal('papers.layout-name', `已有叫“${input.name}”的版式，请换一个名称。`)
  const values = {
    name: input.name,
    definition: input.definition,
    changedAt: tx.at,
    changedBy: context.actor.name,
  }
  if (input.id === undefined) {
    return tx.insert(formLayouts, { ...values, basedOn: input.basedOn, source: 'entry' })
  }
  const before = findLayout(context, tx, input.id)
  if (!before.own || before.basedOn !== input.basedOn) throw noLayout(input.id)
  tx.update(formLayouts, input.id, values)
  return input.id
}

/** @throws Refusal `forms.no-layout`, also for one of ours */
export function removeLayout(context: WriteContext, tx: WriteTx, id: string, reason: string): void {
  if (!findLayout(context, tx, id).own) {
    throw new Refusal('papers.our-layout', '随软件提供的版式不能删除；不用它时，另选一种即可。')
  }
  tx.remove(formLayouts, id, reason)
}

/** Where a layout's overprint stands on this machine's printer, in millimetres; null: never set. */
export function readOffset(ledger: Reading, layout: string): { rightMm: number; downMm: number } | null {
  const row = ledger
    .prepare<{ right: number; down: number }>(
      'SELECT right_um AS right, down_um AS down FROM print_offsets WHERE layout = ?',
    )
    .get(layout)
  return row === undefined ? null : { rightMm: row.right / 1000, downMm: row.down / 1000 }
}

export function saveOffset(tx: WriteTx, input: InputOf<'papers.setOffset'>): void {
  tx.local(printOffsets).upsert({
    layout: input.layout,
    rightUm: Math.round(input.rightMm * 1000),
    downUm: Math.round(input.downMm * 1000),
  })
}
