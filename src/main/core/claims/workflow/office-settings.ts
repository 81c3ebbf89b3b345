import {
  type Procedure,
  type ProcedureFault,
  procedureFaults,
} from '../../../../shared/domain/claim-procedure.ts'
import { Refusal } from '../../../../shared/domain/refusal.ts'
import { procedureFaultText } from '../../../../shared/text/claims.ts'
import type { ReadLedger, WriteTx } from '../../db/ledger.ts'
import { calendarDays, materialItems, procedures } from '../../db/schema/procedures.ts'
import type { InputOf, OutputOf } from '../../procedure.ts'
import { DEFAULT_PROCEDURE_ID, OfficeProcedures } from './office-procedures.ts'

type Reading = Pick<ReadLedger, 'prepare'>
type Names = ReadonlyMap<string, string>

const ALL = '*'

/** 办理程序 in use: the general one first, then those of single benefits, each the latest. */
export function listProcedures(ledger: Reading, names: Names): OutputOf<'workflow.procedures'> {
  const rows = ledger
    .prepare<{ id: string; benefit: string; note: string | null; from: string; enteredBy: string }>(
      `SELECT id, benefit, note, from_date AS "from", entered_by AS enteredBy FROM procedures
       WHERE deleted_at IS NULL ORDER BY benefit <> '*', benefit, from_date DESC, id DESC`,
    )
    .all()
  const known = new OfficeProcedures(ledger)
  const claims = new Map(
    ledger
      .prepare<{ id: string; n: number }>(
        `SELECT coalesce(procedure_id, 'default') AS id, count(*) AS n FROM claims
         WHERE deleted_at IS NULL AND state NOT IN ('paid', 'refused', 'withdrawn') GROUP BY 1`,
      )
      .all()
      .map(({ id, n }) => [id, n]),
  )
  const stored = rows.map(({ note, ...row }) => ({
    ...row,
    note: note ?? '',
    benefitName: row.benefit === ALL ? '全部补贴' : (names.get(row.benefit) ?? row.benefit),
    steps: [...known.byId(row.id).procedure.steps].map((step) => ({
      ...step,
      material: [...(step.material ?? [])],
    })),
    claims: claims.get(row.id) ?? 0,
  }))
  if (rows.some(({ benefit }) => benefit === ALL)) return stored
  const shipped = known.byId(DEFAULT_PROCEDURE_ID)
  return [
    {
      id: DEFAULT_PROCEDURE_ID,
      benefit: ALL,
      benefitName: '全部补贴',
      steps: shipped.procedure.steps.map((step) => ({ ...step, material: [...(step.material ?? [])] })),
      note: '软件自带，未经本单位确认',
      from: null,
      enteredBy: '',
      claims: claims.get(DEFAULT_PROCEDURE_ID) ?? 0,
    },
    ...stored,
  ]
}

/**
 * Writes a 办理程序. Claims under way keep theirs; drafts from the day on take this one.
 * @throws Refusal `workflow.procedure` with every fault and its step, `workflow.no-benefit`
 */
export function saveProcedure(
  tx: WriteTx,
  input: InputOf<'workflow.saveProcedure'>,
  names: Names,
  by: string,
): string {
  if (input.benefit !== ALL && !names.has(input.benefit)) {
    throw new Refusal('workflow.no-benefit', `没有编号为“${input.benefit}”的补贴，请从列表中选。`)
  }
  const procedure: Procedure = { steps: input.steps }
  const faults = procedureFaults(procedure)
  if (faults.length > 0) {
    throw new Refusal(
      'workflow.procedure',
      `办理程序没有保存：${faults.map((fault) => faultText(fault, procedure)).join('；')}。`,
    )
  }
  return tx.insert(procedures, {
    benefit: input.benefit,
    steps: JSON.stringify(procedure),
    note: input.note === '' ? null : input.note,
    fromDate: input.from,
    enteredBy: by,
    source: 'entry',
  })
}

