import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test'

const root = resolve(import.meta.dirname, '..', '..')

/** Why the real Electron cannot run here; undefined where it can. */
function missing(): string | undefined {
  const folder = join(root, 'node_modules', 'electron')
  const program = existsSync(join(folder, 'path.txt'))
    ? join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8'))
    : undefined
  if (program === undefined || !existsSync(program)) {
    return "Electron's binary is not here (its package does not fetch it by itself; `npm start` does)"
  }
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return 'there is no display (try xvfb-run)'
  }
  return undefined
}

const reason = missing()
if (reason !== undefined) console.log(`The Electron suite is skipped: ${reason}.`)

test.describe('the desktop app', () => {
  test.skip(reason !== undefined, reason)

  let app: ElectronApplication
  let page: Page
  let home: string

  test.beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'liaison-electron-'))
    app = await _electron.launch({
      // Chromium refuses its sandbox to root; everybody else tests with it.
      args: [
        root,
        `--user-data-dir=${join(home, 'data')}`,
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
      env: { ...process.env, LIAISON_FOLDER: join(home, 'ledgers'), TZ: 'Asia/Shanghai' },
    })
    page = await app.firstWindow()
  })
  test.afterAll(async () => {
    await app.close()
    await rm(home, { recursive: true, force: true })
  })

  test('shows the first screen on its own scheme, without Node in the page', async () => {
    await expect(page).toHaveTitle(/劳务协作台账/)
    expect(page.url()).toMatch(/^app:\/\/liaison\//)
    expect(await page.evaluate(() => [typeof globalThis.require, typeof globalThis.process])).toEqual([
      'undefined',
      'undefined',
    ])
    await expect(page.getByRole('button', { name: /试用演示县/ })).toBeVisible()
  })

  test('keeps eval, other addresses, new windows and the network out', async () => {
    const evaluated = await page.evaluate(() => {
      try {
        return new Function('return 1')() as unknown
      } catch (error) {
        return error instanceof Error ? error.name : ''
      }
    })
    expect(evaluated).toBe('EvalError')
    expect(await page.evaluate(() => window.open('https://example.com'))).toBeNull()
    const fetched = await page.evaluate(() =>
      fetch('https://example.com').then(
        () => 'fetched',
        () => 'blocked',
      ),
    )
    expect(fetched).toBe('blocked')
    await page.evaluate(() => {
      location.href = 'https://example.com/'
    })
    expect(page.url()).toMatch(/^app:\/\/liaison\//)
    expect(app.windows()).toHaveLength(1)
  })

  test('opens the demo county over the message port', async () => {
    await page.getByRole('button', { name: /试用演示县/ }).click()
    await expect(page.getByRole('heading', { name: '工作台' })).toBeVisible({ timeout: 120_000 })
  })
})
