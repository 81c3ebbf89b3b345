import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
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

/** Collects what must not happen on a page. */
export function watch(page: Page): string[] {
  const faults: string[] = []
  page.on('console', (message) => {
    // A refusal (409) is an ordinary answer, which Chromium notes as an error of its own.
    if (message.type() === 'error' && !message.text().includes('status of 409'))
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

/** From the first screen to the invented county. */
export async function openDemo(page: Page): Promise<void> {
  await page.getByRole('button', { name: /试用演示县/ }).click()
  await expect(page.getByRole('heading', { name: '工作台' })).toBeVisible({ timeout: 90_000 })
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
