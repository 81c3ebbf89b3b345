import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { ROW_TREATMENTS } from '../../../shared/domain/policy.ts'
import { BENEFICIARY_KIND_TEXT, ROW_TREATMENT_TEXT } from '../../../shared/text/policy.ts'
import type { PackSet } from '../../core/policy/pack.ts'
import { checkPacks, loadPacks } from '../../core/policy/pack-load.ts'
import { listAllRows, type RowListing } from '../../core/policy/row-list.ts'
import { problemText } from '../../core/policy/yaml-source.ts'
import type { Act } from '../main.ts'
import { table } from '../table.ts'

/** policy list, policy check: the packs themselves. Need no ledger. */
export function addPolicyPackCommands(policy: Command, act: Act): void {
  policy
    .command('list')
    .description('列出各文件的每一条，以及软件怎样处理它')
    .option('--packs <folder>', '政策所在的文件夹（默认为随软件提供的）')
    .option('--json', '输出一个 JSON 对象')
    .action((options: { packs?: string }) =>
      act(async ({ installation }) => {
        const packs = loadPacks(resolve(options.packs ?? join(installation.resources, 'policies')))
        const rows = listAllRows(packs)
        const totals = Object.fromEntries(
          ROW_TREATMENTS.map((treatment) => [
            treatment,
            rows.filter((row) => row.treatment === treatment).length,
          ]),
        )
        return { data: { total: rows.length, totals, rows }, text: listText(packs, rows) }
      }),
    )

  policy
    .command('check')
    .description('检查政策包：说出每一处错误的文件、行号、键和改法')
    .argument('<folder>', '放着各个文件夹的政策文件夹')
    .option('--json', '输出一个 JSON 对象')
    .action((folder: string) =>
      act(async () => {
        const { packs, problems } = checkPacks(resolve(folder))
        const rows = listAllRows(packs).length
        return {
          data: { documents: packs.documents.length, rows, problems },
          text:
            problems.length === 0
              ? `没有错误：${packs.documents.length} 份文件，${rows} 条。`
              : [...problems.map(problemText), `共 ${problems.length} 处错误。`].join('\n'),
          ok: problems.length === 0,
        }
      }),
    )
}

/** A table for each document, and at the end how many rows are treated in which way. */
function listText(packs: PackSet, rows: readonly RowListing[]): string {
  const documents = packs.documents.map((document) => {
    const own = rows.filter((row) => row.document === document.id)
    const columns = ['编号', '条款', '处理', '名称', '对象', '计次', '金额或依据'].map((title) => ({ title }))
    const lines = own.map((row) => [
      row.id,
      row.clause,
      ROW_TREATMENT_TEXT[row.treatment],
      row.name,
      row.beneficiary === null ? '' : BENEFICIARY_KIND_TEXT[row.beneficiary],
      row.unit ?? '',
      row.amountText ?? row.followedBy ?? '',
    ])
    const number = document.number === null ? '' : ` ${document.number}`
    return `${document.id} ${document.title}${number}：${own.length} 条\n\n${table(columns, lines)}`
  })
  const count = (of: readonly RowListing[], treatment: RowListing['treatment']) =>
    String(of.filter((row) => row.treatment === treatment).length)
  const totals = table(
    [
      { title: '处理' },
      ...packs.documents.map(({ id }) => ({ title: id, align: 'right' as const })),
      { title: '合计', align: 'right' },
    ],
    [
      ...ROW_TREATMENTS.map((treatment) => [
        ROW_TREATMENT_TEXT[treatment],
        ...packs.documents.map(({ id }) =>
          count(
            rows.filter((row) => row.document === id),
            treatment,
          ),
        ),
        count(rows, treatment),
      ]),
      ['合计', ...packs.documents.map((document) => String(document.rows.length)), String(rows.length)],
    ],
  )
  return [...documents, totals].join('\n\n')
}
