import { formatYuan, yuanToFen } from '../../../shared/domain/money.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { ReadLedger, WriteTx } from '../db/ledger.ts'
import { standards } from '../db/schema/policy.ts'
import { createEngine } from '../policy/engine.ts'
import { isEvaluated, type PackSet } from '../policy/pack.ts'
import type { InputOf, OutputOf, Surroundings } from '../procedure.ts'
import { regionsOf } from '../registry/region-procedures.ts'
import { asStandard, type StandardValue, storedStandards } from './ledger-engine.ts'
import { benefitNames, LAST_DAY, packsOf } from './packs.ts'

/** 当地标准 on record, with the words of what they set. */
export function listStandards(
  context: Pick<Surroundings, 'resources'>,
  ledger: Pick<ReadLedger, 'prepare'>,
): OutputOf<'policy.standards'> {
  const names = benefitNames(context, ledger)
  const regions = regionsOf(context)
  return storedStandards(ledger).map((stored) => {
    const value = JSON.parse(stored.value) as StandardValue
    return {
      id: stored.id,
      key: stored.key,
      label: names.get(stored.key) ?? names.get(stored.key.split('.')[0] ?? '') ?? stored.key,
      amountFen: 'amountFen' in value ? value.amountFen : null,
      valueText:
        'amountFen' in value
          ? `${formatYuan(value.amountFen)} 元`
          : 'codes' in value
            ? value.codes.map((code) => regions.fullName(code) ?? code).join('、')
            : Object.entries(value.byYear)
                .map(([year, fen]) => `${year}年 ${formatYuan(fen)} 元`)
                .join('；'),
      document: stored.document ?? '',
      from: stored.from,
      to: stored.to,
    }
  })
}

/**
 * Enters a local standard with the number of the document that sets it.
 * @throws Refusal `policy.standard-document`, `policy.standard-key`, `policy.standard-value`,
 *   `policy.standard-over-ceiling`, `policy.standard-dates`
 */
export function saveStandard(
  context: Pick<Surroundings, 'resources' | 'today'>,
  tx: WriteTx,
  input: InputOf<'policy.saveStandard'>,
  enteredBy: string,
): string {
  if (input.document.trim() === '')
    throw new Refusal(
      'policy.standard-document',
      '请填写定这个标准的当地文件号，没有文件号的标准不能用于发放。',
    )
  if (input.from !== null && input.to !== null && input.to < input.from)
    throw new Refusal('policy.standard-dates', '标准的终止日期早于起始日期，请核对。')
  // Today's documents, and those that an activation brings later: a standard may be entered beforehand.
  const sets = [packsOf(context, tx, context.today()), packsOf(context, tx, LAST_DAY)]
  if (!sets.some((packs) => standardKeys(packs).has(input.key)))
    throw new Refusal(
      'policy.standard-key',
      `“${input.key}”没有等待当地标准的条款：请核对编号；文件已写明金额的，不用也不能另定。`,
      { key: input.key },
    )
  const value = JSON.stringify(standardValue(input))
  const row = { key: input.key, value, document: input.document.trim(), from: input.from, to: input.to }
  for (const packs of new Set(sets)) {
    const [refused] = createEngine(packs, { standards: [asStandard(row)] }).refusedStandards
    if (refused !== undefined) throw refused.refusal
  }
  return tx.insert(standards, {
    key: row.key,
    value,
    documentNumber: row.document,
    fromDate: row.from,
    toDate: row.to,
    enteredBy,
    source: 'entry',
  })
}

/** What waits for a local standard: amounts that the text leaves open, and values that it only names. */
function standardKeys(packs: PackSet): Set<string> {
  const keys = new Set<string>()
  for (const document of packs.documents) {
    for (const place of Object.values(document.places)) if (place.open) keys.add(place.open.standard)
    for (const row of document.rows) {
      if (!isEvaluated(row)) continue
      if (row.amount.kind === 'standard' || row.amount.kind === 'attendance-share') keys.add(row.id)
      if (row.conditions.wages) keys.add(row.conditions.wages.atLeast)
    }
  }
  return keys
}

function standardValue(input: InputOf<'policy.saveStandard'>): StandardValue {
  if (input.amountFen !== null) {
    if (input.amountFen <= 0) throw valueRefusal(input.key, '金额应大于零')
    return { amountFen: input.amountFen }
  }
  let parsed: unknown
  try {
    parsed = JSON.parse(input.value ?? '')
  } catch {
    throw valueRefusal(input.key, '应填金额，或按年度的金额，或县代码列表')
  }
  if (Array.isArray(parsed)) {
    if (!parsed.every((code) => typeof code === 'string' && /^\d{6}$/.test(code)))
      throw valueRefusal(input.key, '县代码应为 6 位数字')
    return { codes: parsed as string[] }
  }
  if (typeof parsed === 'object' && parsed !== null) {
    const entries = Object.entries(parsed).map(([year, yuan]): [string, number] => {
      const reading = yuanToFen(String(yuan))
      if (!/^\d{4}$/.test(year) || !reading.ok)
        throw valueRefusal(input.key, `“${year}：${String(yuan)}”不是年度和金额`)
      return [year, reading.fen]
    })
    return { byYear: Object.fromEntries(entries) }
  }
  throw valueRefusal(input.key, '应填金额，或按年度的金额，或县代码列表')
}

function valueRefusal(key: string, problem: string): Refusal {
  return new Refusal('policy.standard-value', `${key} 的标准没有保存：${problem}。`, { key })
}
