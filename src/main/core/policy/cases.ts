/** Runs case files against packs: `liaison policy test`. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { shortYuan } from '../../../shared/domain/money.ts'
import { isRefusal } from '../../../shared/domain/refusal.ts'
import { reportText } from './case-report-text.ts'
import { caseSchema, type Expectation, type PolicyCase } from './case-schema.ts'
import { standardsOf, worldOf } from './case-world.ts'
import { createEngine, type Engine, type Result, type Run } from './engine.ts'
import { explainText } from './explain-text.ts'
import type { World } from './facts.ts'
import { isForPerson } from './grants.ts'
import type { PackSet } from './pack.ts'
import { loadPacks } from './pack-load.ts'
import { checkShape, problemText, readYaml } from './yaml-source.ts'

export interface CaseDifference {
  /** the row of `expect`, from 0; -1 for the file itself */
  readonly row: number
  /** its line in the file */
  readonly line?: number | undefined
  readonly benefit: string
  readonly field: string
  readonly expected: unknown
  readonly got: unknown
  /** trace of the benefit concerned, as lines */
  readonly trace: readonly string[]
}

export interface CaseReport {
  readonly file: string
  readonly title: string
  readonly ok: boolean
  readonly differences: readonly CaseDifference[]
  /** standards that were refused, and the like */
  readonly remarks: readonly string[]
}

export interface PolicyTestReport {
  readonly passed: number
  readonly failed: number
  readonly cases: readonly CaseReport[]
}

/** Case files of paths; folders are searched with their subfolders, in order of name. */
export function caseFiles(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    if (!statSync(path).isDirectory()) return [path]
    return readdirSync(path)
      .sort()
      .flatMap((name) => {
        const inner = join(path, name)
        if (statSync(inner).isDirectory()) return caseFiles([inner])
        return /\.ya?ml$/.test(name) ? [inner] : []
      })
  })
}

/** Runs all cases of a text. What does not fit the format becomes a failed case of that file. */
export function runCaseText(packs: PackSet, file: string, text: string): CaseReport[] {
  const parts = readYaml(file, text)
  if (parts.length === 0) return [broken(file, '', [`${file} 第1行：文件里没有案例`])]
  return parts.map((part, i) => {
    const checked = checkShape(file, part, caseSchema)
    const title = titleOf(part.value) ?? `第 ${i + 1} 个案例`
    if (checked.value === undefined) return broken(file, title, checked.problems.map(problemText))
    const unknown = checked.value.expect.findIndex((row) => !isEvaluatedId(packs, row.benefit))
    if (unknown >= 0) {
      const line = part.lineOf(['expect', unknown, 'benefit'])
      return broken(file, title, [
        `${file} 第${line}行 expect.${unknown}.benefit：没有可测算的条款 ${checked.value.expect[unknown]?.benefit}，请改正编号`,
      ])
    }
    return runCase(packs, file, checked.value, (row) => part.lineOf(['expect', row]))
  })
}

function isEvaluatedId(packs: PackSet, id: string): boolean {
  return packs.documents.some((document) =>
    document.rows.some(
      (row) => row.id === id && (row.treatment === 'computed' || row.treatment === 'needs-standard'),
    ),
  )
}

function titleOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('title' in value)) return undefined
  return typeof value.title === 'string' ? value.title : undefined
}

function broken(file: string, title: string, messages: readonly string[]): CaseReport {
  return {
    file,
    title,
    ok: false,
    remarks: [],
    differences: messages.map((message) => ({
      row: -1,
      benefit: '',
      field: 'file',
      expected: '符合案例格式',
      got: message,
      trace: [],
    })),
  }
}

/** Evaluates one case and compares what its `expect` rows mention. `lineOf` gives a row's line in the file. */
export function runCase(
  packs: PackSet,
  file: string,
  one: PolicyCase,
  lineOf: (row: number) => number | undefined = () => undefined,
): CaseReport {
  let engine: Engine
  try {
    engine = createEngine(packs, { standards: standardsOf(one.standards) })
  } catch (error) {
    if (!isRefusal(error)) throw error
    return broken(file, one.title, [`${file}：${error.message}`])
  }
  const world = worldOf(one.facts)
  const run = engine.run(world, one.asOf)
  for (const view of world.people.values()) run.collect(view, true)
  const differences: CaseDifference[] = []
  one.expect.forEach((row, i) => {
    const result = evaluateExpected(engine, run, world, row)
    const trace = () => explainText(result, one.asOf)
    for (const [field, expected, got] of compare(row, result)) {
      differences.push({
        row: i,
        line: lineOf(i),
        benefit: row.benefit,
        field,
        expected,
        got,
        trace: trace(),
      })
    }
  })
  return {
    file,
    title: one.title,
    ok: differences.length === 0,
    differences,
    remarks: [...engine.refusedStandards.map((refused) => refused.refusal.message), ...strangers(one, world)],
  }
}

