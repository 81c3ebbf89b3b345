import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '../../../../shared/domain/refusal.ts'
import type { ReadLedger, WriteTx } from '../../db/ledger.ts'
import { exportProfiles } from '../../db/schema/exports.ts'
import type { InputOf, Surroundings } from '../../procedure.ts'
import { type ExportProfile, readExportProfile } from './export-profile.ts'

type Reading = Pick<ReadLedger, 'prepare'>
type Context = Pick<Surroundings, 'resources'>

/** A profile of ours, or of the office: `id` is what it is asked for by. */
export type KnownProfile = {
  id: string
  own: boolean
  name: string
  definition: string
  basedOn: string | null
}

/** Ours first, then the office's own by name. Own ones are given as they are, right or not. */
export function knownProfiles(context: Context, ledger: Reading): KnownProfile[] {
  const folder = join(context.resources, 'profiles')
  const shipped = readdirSync(folder)
    .filter((name) => name.startsWith('export-') && name.endsWith('.yaml'))
    .sort()
    .map((file) => {
      const definition = readFileSync(join(folder, file), 'utf8')
      const { id, name } = readExportProfile(definition, file)
      return { id, own: false, name, definition, basedOn: null }
    })
  const own = ledger
    .prepare<{ id: string; name: string; definition: string; basedOn: string | null }>(
      `SELECT id, name, definition, based_on AS basedOn FROM export_profiles WHERE deleted_at IS NULL ORDER BY name, id`,
    )
    .all()
    .map((one) => ({ ...one, own: true }))
  return [...shipped, ...own]
}

/** @throws Refusal `exports.no-profile`, `exports.profile` */
export function findProfile(
  context: Context,
  ledger: Reading,
  id: string,
): KnownProfile & { profile: ExportProfile } {
  const all = knownProfiles(context, ledger)
  const found = all.find((one) => one.id === id) ?? all.find((one) => one.own && one.name === id)
  if (found === undefined)
    throw new Refusal(
      'exports.no-profile',
      `没有“${id}”这种导出格式。现有的是：${all.map((one) => one.id).join('、')}。`,
      { id },
    )
  return { ...found, profile: readExportProfile(found.definition, fileOf(found)) }
}

/** How faults name the definition: the file of ours, the name of the office's own. */
export function fileOf({ own, id, name }: Pick<KnownProfile, 'own' | 'id' | 'name'>): string {
  return own ? name : `${id}.yaml`
}

/** Saves the office's own. @throws Refusal `exports.profile`, `exports.same-name`, `exports.profile-gone` */
export function saveProfile(
  context: Context & { actor: { name: string } },
  tx: WriteTx,
  input: InputOf<'exports.save'>,
): string {
  const { name } = readExportProfile(input.definition, '本单位的导出格式')
  const all = knownProfiles(context, tx)
  if (all.some((one) => one.name === name && one.id !== input.id))
    throw new Refusal('exports.same-name', `已有叫“${name}”的导出格式，请换一个名称。`)
  const row = { name, definition: input.definition, changedAt: tx.at, changedBy: context.actor.name }
  if (input.id === undefined)
    return tx.insert(exportProfiles, { ...row, basedOn: input.basedOn ?? null, source: 'entry' })
  refuseGone(tx, input.id)
  tx.update(exportProfiles, input.id, row)
  return input.id
}

/** @throws Refusal `exports.profile-gone`, also for one of ours */
export function removeProfile(tx: WriteTx, id: string, reason: string): void {
  refuseGone(tx, id)
  tx.remove(exportProfiles, id, reason)
}

function refuseGone(tx: Reading, id: string): void {
  if (tx.prepare('SELECT 1 FROM export_profiles WHERE id = ? AND deleted_at IS NULL').get(id) === undefined)
    throw new Refusal('exports.profile-gone', '这种导出格式是软件自带的，或已删除，请刷新。')
}
