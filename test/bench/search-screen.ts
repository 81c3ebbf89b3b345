/**
 * 人员台账 in a real browser, served by the built application with a large ledger open: from the last key in the search
 * box to the frame that shows the rows found. Run: node test/bench/search-screen.ts [people] [rounds]
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { copyOfLargeLedger } from './ledger-copy.ts'
import { median, report } from './measure.ts'

/** Where a text finds as many people as it did without its last character, nothing changes and nothing is measured. */
const SEARCHES = ['阿依', '王秀', '阿木', '李明', 'jkay']
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const people = Number(process.argv[2] ?? 200_000)
const rounds = Number(process.argv[3] ?? 5)
const root = join(import.meta.dirname, '..', '..')
const copy = await copyOfLargeLedger(people)
const host = spawn(
  process.execPath,
  [join(root, 'out', 'main', 'liaison.js'), 'serve', '--json', '--no-open', '--ledger', copy.path],
  {
    env: {
      ...process.env,
      LIAISON_PASSPHRASE: copy.passphrase,
      LIAISON_FOLDER: copy.folder,
      LIAISON_DATA: join(copy.folder, 'data'),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  },
)
const browser = await chromium.launch({
  executablePath: process.env.LIAISON_CHROMIUM ?? '/usr/bin/chromium',
  args: FLAGS,
})
try {
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' })
  await page.goto(await address())
  await page.getByRole('link', { name: '人员', exact: true }).click()
  await page.getByRole('grid', { name: '人员台账' }).getByRole('row').first().waitFor()
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1)
    for (const text of SEARCHES) times.push(await typed(page, text))
  const shown = times.filter((time) => !Number.isNaN(time))
  if (shown.length < rounds)
    throw new Error(`only ${shown.length} of ${times.length} searches changed the rows`)
  // The first of each is also the first of its kind in the browser and in the ledger.
  report({ people, searches: SEARCHES, medianMs: median(shown), worstMs: Math.max(...shown), times: shown })
} finally {
  await browser.close()
  if (host.exitCode === null) {
    const ended = new Promise((done) => host.once('exit', done))
    host.kill('SIGINT')
    await ended
  }
  copy.remove()
}

function address(): Promise<string> {
  return new Promise((done, fail) => {
    let text = ''
    host.once('exit', (code) => fail(new Error(`liaison serve ended with ${code}`)))
    host.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part
      const line = text.split('\n').find((one) => one.startsWith('{'))
      if (line === undefined) return
      const { address } = JSON.parse(line) as { address?: string }
      if (address === undefined) fail(new Error(`liaison serve answered ${line}`))
      else done(address)
    })
  })
}

/** Milliseconds from the last key to the frame in which the grid has the count and the rows of the whole text. */
async function typed(page: Page, text: string): Promise<number> {
  const box = page.getByRole('textbox', { name: '查找人员' })
  const grid = page.getByRole('grid', { name: '人员台账' })
  await box.fill('')
  await page.waitForFunction(
    (total) => document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') === total,
    String(people),
  )
  await box.focus()
  await page.keyboard.type(text.slice(0, -1), { delay: 120 })
  await page.waitForTimeout(600)
  const before = await grid.getAttribute('aria-rowcount')
  await page.evaluate((before) => {
    const seen = window as unknown as { shown?: Promise<number> }
    seen.shown = new Promise((done) => {
      setTimeout(() => done(Number.NaN), 3000)
      document.addEventListener(
        'input',
        () => {
          const started = performance.now()
          const look = () => {
            const grid = document.querySelector('[role=grid]')
            const rows = grid?.querySelectorAll('[role=row] [role=gridcell]').length ?? 0
            // A task of its own after the frame callback runs once that frame was handed over for painting.
            if (grid?.getAttribute('aria-rowcount') !== before && rows > 0)
              setTimeout(() => done(performance.now() - started))
            else requestAnimationFrame(look)
          }
          requestAnimationFrame(look)
        },
        { once: true, capture: true },
      )
    })
  }, before)
  await page.keyboard.type(text.slice(-1))
  return page.evaluate(() => (window as unknown as { shown: Promise<number> }).shown)
}