/** Ids of `expect` that occur nowhere in the facts: mostly misspelt. */
function strangers(one: PolicyCase, world: World): string[] {
  const known = new Set<string>()
  for (const map of [world.people, world.employers, world.agents, world.schools, world.stations])
    for (const id of map.keys()) known.add(id)
  for (const view of world.people.values()) {
    for (const spell of view.spells) for (const id of [spell.employer, spell.organisedBy]) known.add(id ?? '')
    for (const certificate of view.certificates) known.add(certificate.institution ?? '')
  }
  const asked = one.expect.flatMap((row) => [row.beneficiary, ...(row.for === undefined ? [] : [row.for])])
  return [...new Set(asked)]
    .filter((id) => !known.has(id))
    .map((id) => `expect 中的 ${id} 在 facts 里没有出现，请核对拼写`)
}

function evaluateExpected(engine: Engine, run: Run, world: World, row: Expectation): Result {
  const benefit = engine.row(row.benefit)
  const person = benefit !== undefined && isForPerson(benefit) ? (row.for ?? row.beneficiary) : undefined
  const view = person === undefined ? null : (world.people.get(person) ?? null)
  return run.evaluate(view, {
    benefit: row.benefit,
    beneficiary: row.beneficiary,
    for: row.for,
    period: row.period,
  })
}

function compare(row: Expectation, result: Result): [string, unknown, unknown][] {
  const found: [string, unknown, unknown][] = []
  const check = (field: string, expected: unknown, got: unknown) => {
    if (expected !== undefined && expected !== got) found.push([field, expected, got ?? null])
  }
  check('outcome', row.outcome, result.outcome)
  if (row.amount !== undefined) {
    const fen = Math.round(row.amount * 100)
    if (result.amountFen !== fen) {
      found.push([
        'amount',
        row.amount,
        result.amountFen === undefined ? null : Number(shortYuan(result.amountFen)),
      ])
    }
  }
  check('months', row.months, result.months)
  check('on', row.on, result.on)
  check('delegatedTo', row.delegatedTo, result.delegatedTo)
  if (row.missing !== undefined) {
    const expected = [...new Set(row.missing)].sort()
    const got = [...result.missing].sort()
    if (expected.join('\n') !== got.join('\n')) found.push(['missing', expected, got])
  }
  if (row.failed?.some((id) => !result.failed.includes(id))) {
    found.push(['failed', row.failed, result.failed])
  }
  check(
    'notice',
    row.notice,
    result.notices.some((notice) => notice.code === 'other-side-pays'),
  )
  return found
}

export interface PolicyTestOptions {
  readonly packsDir: string
}

export interface PolicyTestOutput {
  /** for people: a line for each case, what differs, and `N passed, M failed` */
  readonly text: string
  readonly json: PolicyTestReport
  /** 0 only when all passed */
  readonly exitCode: 0 | 1
}

/**
 * Evaluates case files or folders with the packs of a folder.
 * @throws Refusal `policy.pack` when the packs do not load
 */
export function runPolicyTest(paths: readonly string[], options: PolicyTestOptions): PolicyTestOutput {
  const packs = loadPacks(options.packsDir)
  const cases: CaseReport[] = []
  for (const path of paths) {
    let files: string[]
    try {
      files = caseFiles([path])
    } catch {
      cases.push(broken(path, '', [`${path}：没有这个文件或文件夹`]))
      continue
    }
    for (const file of files) cases.push(...runCaseText(packs, file, readFileSync(file, 'utf8')))
  }
  const failed = cases.filter((report) => !report.ok).length
  const json = { passed: cases.length - failed, failed, cases }
  return { text: reportText(json), json, exitCode: failed === 0 && cases.length > 0 ? 0 : 1 }
}
