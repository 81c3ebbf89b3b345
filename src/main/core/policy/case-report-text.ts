/** The report of case files for people: a line for each case, what differs (the file's word beside ours), the count. */
import { CONDITION_IDS, type ConditionId, OUTCOMES, type Outcome } from '../../../shared/domain/policy.ts'
import { CONDITION_TEXT, OUTCOME_TEXT } from '../../../shared/text/policy.ts'
import type { CaseDifference, PolicyTestReport } from './cases.ts'

/** What a key of an `expect` row speaks of. */
const FIELD_TEXT: Readonly<Record<string, string>> = {
  outcome: '结果',
  amount: '金额',
  months: '月数',
  on: '满足日期',
  missing: '缺的信息',
  failed: '不符合的条件',
  notice: '另一侧提示',
  delegatedTo: '转由执行的条款',
}

export function reportText(report: PolicyTestReport): string {
  const lines: string[] = []
  for (const one of report.cases) {
    lines.push(`${one.ok ? '✓' : '✗'} ${one.file}${one.title === '' ? '' : `：${one.title}`}`)
    for (const remark of one.remarks) lines.push(`    注意：${remark}`)
    let shown = -1
    for (const difference of one.differences) {
      if (difference.row < 0) {
        lines.push(`    ${String(difference.got)}`)
        continue
      }
      if (shown !== difference.row) {
        const where = difference.line === undefined ? '' : `第${difference.line}行 `
        lines.push(`    ${where}${difference.benefit}（expect 第${difference.row + 1}项）`)
      }
      lines.push(`      ${differenceText(difference)}`)
      const next = one.differences[one.differences.indexOf(difference) + 1]
      // The trace once, below everything that differs in the row.
      if (next?.row !== difference.row) for (const line of difference.trace) lines.push(`        ${line}`)
      shown = difference.row
    }
  }
  lines.push(`${report.passed} passed, ${report.failed} failed`)
  return lines.join('\n')
}

function differenceText({ field, expected, got }: CaseDifference): string {
  const name = `${FIELD_TEXT[field] ?? field}（${field}）`
  const must = field === 'failed' ? '应含' : '应为'
  return `${name}：${must} ${valueText(field, expected)}，算出 ${valueText(field, got)}`
}

function valueText(field: string, value: unknown): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return '无'
    return value.map((item) => (field === 'failed' ? word(item) : String(item))).join('、')
  }
  if (value === null || value === undefined) return '无'
  if (field === 'amount') return `${String(value)} 元`
  if (field === 'notice') return value === true ? '有' : '无'
  return word(value)
}

/** An outcome or a condition in Chinese, with the word that the file writes. */
function word(value: unknown): string {
  const text = String(value)
  if ((OUTCOMES as readonly string[]).includes(text)) return `${OUTCOME_TEXT[text as Outcome]}（${text}）`
  if ((CONDITION_IDS as readonly string[]).includes(text))
    return `${CONDITION_TEXT[text as ConditionId]}（${text}）`
  return text
}
