/** Runs case files against packs: `liaison policy test`. */
import { shortYuan } from '../../../shared/domain/money.ts'
import { isRefusal } from '../../../shared/domain/refusal.ts'
import { readCaseFiles } from './case-files.ts'
import { reportText } from './case-report-text.ts'
import { caseSchema, type Expectation, type PolicyCase } from './case-schema.ts'
import { personOf, rowAsked, senseProblems, senseRemarks } from './case-sense.ts'
import { standardsOf, worldOf } from './case-world.ts'
import { delegateOf } from './delegation.ts'
import { createEngine, type Engine, type Result, type Run } from './engine.ts'
import { explainText } from './explain-text.ts'
import type { World } from './facts.ts'
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

/** Runs all cases of a text. What does not fit the format becomes a failed case of that file. */
export function runCaseText(packs: PackSet, file: string, text: string): CaseReport[] {
  // What stands between two separators, or after the last one, may be empty.
  const parts = readYaml(file, text).filter(({ value, problems }) => value !== null || problems.length > 0)
  if (parts.length === 0) return [broken(file, '', [`${file} 第1行：文件里没有案例`])]
  return parts.map((part, i) => {
    const checked = checkShape(file, part, caseSchema)
    const title = titleOf(part.value) ?? `第 ${i + 1} 个案例`
    if (checked.value === undefined) return broken(file, title, checked.problems.map(problemText))
    const wrong = senseProblems(checked.value, packs)
    if (wrong.length > 0) {
      return broken(
        file,
        title,
        wrong.map(({ path, what }) =>
          problemText({ file, line: part.lineOf(path), key: path.map(String).join('.'), what }),
        ),
      )
    }
    return runCase(packs, file, checked.value, (row) => part.lineOf(['expect', row]))
  })
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
    const { found, trace } = compared(engine, run, world, one, row)
    for (const [field, expected, got] of found)
      differences.push({
        row: i,
        line: lineOf(i),
        benefit: row.benefit,
        field,
        expected,
        got,
        trace: trace(),
      })
  })
  return {
    file,
    title: one.title,
    ok: differences.length === 0,
    differences,
    remarks: [...engine.refusedStandards.map((refused) => refused.refusal.message), ...senseRemarks(one)],
  }
}

interface Compared {
  /** field, what the file expects, what came out */
  readonly found: [field: string, expected: unknown, got: unknown][]
  readonly trace: () => readonly string[]
}

function compared(engine: Engine, run: Run, world: World, one: PolicyCase, row: Expectation): Compared {
  const person = personOf(row, rowAsked(engine.packs, row.benefit), one)
  const view = person === undefined ? null : (world.people.get(person) ?? null)
  const frame = engine.frames.find(({ id }) => id === row.benefit)
  if (frame !== undefined) {
    const local = delegateOf(frame, view, frame.beneficiary === 'person' ? null : row.beneficiary, world)
    const trace = `${frame.id} ${frame.name}：转介登记，不测算；只看是否转由当地文件执行`
    return { found: compareFrame(row, local), trace: () => [trace] }
  }
  const { benefit, beneficiary, period } = row
  const result = run.evaluate(view, { benefit, beneficiary, for: person, period })
  return { found: compare(row, result), trace: () => explainText(result, one.asOf) }
}

/** A referral of a frame is handed over, or nothing is said of it. */
function compareFrame(row: Expectation, local: string | undefined): [string, unknown, unknown][] {
  const found: [string, unknown, unknown][] = []
  const got = local === undefined ? null : 'delegated'
  if (row.outcome !== undefined && row.outcome !== got) found.push(['outcome', row.outcome, got])
  if (row.delegatedTo !== undefined && row.delegatedTo !== local)
    found.push(['delegatedTo', row.delegatedTo, local ?? null])
  if (row.amount !== undefined) found.push(['amount', row.amount, null])
  return found
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
  for (const { file, text, fault } of readCaseFiles(paths)) {
    if (text === undefined) cases.push(broken(file, '', [`${file} 第1行：${fault}`]))
    else cases.push(...runCaseText(packs, file, text))
  }
  const failed = cases.filter((report) => !report.ok).length
  const json = { passed: cases.length - failed, failed, cases }
  return { text: reportText(json), json, exitCode: failed === 0 && cases.length > 0 ? 0 : 1 }
}
