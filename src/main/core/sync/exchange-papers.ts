/** What is printed for the exchange of files: the key card of an office, the cover sheet of a bundle. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FileRef } from '../../../shared/contract/files.ts'
import { shanghaiDay } from '../../../shared/domain/dates.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { BUNDLE_KIND_TEXT, hashGroups } from '../../../shared/text/bundles.ts'
import { recordText } from '../../../shared/text/record-names.ts'
import { readFormLayout } from '../forms/compile-form.ts'
import { type FieldCatalogue, fieldCatalogue } from '../forms/field-formats.ts'
import { renderForms } from '../forms/render-forms.ts'
import { fonts, memorySink } from '../papers/draw.ts'
import { fileName } from '../papers/printing.ts'
import type { InputOf, ReaderJobContext, Surroundings } from '../procedure.ts'
import { readEnvelope, type SealedBundle } from './bundle-file.ts'
import { ownCard } from './office-keys.ts'

const PDF = 'application/pdf'

type Printer = Pick<Surroundings, 'resources' | 'now' | 'today'>
type CardPaper = NonNullable<ReturnType<typeof ownCard>> & { readonly printedOn: string }
type CoverPaper = SealedBundle & { readonly fileName: string; readonly printedOn: string }

/** @throws Refusal `office-keys.none` */
export async function printKeyCard(context: ReaderJobContext): Promise<FileRef> {
  context.progress('打印钥匙卡', 0, 1, '页')
  const own = ownCard(context.ledger)
  if (own === undefined)
    throw new Refusal('office-keys.none', '本单位还没有钥匙。请先制作钥匙，再打印钥匙卡。')
  const bytes = await drawKeyCard(context, own)
  return context.files.put(`${fileName(['交换钥匙卡', own.card.name])}.pdf`, PDF, bytes)
}

/** @throws Refusal `bundle.*` as `readEnvelope` */
export async function printCover(
  context: ReaderJobContext,
  { token }: InputOf<'partners.printCover'>,
): Promise<FileRef> {
  context.progress('打印交换文件封面', 0, 1, '页')
  const file = await context.files.open(token)
  const sealed = await readEnvelope('path' in file ? file.path : file)
  const bytes = await drawCover(context, sealed, file.name)
  const { to, sequence } = sealed.manifest
  return context.files.put(`${fileName(['交换文件封面', to.office, `第${sequence}份`])}.pdf`, PDF, bytes)
}

/** The card as a PDF, twice on a page. */
export function drawKeyCard(
  printer: Printer,
  own: NonNullable<ReturnType<typeof ownCard>>,
): Promise<Uint8Array> {
  return drawForm(printer, 'key-card', keyCardFields, { ...own, printedOn: printer.today() })
}

/** The cover sheet as a PDF. `fileName` as whoever carries the file sees it. */
export function drawCover(printer: Printer, sealed: SealedBundle, fileName: string): Promise<Uint8Array> {
  return drawForm(printer, 'bundle-cover', coverFields, { ...sealed, fileName, printedOn: printer.today() })
}

/** What the cover's QR code says: capitals and digits, so that it is packed closely. */
export function coverCode({ manifest, sha256 }: Pick<SealedBundle, 'manifest' | 'sha256'>): string {
  const { from, to, sequence, kind, counts } = manifest
  return [
    'LLBUNDLE1',
    from.ledgerId,
    to.ledgerId,
    sequence,
    kind,
    counts.transactions,
    counts.entries,
    counts.receipts,
    counts.files,
    sha256,
  ]
    .join(':')
    .toUpperCase()
}

