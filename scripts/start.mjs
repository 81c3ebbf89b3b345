import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { buildIfStale } from './build-if-stale.mjs'
import { electronProgram, fetchElectron, fetchFailedBefore, forgetFailure } from './electron-binary.mjs'
import { requireNode, root } from './node-guard.mjs'

/** Electron that ends with a fault within this time could not start (missing system library, sandbox, display). */
const STARTING = 8000

requireNode()
const args = process.argv.slice(2)
const unknown = args.find((arg) => !['--browser', '--retry-electron', '--no-open', '--help'].includes(arg))
if (unknown !== undefined || args.includes('--help')) {
  console.log(
    [
      '用法：npm start [-- 选项]',
      '  --browser         直接在本机浏览器中使用',
      '  --retry-electron  再试一次下载 Electron',
      '  --no-open         不自动打开浏览器，只显示地址',
    ].join('\n'),
  )
  process.exit(unknown === undefined ? 0 : 2)
}
buildIfStale({ quiet: true })
process.exit(await start())

async function start() {
  if (args.includes('--browser')) return serve()
  if (!hasDisplay()) {
    console.error('这台机器没有图形界面，改用浏览器方式：')
    return serve()
  }
  const program = electronProgram() ?? (await fetched())
  if (program === undefined) {
    console.error('没有取到 Electron，改在本机浏览器中打开（想再试一次：npm start -- --retry-electron）。')
    return serve()
  }
  const startedAt = Date.now()
  const code = await run(program, [root])
  if (code === 0 || Date.now() - startedAt > STARTING) return code
  console.error('Electron 在这台机器上启动不了，改在本机浏览器中打开。')
  return serve()
}

async function fetched() {
  if (args.includes('--retry-electron')) forgetFailure()
  if (fetchFailedBefore()) return undefined
  console.error(
    '首次使用：正在下载 Electron（约 120 MB），只需一次。按 Ctrl+C 可中止，或用 npm start -- --browser 直接在浏览器中使用。',
  )
  const program = await fetchElectron((percent) => process.stderr.write(`\r下载 ${percent}% `))
  process.stderr.write('\n')
  return program
}

function serve() {
  const open = args.includes('--no-open') ? ['--no-open'] : []
  return run(process.execPath, [join(root, 'out', 'main', 'liaison.js'), 'serve', ...open])
}

function hasDisplay() {
  if (process.platform !== 'linux') return true
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/** Runs a program in our place; Ctrl+C reaches it by itself, and we wait for its end. */
function run(program, programArgs) {
  const child = spawn(program, programArgs, { cwd: root, stdio: 'inherit' })
  const ignore = () => undefined
  process.on('SIGINT', ignore)
  const pass = () => child.kill('SIGTERM')
  process.on('SIGTERM', pass)
  return new Promise((resolve) => {
    child.on('error', () => resolve(1))
    child.on('exit', (code) => resolve(code ?? 1))
  }).finally(() => {
    process.off('SIGINT', ignore)
    process.off('SIGTERM', pass)
  })
}
