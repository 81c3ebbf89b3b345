import type { Scenario, ScenarioChange } from '../../../shared/contract/scenarios.ts'
import { dayOf } from '../../../shared/domain/dates.ts'
import { shortYuan } from '../../../shared/domain/money.ts'
import { NAMED_STANDARD_TEXT } from '../../../shared/text/policy.ts'
import { AGENT_KIND_TEXT, EMPLOYER_KIND_TEXT } from '../../../shared/text/registry.ts'
import {
  CHOICE_TEXT,
  DOCUMENT_DATE_TEXT,
  THRESHOLD_TEXT,
  THRESHOLD_UNIT,
} from '../../../shared/text/scenario.ts'
import type { Rules } from '../policy/pack-change.ts'
import type { Regions } from '../registry/regions.ts'
import {
  amountNow,
  ceilingNow,
  documentDateNow,
  parameterNow,
  standardNow,
  thresholdNow,
} from './values-now.ts'

/** A change as a clerk says it: JH-16 就业补贴 参保月数 3 → 4 个月（2022-01-01起）. */
export function changeWords(
  change: ScenarioChange,
  before: Rules,
  scenario: Pick<Scenario, 'asOf'>,
  regions: Regions,
): string {
  const day = dayOf(scenario.asOf)
  const since = 'from' in change && change.from !== undefined ? `（${change.from}起）` : ''
  switch (change.kind) {
    case 'amount': {
      const now = amountNow(before, change.benefit, day)
      return `${benefitName(before, change.benefit)} 金额 ${moneyText(now)} → ${moneyText(change.amountFen)} 元${since}`
    }
    case 'ceiling': {
      const now = ceilingNow(before, change.benefit, day)
      return `${benefitName(before, change.benefit)} 上限 ${moneyText(now)} → ${moneyText(change.amountFen)} 元${since}`
    }
    case 'threshold': {
      const now = thresholdNow(before, change.benefit, change.threshold, day)
      return `${benefitName(before, change.benefit)} ${THRESHOLD_TEXT[change.threshold]} ${now ?? '未定'} → ${change.value} ${THRESHOLD_UNIT[change.threshold]}${since}`.trim()
    }
    case 'parameter': {
      const name = before.packs.parameters.get(change.parameter)?.name ?? ''
      const now = valueWords(parameterNow(before, change.parameter), regions)
      return `${change.parameter} ${name} ${now} → ${valueWords(change.value, regions)}`
    }
    case 'standard': {
      const now = standardNow(before, change.key)
      const next = change.codes ?? change.byYear ?? null
      return `${NAMED_STANDARD_TEXT[change.key] ?? change.key} ${standardWords(now, regions)} → ${standardWords(next, regions)}`
    }
    case 'document': {
      const now = documentDateNow(before, change.document, change.date)
      return `${change.document} ${DOCUMENT_DATE_TEXT[change.date]} ${now ?? '文件未写明'} → ${change.value}`
    }
  }
}

function benefitName(rules: Rules, id: string): string {
  for (const document of rules.packs.documents)
    for (const row of document.rows) if (row.id === id) return `${id} ${row.name}`
  return id
}

function moneyText(fen: number | null): string {
  return fen === null ? '未定' : shortYuan(fen)
}

/** A reading's value: 7, 每年一次, 企业、小微企业, 四川省、贵州省. */
export function valueWords(
  value: number | string | boolean | readonly string[] | null | undefined,
  regions: Regions,
): string {
  if (value === null || value === undefined) return '未定'
  if (Array.isArray(value)) return value.map((code: string) => codeWords(code, regions)).join('、')
  if (typeof value === 'boolean') return value ? '是' : '否'
  return typeof value === 'string' ? (CHOICE_TEXT[value] ?? value) : String(value)
}

/** A place, a kind of employer or of agent. */
export function codeWords(code: string, regions: Regions): string {
  const kinds: Readonly<Record<string, string>> = { ...AGENT_KIND_TEXT, ...EMPLOYER_KIND_TEXT }
  return kinds[code] ?? regions.fullName(code) ?? code
}

export function standardWords(
  value: readonly string[] | Readonly<Record<string, number>> | null,
  regions: Regions,
): string {
  if (value === null) return '未录入'
  if (Array.isArray(value)) return value.map((code: string) => codeWords(code, regions)).join('、')
  const years = Object.entries(value as Readonly<Record<string, number>>)
  return years.map(([year, fen]) => `${year}年 ${shortYuan(fen)} 元`).join('；')
}
