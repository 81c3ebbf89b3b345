/** Taking a pack file in: looked at first, refused where anything in it cannot be right, stored with its bytes. */

import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { PackInspection } from '../../../shared/contract/packs.ts'
import { formatDate } from '../../../shared/domain/dates.ts'
import { isRefusal, Refusal } from '../../../shared/domain/refusal.ts'
import type { ReadLedger, WriteTx } from '../db/ledger.ts'
import { installedPacks } from '../db/schema/packs.ts'
import { LAST_DAY, packsInForce, shippedPacks } from '../entitlements/packs.ts'
import { sha256Of } from '../files/stored-bytes.ts'
import { checkPacks } from '../policy/pack-load.ts'
import { problemText } from '../policy/yaml-source.ts'
import type { JobFiles, Surroundings } from '../procedure.ts'
import { checkComposed, installedReader } from './in-force.ts'
import { type PackFile, readPackFile } from './pack-file.ts'
import { receivedFile } from './received.ts'
import { signerOf } from './signers.ts'

type Reading = Pick<ReadLedger, 'prepare'>
type Resources = Pick<Surroundings, 'resources'>

/** No pack comes near it; a film that was chosen by mistake is not read into memory. */
const LARGEST = 16 * 1024 * 1024

/** The bytes of a chosen file, or of a pack that came with a bundle. @throws Refusal `pack.too-large`, `file.not-found`, `pack.received-gone` */
export async function takePack(
  files: JobFiles,
  ledger: Reading,
  { token, received }: { readonly token?: string | undefined; readonly received?: string | undefined },
): Promise<{ name: string; bytes: Uint8Array }> {
  if (received !== undefined) return receivedFile(ledger, received)
  if (token === undefined) throw new Error('neither a file nor a received pack')
  const opened = await files.open(token)
  const { name } = opened
  if ('bytes' in opened) {
    if (opened.bytes.byteLength > LARGEST) throw tooLarge(name)
    return opened
  }
  try {
    if ((await stat(opened.path)).size > LARGEST) throw tooLarge(name)
    return { name, bytes: await readFile(opened.path) }
  } catch (error) {
    if (isRefusal(error)) throw error
    throw new Refusal('file.not-found', `文件“${name}”读不出来，可能已被移动或优盘已拔出。`, { name })
  }
}

/**
 * What a pack file holds, who signed it, and everything that keeps it from being installed. Without a ledger nobody is
 * known as a signer, and the pack is checked over the shipped documents alone.
 * @throws Refusal `pack.not-a-pack`, `pack.newer`, `pack.damaged`, `pack.tampered`
 */
export function inspectPack(
  context: Resources,
  ledger: Reading | undefined,
  name: string,
  bytes: Uint8Array,
): PackInspection {
  const file = readPackFile(name, bytes)
  const signer = ledger === undefined ? null : signerOf(ledger, file.publicKey)
  const shipped = new Map(shippedPacks(context).documents.map((one) => [one.id, one.version]))
  return {
    fileName: name,
    documents: checkPacks(file.reader).packs.documents.map((one) => ({
      id: one.id,
      version: one.version,
      title: one.title,
      number: one.number,
      inForceFrom: formatDate(one.inForce.from),
      inForceTo: formatDate(one.inForce.to),
      rows: one.rows.length,
      supersedes: [...one.supersedes],
      replaces: shipped.get(one.id) ?? null,
    })),
    issuer: file.manifest.issuer,
    madeOn: file.manifest.madeOn,
    trust: file.publicKey === null ? 'unsigned' : signer === null ? 'unknown' : 'trusted',
    signer,
    publicKey: file.publicKey,
    fingerprint: file.fingerprint,
    problems: problemsOf(context, ledger, file),
    installedAs: ledger === undefined ? null : installedAs(ledger, bytes),
  }
}

/**
 * Installs a pack; calculations stay as they are until it is activated.
 * @throws Refusal as `inspectPack`, `policy.pack`, `pack.installed`, `pack.not-trusted`
 */
