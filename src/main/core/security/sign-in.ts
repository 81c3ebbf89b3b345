import { eq } from 'drizzle-orm'
import type { DeskOfficer } from '../../../shared/contract/officers.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { ReadLedger, WorkerLedger, WriteTx } from '../db/ledger.ts'
import { officerPins } from '../db/schema/officers.ts'
import type { Actor } from '../procedure.ts'
import { findOfficer } from './officers.ts'
import { hashPin, isPin, waitAfter, waitLeft } from './pin.ts'

type Pin = { hash: string; wrong: number; wrongAt: number | null }

function pinOf(ledger: Pick<ReadLedger, 'prepare'>, officerId: string): Pin | undefined {
  return ledger
    .prepare<Pin>('SELECT hash, wrong, wrong_at AS wrongAt FROM officer_pins WHERE officer_id = ?')
    .get(officerId)
}

/**
 * Hands the desk to an officer, and writes that into the audit.
 * @throws Refusal `officers.gone`, `session.pin-needed`, `session.wrong-pin`, `session.wait`
 */
export async function signIn(
  ledger: WorkerLedger,
  now: number,
  given: { officerId: string; pin?: string | undefined },
): Promise<DeskOfficer> {
  const officer = findOfficer(ledger.reader, given.officerId)
  await checkPin(ledger, now, officer, given.pin)
  ledger.write({ action: 'session.signIn', actor: officer.name }, (tx) => clearWrong(tx, officer.id))
  return officer
}

/**
 * Whether this is the officer's PIN; a wrong one is counted and audited. One without a PIN passes.
 * @throws Refusal `session.pin-needed`, `session.wrong-pin`, `session.wait`
 */
async function checkPin(
  ledger: WorkerLedger,
  now: number,
  officer: DeskOfficer,
  pin: string | undefined,
): Promise<void> {
  const stored = pinOf(ledger.reader, officer.id)
  if (stored === undefined) return
  const wait = waitLeft(stored.wrong, stored.wrongAt, now)
  if (wait > 0) throw waiting(officer, wait)
  if (pin === undefined || pin === '')
    throw new Refusal('session.pin-needed', `请输入“${officer.name}”的 PIN。`, { id: officer.id })
  if (await isPin(pin, stored.hash)) return
  const wrong = stored.wrong + 1
  ledger.write({ action: 'session.wrongPin', actor: officer.name, params: { wrong } }, (tx) =>
    tx.local(officerPins).update({ wrong, wrongAt: now }, eq(officerPins.officerId, officer.id)),
  )
  if (waitAfter(wrong) > 0) throw waiting(officer, waitAfter(wrong))
  throw new Refusal('session.wrong-pin', `“${officer.name}”的 PIN 不对，请检查大小写后重试。`, { wrong })
}

function clearWrong(tx: WriteTx, officerId: string): void {
  tx.local(officerPins).update({ wrong: 0, wrongAt: null }, eq(officerPins.officerId, officerId))
}

function waiting(officer: DeskOfficer, milliseconds: number): Refusal {
  const seconds = Math.ceil(milliseconds / 1000)
  const text = seconds < 90 ? `${seconds} 秒` : `${Math.ceil(seconds / 60)} 分钟`
  return new Refusal(
    'session.wait',
    `“${officer.name}”的 PIN 连续输错多次，请等 ${text}后再试。忘记了，可请管理员重设。`,
    { seconds },
  )
}

/**
 * Sets or takes away a PIN. One's own needs the present one, so that nobody changes it on a desk left open.
 * @throws Refusal `officers.gone`, `officers.not-yours`, and as `signIn`
 */
export async function setPin(
  ledger: WorkerLedger,
  now: number,
  change: { id: string; pin: string | null; current?: string | undefined },
  by: Pick<Actor, 'role' | 'name' | 'officerId'>,
): Promise<void> {
  const officer = findOfficer(ledger.reader, change.id)
  if (officer.id === by.officerId) await checkPin(ledger, now, officer, change.current)
  else if (by.role !== 'admin')
    throw new Refusal('officers.not-yours', '别人的 PIN 只有管理员能重设。', { id: change.id })
  const hash = change.pin === null ? null : await hashPin(change.pin)
  ledger.write(
    { action: 'officers.setPin', actor: by.name, params: { officer: officer.id, set: hash !== null } },
    (tx) => storePin(tx, officer.id, hash),
  )
}

/** `null` takes it away. */
export function storePin(tx: WriteTx, officerId: string, hash: string | null): void {
  if (hash === null) tx.local(officerPins).delete(eq(officerPins.officerId, officerId))
  else tx.local(officerPins).upsert({ officerId, hash, wrong: 0, wrongAt: null })
}

/** The way back in for an office whose administrators forgot their PINs: whoever holds the recovery key. */
export function clearAdminPins(ledger: WorkerLedger, by: string): void {
  const admins = ledger.reader
    .prepare<string>(
      `SELECT p.officer_id FROM officer_pins p JOIN officers o ON o.id = p.officer_id
       WHERE o.role = 'admin' AND o.deleted_at IS NULL`,
    )
    .pluck()
    .all() as string[]
  if (admins.length === 0) return
  ledger.write({ action: 'officers.clearPins', actor: by, params: { officers: admins.length } }, (tx) => {
    for (const id of admins) storePin(tx, id, null)
  })
}