const keyCardFields = fieldCatalogue<CardPaper>('key-card', ({ card }) => card.name, [
  { name: '单位', kind: 'text', read: (d) => d.card.name },
  { name: '台账编号', kind: 'text', read: (d) => d.card.ledgerId },
  { name: '指纹上', kind: 'text', read: (d) => groups(d.fingerprint, 0, 4) },
  { name: '指纹下', kind: 'text', read: (d) => groups(d.fingerprint, 4, 8) },
  { name: '卡文', kind: 'text', read: (d) => d.text },
  { name: '制作日期', kind: 'date', read: (d) => shanghaiDay(d.madeAt) },
  { name: '打印日期', kind: 'date', read: (d) => d.printedOn },
  {
    name: '说明',
    kind: 'text',
    read: (d) => (d.retired === 0 ? '第一把钥匙' : `第 ${d.retired + 1} 把钥匙，由上一把作保`),
  },
])

const coverFields = fieldCatalogue<CoverPaper>('bundle-cover', (d) => d.fileName, [
  { name: '扫码内容', kind: 'text', read: coverCode },
  { name: '类别', kind: 'text', read: (d) => BUNDLE_KIND_TEXT[d.manifest.kind] },
  { name: '发件单位', kind: 'text', read: (d) => d.manifest.from.office },
  { name: '收件单位', kind: 'text', read: (d) => d.manifest.to.office },
  { name: '序号', kind: 'text', read: (d) => `第 ${d.manifest.sequence} 份` },
  {
    name: '承接',
    kind: 'text',
    read: ({ manifest }) => (manifest.base === 0 ? '从头开始' : `接第 ${manifest.base} 份`),
  },
  { name: '制作时间', kind: 'text', read: (d) => shanghaiTime(d.manifest.madeAt) },
  { name: '打印日期', kind: 'date', read: (d) => d.printedOn },
  { name: '文件大小', kind: 'text', read: (d) => sizeText(d.bytes) },
  { name: '文件名', kind: 'text', read: (d) => d.fileName },
  { name: '操作', kind: 'number', read: (d) => d.manifest.counts.transactions },
  { name: '改动', kind: 'number', read: (d) => d.manifest.counts.entries },
  { name: '回执', kind: 'number', read: (d) => d.manifest.counts.receipts },
  { name: '附件', kind: 'number', read: (d) => d.manifest.counts.files },
  { name: '内容分类', kind: 'text', read: (d) => tablesText(d.manifest.counts.byTable) },
  { name: '校验值上', kind: 'text', read: (d) => hashGroups(d.sha256).slice(0, 35) },
  { name: '校验值下', kind: 'text', read: (d) => hashGroups(d.sha256).slice(36) },
])

async function drawForm<Data>(
  { resources, now }: Printer,
  id: string,
  catalogue: FieldCatalogue<Data>,
  data: Data,
): Promise<Uint8Array> {
  const file = `${id}.yaml`
  const form = readFormLayout(file, readFileSync(join(resources, 'forms', file), 'utf8'), catalogue)
  const sink = memorySink()
  await renderForms(form, [data], sink, { shelf: fonts({ resources }), createdAt: new Date(now()) })
  return sink.bytes()
}

/** Groups of the fingerprint, far enough apart to be read out one by one. */
function groups(fingerprint: string, from: number, to: number): string {
  return fingerprint.split(' ').slice(from, to).join('   ')
}

/** The most first; what has no room is summed. */
function tablesText(byTable: Readonly<Record<string, number>>): string {
  const all = Object.entries(byTable)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a)
  const shown = all.slice(0, 14).map(([tbl, count]) => `${recordText(tbl)} ${count}`)
  const rest = all.slice(14).reduce((sum, [, count]) => sum + count, 0)
  return [...shown, ...(rest === 0 ? [] : [`其他 ${rest}`])].join('，') || '没有改动'
}

function sizeText(bytes: number): string {
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB（${bytes} 字节）`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB（${bytes} 字节）`
}

function shanghaiTime(moment: string): string {
  const clock = new Date(Date.parse(moment) + 8 * 3_600_000).toISOString().slice(11, 16)
  return `${shanghaiDay(moment)} ${clock}`
}