export function installPack(
  context: Resources,
  tx: WriteTx,
  pack: { name: string; bytes: Uint8Array; acceptReason: string | undefined },
  installedBy: string,
): string {
  const file = readPackFile(pack.name, pack.bytes)
  const problems = problemsOf(context, tx, file)
  if (problems.length > 0)
    throw new Refusal(
      'policy.pack',
      `“${pack.name}”里有 ${problems.length} 处错误，没有安装，台账没有改动：\n${problems.join('\n')}`,
      { count: problems.length, first: problems[0] ?? '' },
    )
  if (installedAs(tx, pack.bytes) !== null)
    throw new Refusal(
      'pack.installed',
      `“${pack.name}”已经安装过，没有重复安装。请在已安装的政策包中启用。`,
      {
        name: pack.name,
      },
    )
  const signer = signerOf(tx, file.publicKey)
  if (signer === null && pack.acceptReason === undefined) throw notTrusted(pack.name, file)
  return tx.insert(installedPacks, {
    fileName: pack.name,
    sha256: sha256Of(pack.bytes),
    issuer: file.manifest.issuer,
    madeOn: file.manifest.madeOn,
    documents: JSON.stringify(file.manifest.documents),
    fingerprint: file.fingerprint,
    signer,
    acceptedReason: signer === null ? (pack.acceptReason ?? null) : null,
    installedAt: tx.at,
    installedBy,
    content: Buffer.from(pack.bytes),
    source: 'entry',
  })
}

/** Takes out a pack that no calculation uses. @throws Refusal `pack.gone`, `pack.in-use` */
export function removePack(tx: WriteTx, id: string, reason: string): void {
  requirePack(tx, id)
  const used = tx
    .prepare(
      'SELECT 1 FROM pack_activations WHERE pack_id = ? AND withdrawn_at IS NULL AND deleted_at IS NULL',
    )
    .get(id)
  if (used !== undefined)
    throw new Refusal('pack.in-use', '这个政策包正在启用，不能删除。请先退回旧版。', { id })
  tx.remove(installedPacks, id, reason)
}

/** @throws Refusal `pack.gone` */
export function requirePack(ledger: Reading, id: string): void {
  const live = ledger.prepare('SELECT 1 FROM installed_packs WHERE id = ? AND deleted_at IS NULL').get(id)
  if (live === undefined)
    throw new Refusal('pack.gone', '台账中没有这个政策包，请刷新，或用 liaison policy pack list 查看编号。', {
      id,
    })
}

/** The pack is checked over the shipped documents and everything activated: what it would stand with. */
function problemsOf(context: Resources, ledger: Reading | undefined, file: PackFile): string[] {
  const stated = new Map(file.manifest.documents.map((one) => [one.id, one.version]))
  const differing = checkPacks(file.reader)
    .packs.documents.filter((one) => stated.get(one.id) !== one.version)
    .map((one) => `${one.id}/document.yaml：清单上写的版本与文件不同，请签发人重新制作`)
  const active =
    ledger === undefined ? [] : packsInForce(ledger, LAST_DAY).map((id) => installedReader(ledger, id))
  const together = checkComposed(join(context.resources, 'policies'), [...active, file.reader])
  return [...together.map(problemText), ...differing]
}

function installedAs(ledger: Reading, bytes: Uint8Array): string | null {
  return (
    ledger
      .prepare<{ id: string }>('SELECT id FROM installed_packs WHERE sha256 = ? AND deleted_at IS NULL')
      .get(sha256Of(bytes))?.id ?? null
  )
}

function notTrusted(name: string, file: PackFile): Refusal {
  const [what, next] =
    file.publicKey === null
      ? ['没有签名，说不清是谁做的', '请向签发人要签过名的文件']
      : [
          `的签名人不在本单位的名单中（指纹 ${file.fingerprint}）`,
          '请打电话向签发人核对指纹，再把签名人加入名单',
        ]
  return new Refusal('pack.not-trusted', `“${name}”${what}，没有安装。${next}；确实要装的，请写明原因。`, {
    name,
    fingerprint: file.fingerprint,
  })
}

function tooLarge(name: string): Refusal {
  return new Refusal('pack.too-large', `“${name}”太大，不会是政策包文件。请选择以 .llpack 结尾的文件。`, {
    name,
  })
}
