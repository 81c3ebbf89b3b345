import { basename, extname, resolve } from 'node:path'
import type { Command } from 'commander'
import type { z } from 'zod'
import type { FileRef } from '../../../shared/contract/files.ts'
import {
  IMPORT_KINDS,
  type ImportKind,
  type ImportResult,
  type inspection,
} from '../../../shared/contract/imports.ts'
import { isRefusal, Refusal } from '../../../shared/domain/refusal.ts'
import { IMPORT_KIND_TEXT } from '../../../shared/text/exchange.ts'
import { Cancelled } from '../../core/procedure.ts'
import type { Act, Answer } from '../main.ts'
import { writeFiles, writeFilesInto } from '../output-file.ts'
import { type CommandApp, type RunContext, withLedger } from '../run-context.ts'
import { facts, table } from '../table.ts'
import { WrongUse } from '../usage.ts'

/** Whoever others point to comes first. */
const ORDER: readonly ImportKind[] = [
  'roster',
  'employers',
  'agents',
  'work',
  'insured',
  'vacancies',
  'fairs',
  'services',
  'person-results',
  'work-results',
  'claim-results',
]

type ImportOptions = { ledger: string; dryRun?: boolean; errors?: string; results?: string; as?: string }
type Found = { path: string; file: FileRef; kind: ImportKind }
type Done = { file: string; result: ImportResult; errorFile: string | null; resultFiles: string[] }

/** import, import undo: workbooks into the ledger. */
export function addImportCommand(program: Command, act: Act): void {
  const command = program
    .command('import')
    .description(
      '导入工作簿（.xlsx、.csv）：花名册、单位、务工、参保、岗位、招聘会、服务记录，以及对方系统给回的处理结果；几个文件会按先后需要排好',
    )
    .argument('[files...]', '工作簿')
    .option('--ledger <file>', '台账的路径')
    .option('--dry-run', '只试算，不写入')
    .option('--errors <file>', '把有问题的工作簿（首列为“错误”）写到这里')
    .option('--results <dir>', '把结果清单（_all、_success、_failure）写到这个文件夹，好交回给做表的人')
    .option('--as <kind>', `当作哪一种表导入（不写则按表头认）：${IMPORT_KINDS.join('、')}`)
    .option('--json', '输出一个 JSON 对象')
    .action((files: string[], options: Partial<ImportOptions>) =>
      act((context) => {
        if (files.length === 0) throw new WrongUse('请写明要导入的文件。')
        return runImport(context, files, { ...options, ledger: ledgerOf(options) })
      }),
    )

  command
    .command('undo')
    .description('整个撤销一次导入')
    .argument('<id>', '导入编号（导入时显示，也可在导入记录中查到）')
    .option('--ledger <file>', '台账的路径')
    .option('--json', '输出一个 JSON 对象')
    .action((importId: string, _options: unknown, self: Command) =>
      act(async (context) => {
        // The options are known to `import` too, which takes them where they stand first.
        const ledger = ledgerOf(self.optsWithGlobals())
        const done = (await withLedger(context, ledger, ({ job }) => job('imports.undo', { importId }))) as {
          importId: string
          restored: number
          removed: number
        }
        return {
          data: done,
          text: facts([
            ['已撤销导入', done.importId],
            ['恢复原样', `${done.restored} 条`],
            ['移除', `${done.removed} 条`],
          ]),
        }
      }),
    )
}

function ledgerOf(options: { ledger?: string }): string {
  if (options.ledger === undefined) throw new WrongUse('缺少必需的选项 --ledger <file>。')
  return resolve(options.ledger)
}

async function runImport(
  context: RunContext,
  files: readonly string[],
  options: ImportOptions,
): Promise<Answer> {
  const done = await withLedger(context, options.ledger, async (app) => {
    const found: Found[] = []
    for (const path of files)
      found.push(await named(path, () => inspect(app, resolve(path), kindOf(options.as))))
    found.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))
    const results: Done[] = []
    for (const one of found) {
      const result = await named(
        one.path,
        async () =>
          (await app.job('imports.run', {
            token: one.file.token,
            kind: one.kind,
            dryRun: options.dryRun ?? false,
            errorFile: options.errors !== undefined,
          })) as ImportResult,
        results,
      )
      results.push({
        file: one.path,
        result: { ...result, notes: [...result.notes, ...trialNotes(result, results)] },
        errorFile: await writeErrors(app, one, result, options.errors, found.length),
        resultFiles: await writeLists(app, result, options.results),
      })
    }
    return results
  })
  return { data: { dryRun: options.dryRun ?? false, imports: done.map(dataOf) }, text: textOf(done) }
}

