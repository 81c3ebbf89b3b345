import { existsSync } from 'node:fs'
import { chromium, defineConfig } from '@playwright/test'

process.env.TZ = 'Asia/Shanghai'

/** Chromium by `LIAISON_CHROMIUM`, Debian's own, a Google Chrome, or the one that Playwright fetched. */
function findChromium(): string {
  const candidates = [
    process.env.LIAISON_CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/google-chrome',
    chromium.executablePath(),
  ]
  const found = candidates.find((path) => path !== undefined && path !== '' && existsSync(path))
  if (found !== undefined) return found
  throw new Error(
    'No Chromium found. Install one (Debian: apt-get install chromium; elsewhere: npx playwright install chromium) ' +
      'or set LIAISON_CHROMIUM to its path.',
  )
}

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.spec.ts',
  timeout: 120_000,
  // What a page shows has a job or a worker thread behind it, which a busy machine starts late.
  expect: { timeout: 30_000 },
  // Chromium, the ledger's threads and the host share two cores; two files at a time took as long as one after the other.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  // A test that needed its second run is named in the report, with the trace of that run.
  retries: 1,
  reporter: 'list',
  use: {
    browserName: 'chromium',
    viewport: { width: 1366, height: 768 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    trace: 'on-first-retry',
    // A click that cannot happen is told with its place, long before its test's own end.
    actionTimeout: 60_000,
    launchOptions: {
      executablePath: findChromium(),
      // Chromium refuses its sandbox to root, which CI often is.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
})