function faultText(fault: ProcedureFault, procedure: Procedure): string {
  const what = procedureFaultText(fault)
  if (fault.at < 0) return what
  const name = procedure.steps[fault.at]?.name.trim() || '未命名'
  return `第 ${fault.at + 1} 步“${name}”${fault.code === 'too-early' ? '：' : ''}${what}`
}

/** 办公日历: exceptions to Monday to Friday, by date. */
export function listCalendar(ledger: Reading, year: number | undefined): OutputOf<'workflow.calendar'> {
  return ledger
    .prepare<{ date: string; kind: 'off' | 'work'; name: string }>(
      `SELECT date, kind, name FROM calendar_days
       WHERE deleted_at IS NULL AND substr(date, 1, 4) LIKE ? ORDER BY date`,
    )
    .all(year === undefined ? '%' : String(year))
}

/** Makes a year's exceptions what was entered; gives how many days changed. @throws Refusal `workflow.calendar` */
export function saveCalendar(tx: WriteTx, { year, days }: InputOf<'workflow.saveCalendar'>): number {
  const wanted = new Map(days.map((day) => [day.date, day]))
  if (wanted.size < days.length) throw new Refusal('workflow.calendar', '同一天写了两次，请删去一个。')
  for (const date of wanted.keys()) {
    if (!date.startsWith(`${year}-`))
      throw new Refusal('workflow.calendar', `${date} 不在 ${year} 年，请换到那一年里录入。`)
  }
  const stored = tx
    .prepare<{ id: string; date: string; kind: string; name: string }>(
      'SELECT id, date, kind, name FROM calendar_days WHERE deleted_at IS NULL AND substr(date, 1, 4) = ?',
    )
    .all(String(year))
  let changed = 0
  for (const { id, date, ...day } of stored) {
    const now = wanted.get(date)
    wanted.delete(date)
    if (now === undefined) {
      tx.remove(calendarDays, id, '改录办公日历')
      changed += 1
    } else if (now.kind !== day.kind || now.name !== day.name) {
      tx.update(calendarDays, id, { kind: now.kind, name: now.name })
      changed += 1
    }
  }
  tx.insertMany(
    calendarDays,
    [...wanted.values()].map((day) => ({ ...day, source: 'entry' })),
  )
  return changed + wanted.size
}

/** 材料清单 by benefit, in their order. */
export function listMaterials(ledger: Reading): OutputOf<'workflow.materials'> {
  return ledger
    .prepare<{ id: string; benefit: string; name: string; required: number }>(
      `SELECT id, benefit, name, required FROM material_items
       WHERE deleted_at IS NULL ORDER BY benefit <> '*', benefit, position, name`,
    )
    .all()
    .map((item) => ({ ...item, required: item.required === 1 }))
}

/** Makes a benefit's checklist what was entered; gives how many items changed. @throws Refusal `workflow.materials`, `workflow.no-benefit` */
export function saveMaterials(
  tx: WriteTx,
  { benefit, items }: InputOf<'workflow.saveMaterials'>,
  names: Names,
): number {
  if (benefit !== ALL && !names.has(benefit))
    throw new Refusal('workflow.no-benefit', `没有编号为“${benefit}”的补贴，请从列表中选。`)
  const wanted = new Map(items.map((item, position) => [item.name, { ...item, position }]))
  if (wanted.size < items.length)
    throw new Refusal('workflow.materials', '清单里有两项同名，请改名或删去一项。')
  const stored = tx
    .prepare<{ id: string; name: string; required: number; position: number }>(
      'SELECT id, name, required, position FROM material_items WHERE benefit = ? AND deleted_at IS NULL',
    )
    .all(benefit)
  let changed = 0
  for (const { id, name, required, position } of stored) {
    const now = wanted.get(name)
    wanted.delete(name)
    if (now === undefined) {
      tx.remove(materialItems, id, '改定材料清单')
      changed += 1
    } else if (now.required !== (required === 1) || now.position !== position) {
      tx.update(materialItems, id, { required: now.required, position: now.position })
      changed += 1
    }
  }
  tx.insertMany(
    materialItems,
    [...wanted.values()].map((item) => ({ benefit, ...item, source: 'entry' })),
  )
  return changed + wanted.size
}
