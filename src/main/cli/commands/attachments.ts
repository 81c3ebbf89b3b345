import { resolve } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import type { z } from 'zod'
import type { AttachmentView, addedAttachment } from '../../../shared/contract/attachments.ts'
import type { FileRef } from '../../../shared/contract/files.ts'
import { ATTACHMENT_OWNERS, type AttachmentOwnerKind } from '../../../shared/domain/attachments.ts'
import { shanghaiDay } from '../../../shared/domain/dates.ts'
import { ATTACHMENT_OWNER_TEXT } from '../../../shared/text/attachments.ts'
import type { Act } from '../main.ts'
import { writeFiles } from '../output-file.ts'
import { withLedger } from '../run-context.ts'
import { facts, table } from '../table.ts'

type OwnerOptions = { ledger: string; kind: AttachmentOwnerKind; owner: string }

/** attachments add, list, save, remove: files that belong to documents, duties, claims, people … */
export function addAttachmentCommands(program: Command, act: Act): void {
  const attachments = program
    .command('attachments')
    .description('附件：原件存在台账里（加密），可列出、另存、移除')

  withOwner(attachments.command('add').description('附上文件').argument('<files...>', '文件'))
    .option('--item <text>', '名目，如 培训签到表')
    .option('--json', '输出一个 JSON 对象')
    .action((files: string[], options: OwnerOptions & { item?: string }) =>
      act(async (context) => {
        const added = await withLedger(context, resolve(options.ledger), async ({ app, job }) => {
          const done: (z.infer<typeof addedAttachment> & { file: string })[] = []
          for (const path of files) {
            const ref = await app.vault.putPath(resolve(path))
            const one = (await job('attachments.add', {
              owner: { kind: options.kind, id: options.owner },
              token: ref.token,
              ...(options.item === undefined ? {} : { item: options.item }),
            })) as z.infer<typeof addedAttachment>
            done.push({ ...one, file: ref.name })
          }
          return done
        })
        const rows = added.map((one) => [one.id, one.file, one.shared ? '原件已在台账中，只存一份' : ''])
        return {
          data: { added },
          text: table([{ title: '附件编号' }, { title: '文件' }, { title: '说明' }], rows),
        }
      }),
    )

  withOwner(attachments.command('list').description('列出附件'))
    .option('--json', '输出一个 JSON 对象')
    .action((options: OwnerOptions) =>
      act(async (context) => {
        const owner = { kind: options.kind, id: options.owner }
        const rows = await withLedger(context, resolve(options.ledger), ({ call }) =>
          call('attachments.list', { owner }),
        )
        return { data: { attachments: rows }, text: listText(rows, options) }
      }),
    )

  attachments
    .command('save')
    .description('把附件另存为普通文件')
    .argument('<id>', '附件编号')
    .requiredOption('--ledger <file>', '台账的路径')
    .requiredOption('--out <file>', '存到哪里')
    .option('--json', '输出一个 JSON 对象')
    .action((id: string, options: { ledger: string; out: string }) =>
      act(async (context) => {
        const paths = await withLedger(context, resolve(options.ledger), async (app) => {
          const file = (await app.job('attachments.open', { id })) as FileRef
          return writeFiles(app, [file], options.out)
        })
        return { data: { out: paths[0] }, text: facts([['已存到', paths[0] ?? '']]) }
      }),
    )

  attachments
    .command('remove')
    .description('移除附件（写明原因）')
    .argument('<id>', '附件编号')
    .requiredOption('--ledger <file>', '台账的路径')
    .requiredOption('--reason <text>', '移除的原因')
    .option('--json', '输出一个 JSON 对象')
    .action((id: string, options: { ledger: string; reason: string }) =>
      act(async (context) => {
        const done = await withLedger(context, resolve(options.ledger), ({ call }) =>
          call('attachments.remove', { id, reason: options.reason }),
        )
        return { data: done, text: facts([['已移除附件', done.id]]) }
      }),
    )
}

function withOwner(command: Command): Command {
  return command
    .requiredOption('--ledger <file>', '台账的路径')
    .requiredOption('--kind <kind>', `附在什么上：${ATTACHMENT_OWNERS.join('、')}`, ownerKind)
    .requiredOption('--owner <id>', '它的编号，如 JH-2021')
}

function ownerKind(text: string): AttachmentOwnerKind {
  const known = ATTACHMENT_OWNERS.find((kind) => kind === text)
  if (known === undefined) throw new InvalidArgumentError(`应为 ${ATTACHMENT_OWNERS.join('、')} 之一。`)
  return known
}

function listText(rows: readonly AttachmentView[], { kind, owner }: OwnerOptions): string {
  if (rows.length === 0) return `${ATTACHMENT_OWNER_TEXT[kind]} ${owner} 还没有附件。`
  const cells = rows.map((row) => [
    row.id,
    row.item ?? '',
    row.held ? row.name : `${row.name}（原件不在本台账）`,
    String(row.size),
    shanghaiDay(row.addedAt),
    row.addedBy,
  ])
  return table(
    [
      { title: '附件编号' },
      { title: '名目' },
      { title: '文件' },
      { title: '字节', align: 'right' },
      { title: '附于' },
      { title: '经办人' },
    ],
    cells,
  )
}
