import { existsSync } from 'node:fs'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { Command } from 'commander'
import type { PackInspection } from '../../../shared/contract/packs.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { PACK_TRUST_TEXT } from '../../../shared/text/packs.ts'
import { writeFileAtomically } from '../../core/files/atomic-write.ts'
import { inspectPack } from '../../core/packs/install.ts'
import { buildPackFile, documentsIn } from '../../core/packs/pack-file.ts'
import { packFolder } from '../../core/packs/pack-folder.ts'
import { fingerprintOf, newSigningKey } from '../../core/security/signing-key.ts'
import type { Act } from '../main.ts'
import { facts } from '../table.ts'

/** policy pack keygen, build, inspect: pack files by themselves. Need no ledger. */
export function addPackFileCommands(pack: Command, act: Act): void {
  pack
    .command('keygen')
    .description('生成一把签名私钥；公钥和指纹交给使用政策包的单位登记')
    .requiredOption('--out <file>', '私钥写到哪个文件（请锁好，不要外传）')
    .option('--json', '输出一个 JSON 对象')
    .action((options: { out: string }) =>
      act(async () => {
        const out = resolve(options.out)
        if (existsSync(out))
          throw new Refusal(
            'pack.key-exists',
            `“${out}”已经存在，没有覆盖：旧私钥没有了就再也签不了名。请换一个文件名。`,
            { out },
          )
        const { privatePem, publicKey } = newSigningKey()
        // Nobody else on this machine may read it.
        await writeFile(out, privatePem, { flag: 'wx', mode: 0o600 })
        const fingerprint = fingerprintOf(publicKey)
        return {
          data: { out, publicKey, fingerprint },
          text: facts([
            ['私钥', out],
            ['公钥', publicKey],
            ['指纹', `${fingerprint}（电话里念给对方核对）`],
          ]),
        }
      }),
    )

  pack
    .command('build')
    .description('把一份文件（或几份）的文件夹做成政策包文件')
    .argument('<folder>', '有 document.yaml 的文件夹，或放着几个这样的文件夹的上一级')
    .requiredOption('--out <file>', '写到哪个文件，以 .llpack 结尾')
    .requiredOption('--issuer <name>', '制作单位')
    .option('--key <file>', '签名私钥；不写就是没有签名的包')
    .option('--json', '输出一个 JSON 对象')
    .action((folder: string, options: { out: string; issuer: string; key?: string }) =>
      act(async ({ installation }) => {
        const source = packFolder(folder)
        const documents = documentsIn(source)
        const key = options.key === undefined ? undefined : await readFileOf(options.key)
        const madeOn = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
        const bytes = buildPackFile(
          source,
          { documents, issuer: options.issuer, madeOn },
          key?.toString('utf8'),
        )
        const out = resolve(options.out)
        // Said before it is sent out: what the office would be told on installing it.
        const inspection = inspectPack(installation, undefined, basename(out), bytes)
        if (inspection.problems.length > 0) throw notBuilt(inspection.problems)
        await writeFileAtomically(out, bytes)
        return {
          data: { out, size: bytes.byteLength, ...inspection },
          text: facts([
            ['政策包', `${out}（${bytes.byteLength} 字节）`],
            ['文件', documents.map(({ id, version, title }) => `${id} ${version} ${title}`).join('；')],
            ['签名', inspection.fingerprint === null ? '没有' : `指纹 ${inspection.fingerprint}`],
          ]),
        }
      }),
    )

  pack
    .command('inspect')
    .description('查看一个政策包文件：里面是什么，谁签的名，有没有错误（不用台账）')
    .argument('<file>', '政策包文件')
    .option('--json', '输出一个 JSON 对象')
    .action((file: string) =>
      act(async ({ installation }) => {
        const bytes = await readFileOf(file)
        const inspection = inspectPack(installation, undefined, basename(file), bytes)
        return { data: inspection, text: inspectionText(inspection), ok: inspection.problems.length === 0 }
      }),
    )
}

/** What is in a pack file, for a terminal. */
export function inspectionText(one: PackInspection): string {
  return [
    facts([
      ['政策包', one.fileName],
      ...one.documents.flatMap((document) => [
        ['文件', `${document.id} ${document.version} ${document.title}`] as const,
        ['有效期', `${document.inForceFrom} 至 ${document.inForceTo}，共 ${document.rows} 条`] as const,
        ...(document.replaces === null ? [] : [['替换', `现有的 ${document.replaces} 版`] as const]),
        ...(document.supersedes.length === 0 ? [] : [['取代', document.supersedes.join('、')] as const]),
      ]),
      ['制作', `${one.issuer}，${one.madeOn}`],
      ['签名', one.fingerprint === null ? PACK_TRUST_TEXT.unsigned : `指纹 ${one.fingerprint}`],
      ...(one.publicKey === null ? [] : [['公钥', one.publicKey] as const]),
      ...(one.signer === null ? [] : [['签发人', one.signer] as const]),
    ]),
    one.problems.length === 0
      ? '没有错误。'
      : [`${one.problems.length} 处错误：`, ...one.problems].join('\n'),
  ].join('\n\n')
}

async function readFileOf(path: string): Promise<Buffer> {
  const full = resolve(path)
  const known = await stat(full).catch(() => undefined)
  if (known === undefined || !known.isFile())
    throw new Refusal('file.not-found', `找不到文件“${full}”。请核对路径。`, { path: full })
  return readFile(full)
}

function notBuilt(problems: readonly string[]): Refusal {
  return new Refusal(
    'policy.pack',
    `政策包有 ${problems.length} 处错误，没有制作：\n${problems.join('\n')}`,
    { count: problems.length, first: problems[0] ?? '' },
  )
}
