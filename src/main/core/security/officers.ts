import type { DeskOfficer, OfficerRow } from '../../../shared/contract/officers.ts'
import type { Role } from '../../../shared/contract/procedure.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { ROLE_TEXT } from '../../../shared/text/officers.ts'
import type { ReadLedger, WriteTx } from '../db/ledger.ts'
import { officers } from '../db/schema/officers.ts'

type Reading = Pick<ReadLedger, 'prepare'>

/** Those who may act in this ledger, by when they were added. None: the ledger has one person, its administrator. */
export function officersAtWork(ledger: Reading): DeskOfficer[] {
  return ledger
    .prepare<{ id: string; name: string; role: Role; hasPin: number }>(
      `SELECT o.id, o.name, o.role, p.hash IS NOT NULL AS hasPin
       FROM officers o LEFT JOIN officer_pins p ON p.officer_id = o.id WHERE o.deleted_at IS NULL ORDER BY o.id`,
    )
    .all()
    .map((row) => ({ ...row, hasPin: row.hasPin === 1 }))
}

/** 人员名单: those at work, then those who left with the reason. */
export function listOfficers(ledger: Reading): OfficerRow[] {
  type Row = Omit<OfficerRow, 'hasPin' | 'removed'> & {
    hasPin: number
    removedAt: string | null
    reason: string | null
  }
  return ledger
    .prepare<Row>(
      `SELECT o.id, o.name, o.role, o.added_by AS addedBy, p.hash IS NOT NULL AS hasPin,
         o.deleted_at AS removedAt, o.deleted_reason AS reason
       FROM officers o LEFT JOIN officer_pins p ON p.officer_id = o.id
       ORDER BY o.deleted_at IS NOT NULL, o.deleted_at DESC, o.id`,
    )
    .all()
    .map(({ removedAt, reason, hasPin, ...row }) => ({
      ...row,
      hasPin: hasPin === 1,
      removed: removedAt === null ? null : { at: removedAt, reason: reason ?? '' },
    }))
}

/** @throws Refusal `officers.gone` */
export function findOfficer(ledger: Reading, id: string): DeskOfficer {
  const found = officersAtWork(ledger).find((one) => one.id === id)
  if (found === undefined)
    throw new Refusal('officers.gone', '人员名单里没有这个人，或已停用。请刷新后重选。', { id })
  return found
}

/** @throws Refusal `officers.first-admin`, `officers.same-name` */
export function addOfficer(tx: WriteTx, name: string, role: Role, by: string): string {
  const known = officersAtWork(tx)
  if (known.length === 0 && role !== 'admin') {
    throw new Refusal(
      'officers.first-admin',
      '名单里的第一个人必须是管理员：否则以后没有人能再添加人员。请先添加管理员。',
    )
  }
  if (known.some((one) => one.name === name)) {
    throw new Refusal(
      'officers.same-name',
      `名单里已有“${name}”。同名的人请加以区别，如“${name}（民建镇）”，操作记录才分得清。`,
      { name },
    )
  }
  return tx.insert(officers, { name, role, addedBy: by, source: 'entry' })
}

/** @throws Refusal `officers.gone`, `officers.last-admin` */
export function changeRole(tx: WriteTx, id: string, role: Role): void {
  const officer = findOfficer(tx, id)
  if (officer.role === role) return
  if (role !== 'admin') refuseLastAdmin(tx, officer, `降为${ROLE_TEXT[role]}`)
  tx.update(officers, id, { role })
}

/** @throws Refusal `officers.gone`, `officers.last-admin` */
export function removeOfficer(tx: WriteTx, id: string, reason: string): void {
  refuseLastAdmin(tx, findOfficer(tx, id), '停用')
  tx.remove(officers, id, reason)
}

function refuseLastAdmin(ledger: Reading, officer: DeskOfficer, act: string): void {
  if (officer.role !== 'admin') return
  if (officersAtWork(ledger).some(({ id, role }) => role === 'admin' && id !== officer.id)) return
  throw new Refusal(
    'officers.last-admin',
    `“${officer.name}”是最后一个管理员，不能${act}。请先把另一个人设为管理员。`,
    { id: officer.id },
  )
}
