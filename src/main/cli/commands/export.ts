import { resolve } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import type { ExportResult } from '../../../shared/contract/exports.ts'
import { shanghaiDay } from '../../../shared/domain/dates.ts'
import type { Act, Answer } from '../main.ts'
import { writeFiles } from '../output-file.ts'
import { withLedger } from '../run-context.ts'
import { facts, table } from '../table.ts'
import { dayText, WrongUse } from '../usage.ts'

type Options = {
  ledger: string
  profile: string
  out: string
  changedSince?: string
  remember: boolean
}

/** People that are named in the text; the file beside the export has all of them. */
const NAMED = 10

/** export, export profiles: workbooks for systems that are not ours. */
export function addExportCommand(program: Command, act: Act): void {
  const command = program
    .command('export')
    .description('按导出格式写出报送用的工作簿，并记下报到了哪里')
    .option('--ledger <file>', '台账的路径')
    .option('--profile <id>', '导出格式，见 export profiles')
    .option('--out <file>', '工作簿写到哪里；有不再报送或没有导出的，说明写在旁边，名称加“_说明”')
    .option(
      '--changed-since <when>',
      'last（上次导出以来）、日期如 2022-06-30，或 none（全部）；不写按格式',
      sinceText,
    )
    .option('--no-remember', '只看看：不当作已报，下次“上次以来”仍从前一次算起')
    .option('--json', '输出一个 JSON 对象')
    .action((options: Partial<Options>) =>
      act((context) => {
        const { ledger, profile, out } = options
        if (ledger === undefined || profile === undefined || out === undefined)
          throw new WrongUse('请写明 --ledger、--profile 和 --out。导出格式用 export profiles 查看。')
        return withLedger(context, resolve(ledger), async (app) => {
          const done = (await app.job('exports.run', {
            profile,
            remember: options.remember ?? true,
            ...(options.changedSince === undefined ? {} : { since: options.changedSince }),
          })) as ExportResult
          const target = resolve(out)
          const recorded = done.remembered
            ? '这次已经记为报过：换个位置后，用 --changed-since 写明日期或 none，再导出一次。'
            : ''
          const written = await writeFiles(app, [done.file], target, recorded)
          const beside =
            done.besideFile === null
              ? []
              : await writeFiles(app, [done.besideFile], besideName(written[0] ?? target), recorded)
          const data = { ...done, out: written[0] ?? null, beside: beside[0] ?? null }
          return { data, text: exportText(data) }
        })
      }),
    )

  command
    .command('profiles')
    .description('列出导出格式：软件自带的和本单位的')
    .option('--ledger <file>', '台账的路径')
    .option('--json', '输出一个 JSON 对象')
    .action((_options: unknown, self: Command) =>
      act((context): Promise<Answer> => {
        // The option is known to `export` too, which takes it where it stands first.
        const { ledger } = self.optsWithGlobals<Partial<Options>>()
        if (ledger === undefined) throw new WrongUse('请写明 --ledger。')
        return withLedger(context, resolve(ledger), async (app) => {
          const profiles = await app.call('exports.profiles', {})
          return {
            data: { profiles },
            text: table(
              [
                { title: '编号' },
                { title: '名称' },
                { title: '内容' },
                { title: '报给' },
                { title: '来源' },
                { title: '上次导出' },
              ],
              profiles.map((one) => [
                one.id,
                one.name,
                one.sourceText,
                one.receiver,
                one.own ? '本单位' : '软件自带',
                one.lastAt === null ? '' : `${shanghaiDay(one.lastAt)} ${one.lastRows ?? 0} 行`,
              ]),
            ),
          }
        })
      }),
    )
}

function sinceText(text: string): string {
  if (text === 'last' || text === 'none') return text
  try {
    return dayText(text)
  } catch {
    throw new InvalidArgumentError('应为 last、none 或日期，如 2022-06-30。')
  }
}

function besideName(target: string): string {
  return target.replace(/(\.xlsx)?$/iu, '_说明.xlsx')
}

function exportText(done: ExportResult & { out: string | null; beside: string | null }): string {
  const { leftOut, gone } = done
  const since =
    done.since === 'none'
      ? '全部'
      : done.since === 'last'
        ? `上次导出（${shanghaiDay(done.lastAt ?? '')}）以来变动的`
        : `${done.since} 以来变动的`
  return [
    facts([
      ['已导出', done.out ?? ''],
      ['范围', since],
      ['行数', `${done.rows}`],
      ['SHA-256', done.sha256],
      ...(done.personal.length === 0
        ? []
        : [['含个人信息', `${done.personal.join('、')}（已记入审计）`] as const]),
      ...(done.remembered ? [] : [['记为已报', '否，下次仍从前一次算起'] as const]),
      ...(done.notInTemplate.length === 0
        ? []
        : [['模板里没有的列', `${done.notInTemplate.join('、')}（没有写出）`] as const]),
      ...(done.beside === null ? [] : [['说明', done.beside] as const]),
    ]),
    ...named(
      '没有导出',
      leftOut.count,
      leftOut.first.map(({ who, why }) => `${who}：${why}`),
    ),
    ...named('上次报过、这次不再符合条件', gone.count, gone.first),
  ].join('\n')
}

function named(title: string, count: number, lines: readonly string[]): string[] {
  if (count === 0) return []
  const more = count > NAMED ? [`  …… 共 ${count}`] : []
  return ['', `${title} ${count}：`, ...lines.slice(0, NAMED).map((line) => `  ${line}`), ...more]
}
