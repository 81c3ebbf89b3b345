import { type ChildProcess, spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { test as base, expect, type Page } from '@playwright/test'

/** The real application on 127.0.0.1, with folders of its own, and a page in it. */
export type Host = { address: string; folder: string; data: string; stop(): Promise<void> }

export const ROOT = resolve(process.env.LIAISON_E2E_ROOT ?? resolve(import.meta.dirname, '../..'))

/** Starts the http host as `liaison serve` does, with more in its environment. The address holds its one-time key. */
export async function startHost(folder?: string, env: NodeJS.ProcessEnv = {}): Promise<Host> {
  const home = folder ?? (await mkdtemp(join(tmpdir(), 'liaison-e2e-')))
  const child = spawn(
    join(ROOT, 'node_modules/.bin/node'),
    [join(ROOT, 'out/main/liaison.js'), 'serve', '--json', '--no-open'],
    {
      cwd: home,
      env: {
        ...process.env,
        ...env,
        LIAISON_FOLDER: home,
        LIAISON_DATA: join(home, 'data'),
        TZ: 'Asia/Shanghai',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const address = await firstAddress(child)
  folders.set(new URL(address).origin, home)
  return {
    address,
    folder: home,
    data: join(home, 'data'),
    stop: async () => {
      if (child.exitCode !== null) return
      const ended = new Promise((done) => child.once('exit', done))
      child.kill('SIGINT')
      const late = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await ended
      clearTimeout(late)
      if (folder === undefined) await rm(home, { recursive: true, force: true })
    },
  }
}

function firstAddress(child: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let text = ''
    child.once('exit', (code) => fail(new Error(`liaison serve ended with ${code}: ${text}`)))
    child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      text += part
      const line = text.split('\n').find((one) => one.startsWith('{'))
      if (line) done((JSON.parse(line) as { address: string }).address)
    })
  })
}

type Fixtures = { host: Host; ledgerPage: Page }

/**
 * A test with a fresh host. Its page fails the test on any console error, any uncaught error and any request that
 * leaves 127.0.0.1.
 */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
  host: async ({}, use) => {
    const host = await startHost()
    await use(host)
    await host.stop()
  },
  ledgerPage: async ({ page, host }, use) => {
    const faults = watch(page)
    await page.goto(host.address)
    await use(page)
    expect(faults, 'console errors, page errors and requests to elsewhere').toEqual([])
  },
})
export { expect }

/** A refusal (409), and a question that crossed the locking of the ledger (423), which Chromium notes as errors of its own. */
const ORDINARY_ANSWER = /status of (409|423)/

/** Collects what must not happen on a page. */
export function watch(page: Page): string[] {
  const faults: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' && !ORDINARY_ANSWER.test(message.text()))
      faults.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => faults.push(`page: ${error.message}`))
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url())
    if (['blob:', 'data:'].includes(protocol)) return
    if (hostname !== '127.0.0.1') faults.push(`request to ${request.url()}`)
  })
  return faults
}

/** From the first screen to a new invented county, as a visitor does it. */
export async function makeDemo(page: Page): Promise<void> {
  await page.getByRole('button', { name: /试用演示县/ }).click()
  await expect(page.getByRole('heading', { name: '工作台' })).toBeVisible({ timeout: 90_000 })
}

/** From the first screen to a copy of the invented county, which is made once for all tests. */
export async function openDemo(page: Page): Promise<void> {
  made ??= demoCounty(page)
  const from = await made
  const folder = folders.get(new URL(page.url()).origin)
  if (folder === undefined) throw new Error(`${page.url()} is no page of a host of these tests`)
  for (const file of await readdir(from)) {
    if (file.startsWith('演示县.ledger')) await copyFile(join(from, file), join(folder, file))
  }
  // The first screen offers the one ledger that it finds.
  await page.reload()
  await page.getByLabel('口令', { exact: true }).fill(DEMO_PASSPHRASE)
  await page.getByRole('button', { name: '打开', exact: true }).click()
  await expect(page.getByRole('heading', { name: '工作台' })).toBeVisible({ timeout: 90_000 })
}

/** As `createDemoLedger` sets it. */
const DEMO_PASSPHRASE = 'yanshi-2022'
const folders = new Map<string, string>()
let made: Promise<string> | undefined

/** The folder with the closed ledger of an invented county; it goes when this worker process ends. */
async function demoCounty(visitor: Page): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'liaison-e2e-demo-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const host = await startHost(folder)
  // Apart from the visitor's own page, which must stay as he left it.
  const context = await visitor.context().browser()?.newContext({ locale: 'zh-CN' })
  try {
    const page = await context?.newPage()
    if (page === undefined) throw new Error('no browser to make the invented county in')
    await page.goto(host.address)
    await makeDemo(page)
  } finally {
    await context?.close()
    await host.stop()
  }
  return folder
}

/** Nothing reaches beyond the right edge of the window. */
export async function expectNoSideScroll(page: Page): Promise<void> {
  const wide = await page.evaluate(() => ({
    page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    parts: [
      ...document.querySelectorAll<HTMLElement>('.page-body, .page-head, .toolbar, .frame-top, .side-body'),
    ]
      .filter((part) => part.scrollWidth > part.clientWidth + 1)
      .map((part) => `${part.className} ${part.scrollWidth} > ${part.clientWidth}`),
  }))
  expect(wide).toEqual({ page: 0, parts: [] })
}
