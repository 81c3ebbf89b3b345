/** 核对规则: what the office changed of the checks, with reason and name. */
import type { CheckView } from '../../../shared/contract/checks.ts'
import {
  CHECK_IDS,
  type CheckId,
  type CheckLevel,
  checkSpec,
  isCheckId,
  mayBeSet,
} from '../../../shared/domain/checks.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { CHECK_LEVEL_TEXT, CHECK_PARAMETER_TEXT, CHECK_TEXT } from '../../../shared/text/checks.ts'
import type { ReadLedger, WriteTx } from '../db/ledger.ts'
import { checkSettings } from '../db/schema/procedures.ts'
import type { InputOf } from '../procedure.ts'
import type { ParameterValues } from './finding.ts'

type Reading = Pick<ReadLedger, 'prepare'>

export type CheckSetting = { readonly level: CheckLevel; readonly parameters: ParameterValues }

type Stored = {
  id: string
  check: string
  severity: CheckLevel
  parameters: string
  reason: string
  by: string
}

/** Level and values of each check as they hold now. */
export function checkSettingsOf(ledger: Reading): ReadonlyMap<CheckId, CheckSetting> {
  const changed = storedSettings(ledger)
  return new Map(CHECK_IDS.map((check) => [check, settingOf(check, changed.get(check))]))
}

function settingOf(check: CheckId, stored: Stored | undefined): CheckSetting {
  const spec = checkSpec(check)
  const own = stored === undefined ? {} : (JSON.parse(stored.parameters) as Record<string, number>)
  // A level that this version no longer allows, as from another office's ledger, does not count.
  const level = stored !== undefined && mayBeSet(check, stored.severity) ? stored.severity : spec.level
  const parameters = Object.fromEntries(
    spec.parameters.map(({ key, default: value, least, most }) => [
      key,
      Math.min(most, Math.max(least, own[key] ?? value)),
    ]),
  )
  return { level, parameters }
}

function storedSettings(ledger: Reading): Map<CheckId, Stored> {
  const rows = ledger
    .prepare<Stored>(
      `SELECT id, check_id AS "check", severity, parameters, reason, decided_by AS "by" FROM check_settings WHERE deleted_at IS NULL`,
    )
    .all()
  return new Map(rows.flatMap((row) => (isCheckId(row.check) ? [[row.check, row]] : [])))
}

/** Every check with what it asks, how grave it is here, and who changed it why. */
export function checkCatalogue(ledger: Reading): CheckView[] {
  const changed = storedSettings(ledger)
  return CHECK_IDS.map((check) => {
    const spec = checkSpec(check)
    const stored = changed.get(check)
    const { level, parameters } = settingOf(check, stored)
    return {
      check,
      number: spec.number,
      ...CHECK_TEXT[check],
      level,
      usual: spec.level,
      mildest: spec.mildest,
      gravest: spec.gravest,
      scopes: [...spec.scopes],
      parameters: spec.parameters.map(({ key, kind, default: usual, least, most }) => ({
        key,
        kind,
        label: CHECK_PARAMETER_TEXT[check]?.[key] ?? key,
        value: parameters[key] ?? usual,
        usual,
        least,
        most,
      })),
      changed: stored === undefined ? null : { by: stored.by, reason: stored.reason },
    }
  })
}

/**
 * Sets how grave a check is here and its values.
 * @throws Refusal `checks.level` milder or graver than it may be, `checks.parameter` unknown or out of its bounds
 */
export function saveCheckSetting(tx: WriteTx, input: InputOf<'checks.saveSetting'>, by: string): string {
  const { check, level, reason } = input
  const spec = checkSpec(check)
  if (!mayBeSet(check, level)) throw levelRefused(check, level)
  for (const [key, value] of Object.entries(input.parameters)) {
    const parameter = spec.parameters.find((one) => one.key === key)
    if (parameter === undefined || value < parameter.least || value > parameter.most) {
      throw new Refusal(
        'checks.parameter',
        parameter === undefined
          ? `“${CHECK_TEXT[check].name}”没有“${key}”这一项，请核对。`
          : `“${CHECK_PARAMETER_TEXT[check]?.[key] ?? key}”应在 ${parameter.least} 至 ${parameter.most} 之间，写的是 ${value}。`,
        { check, key },
      )
    }
  }
  const stored = storedSettings(tx).get(check)
  const parameters = JSON.stringify({ ...settingOf(check, stored).parameters, ...input.parameters })
  const row = { severity: level, parameters, reason, decidedBy: by }
  if (stored === undefined) return tx.insert(checkSettings, { check, ...row, source: 'entry' })
  tx.update(checkSettings, stored.id, row)
  return stored.id
}

function levelRefused(check: CheckId, level: CheckLevel): Refusal {
  const { mildest, gravest } = checkSpec(check)
  const { name } = CHECK_TEXT[check]
  if (mildest === gravest) {
    return new Refusal(
      'checks.level',
      mildest === 'block'
        ? `“${name}”是文件和资金管理的硬性要求，只能是“${CHECK_LEVEL_TEXT.block}”，不能改成“${CHECK_LEVEL_TEXT[level]}”。`
        : `“${name}”一律由人决定，只能是“${CHECK_LEVEL_TEXT[mildest]}”，不能改成“${CHECK_LEVEL_TEXT[level]}”。`,
      { check, level },
    )
  }
  return new Refusal(
    'checks.level',
    `“${name}”只能设为“${CHECK_LEVEL_TEXT[mildest]}”到“${CHECK_LEVEL_TEXT[gravest]}”之间，不能是“${CHECK_LEVEL_TEXT[level]}”。`,
    { check, level },
  )
}
