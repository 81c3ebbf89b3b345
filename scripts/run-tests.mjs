import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ownNode, requireNode, root } from './node-guard.mjs'

// `npm test`: every check one after another, then one line that says it all.
requireNode()
const reports = mkdtempSync(join(tmpdir(), 'liaison-tests-'))
const bin = (name) => join(root, 'node_modules', ...name.split('/'))
const vitestReport = join(reports, 'vitest.json')
const e2eReport = join(reports, 'e2e.json')
const policyCases = join(root, 'test', 'policy', 'cases')

/** `count` reads passed and failed from what the step wrote; a step without one counts as a single check. */
const STEPS = [
  { name: '类型检查', args: [bin('typescript/bin/tsc'), '-b'] },
  { name: '格式与规则', args: [bin('@biomejs/biome/bin/biome'), 'ci'] },
  { name: '生成应用', args: [join(root, 'scripts', 'build-if-stale.mjs')] },
  {
    name: '单元与集成测试',
    args: [
      bin('vitest/vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${vitestReport}`,
    ],
    count: () => {
      const { numPassedTests, numFailedTests, numFailedTestSuites } = readJson(vitestReport)
      // A file that does not even load has no failed test of its own.
      return { passed: numPassedTests, failed: Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0) }
    },
  },
  {
    name: '政策案例',
    args: [join(root, 'out', 'main', 'liaison.js'), 'policy', 'test', policyCases, '--json'],
    capture: true,
    count: (output) => {
      const { passed, failed } = JSON.parse(output)
      return { passed, failed }
    },
  },
  {
    name: '浏览器测试',
    args: [bin('@playwright/test/cli.js'), 'test', '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: e2eReport },
    count: () => {
      const { expected, unexpected, flaky } = readJson(e2eReport).stats
      if (flaky > 0) console.log(`${flaky} 个浏览器测试第一遍没有通过，第二遍通过，名字见上`)
      return { passed: expected + flaky, failed: unexpected }
    },
  },
]

let passed = 0
let failed = 0
for (const step of STEPS) {
  console.log(`\n── ${step.name}`)
  const startedAt = performance.now()
  const run = spawnSync(ownNode, step.args, {
    cwd: root,
    stdio: ['ignore', step.capture ? 'pipe' : 'inherit', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, TZ: 'Asia/Shanghai', ...step.env },
  })
  const ok = run.status === 0
  const counted = count(step, run.stdout ?? '', ok)
  passed += counted.passed
  failed += counted.failed
  if (!ok && step.capture) console.log(run.stdout)
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(
    `── ${step.name}：${ok ? '通过' : '没有通过'}（${counted.passed} 通过，${counted.failed} 失败，${seconds} 秒）`,
  )
}
rmSync(reports, { recursive: true, force: true })
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

function count(step, output, ok) {
  let counted = { passed: ok ? 1 : 0, failed: 0 }
  try {
    if (step.count !== undefined) counted = step.count(output)
  } catch {
    counted = { passed: 0, failed: 0 }
    ok = false
  }
  // A step that fails without a failed test (it crashed, or a type does not fit) must not pass unnoticed.
  return ok ? counted : { passed: counted.passed, failed: Math.max(1, counted.failed) }
}

function readJson(path) {
  if (!existsSync(path)) throw new Error(`${path} was not written`)
  return JSON.parse(readFileSync(path, 'utf8'))
}