/** A trial writes nothing: whom the roster before it would bring is unknown to the next workbook. */
function trialNotes({ dryRun, reasons }: ImportResult, before: readonly Done[]): string[] {
  const roster = before.find(({ result }) => result.kind === 'roster' && result.newCount > 0)
  if (!dryRun || roster === undefined || !reasons.some(({ code }) => code === 'person.not-in-roster'))
    return []
  return [
    `试算不写入，所以“${basename(roster.file)}”里的新人在这里还算“花名册中没有此人”。先导入花名册，再试算这份，才看得出真正的问题。`,
  ]
}

/** Has a refusal name its file, and the files before it that were imported by then: those stay. */
async function named<T>(path: string, act: () => Promise<T>, done: readonly Done[] = []): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (!isRefusal(error) && !(error instanceof Cancelled)) throw error
    const file = basename(path)
    const kept = done.flatMap(({ file, result }) =>
      result.importId === null ? [] : [`${basename(file)}（编号 ${result.importId}）`],
    )
    const message = error.message.includes(file) ? error.message : `“${file}”：${error.message}`
    const before = kept.length === 0 ? '' : `在它之前已经导入的：${kept.join('、')}。`
    if (isRefusal(error)) throw new Refusal(error.code, `${message}${before}`, { ...error.params, file })
    throw before === '' ? error : new Refusal('cancelled', `${message}${before}`, { file })
  }
}

function kindOf(text: string | undefined): ImportKind | undefined {
  if (text === undefined) return undefined
  const kind = IMPORT_KINDS.find((one) => one === text)
  if (kind === undefined) throw new WrongUse(`--as 应为 ${IMPORT_KINDS.join('、')} 之一。`)
  return kind
}

async function inspect({ app, job }: CommandApp, path: string, as: ImportKind | undefined): Promise<Found> {
  const file = await app.vault.putPath(path)
  if (as !== undefined) return { path, file, kind: as }
  const { sheets } = (await job('imports.inspect', { token: file.token })) as z.infer<typeof inspection>
  const kind =
    sheets.find((sheet) => sheet.kind !== null && !sheet.hidden)?.kind ??
    sheets.find((sheet) => sheet.kind !== null)?.kind
  // A trial says which headers were seen, and what they are like.
  if (kind === undefined || kind === null) {
    await job('imports.run', { token: file.token, dryRun: true, errorFile: false })
    throw new Error('a sheet without a known header was taken')
  }
  return { path, file, kind }
}

async function writeErrors(
  app: CommandApp,
  one: Found,
  result: ImportResult,
  errors: string | undefined,
  count: number,
): Promise<string | null> {
  if (errors === undefined || result.errorFile === null) return null
  const extension = extname(errors)
  const stem = errors.slice(0, errors.length - extension.length)
  const out = count === 1 ? errors : `${stem}-${basename(one.path, extname(one.path))}${extension}`
  const [path] = await writeFiles(app, [result.errorFile], out, recordedOf(result))
  return path ?? null
}

/** The three lists of an import that was made; a trial has none. */
async function writeLists(app: CommandApp, result: ImportResult, dir: string | undefined): Promise<string[]> {
  if (dir === undefined || result.importId === null) return []
  const { files } = (await app.job('imports.lists', { importId: result.importId })) as { files: FileRef[] }
  return writeFilesInto(app, files, resolve(dir), recordedOf(result))
}

function recordedOf({ importId }: ImportResult): string {
  return importId === null ? '' : `导入本身已经完成（编号 ${importId}）。`
}

function dataOf({ file, result, errorFile, resultFiles }: Done): object {
  return { ...result, file, errorFile, resultFiles }
}

function textOf(done: readonly Done[]): string {
  const rows = done.map(({ file, result }) => [
    basename(file),
    IMPORT_KIND_TEXT[result.kind],
    ...[
      result.rows,
      result.newCount,
      result.changedCount,
      result.sameCount,
      result.refusedCount,
      result.warnedCount,
    ].map(String),
    result.seconds.toFixed(1),
    result.importId ?? (result.dryRun ? '（试算）' : ''),
  ])
  const right = (title: string) => ({ title, align: 'right' as const })
  const parts = [
    table(
      [
        { title: '文件' },
        { title: '内容' },
        right('行'),
        right('新增'),
        right('变更'),
        right('相同'),
        right('拒绝'),
        right('提醒'),
        right('秒'),
        { title: '导入编号' },
      ],
      rows,
    ),
  ]
  for (const { file, result, errorFile, resultFiles } of done) {
    if (result.reasons.length > 0) {
      const reasons = result.reasons.map((reason) => [reason.label, String(reason.count)])
      parts.push(`${basename(file)} 的问题：`, table([{ title: '原因' }, right('行')], reasons))
    }
    if (result.notes.length > 0) parts.push(result.notes.join('\n'))
    if (errorFile !== null) parts.push(`逐行原因见：${errorFile}`)
    if (resultFiles.length > 0) parts.push(`结果清单：${resultFiles.join('、')}`)
  }
  return parts.join('\n\n')
}
