import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, expectNoSideScroll, openDemo, test } from './host.ts'

const SCREENS = 'test-results/screens'

/** Every screen by its address. A number: that row is opened as well. */
const PAGES: readonly [name: string, address: string, openRow?: number][] = [
  ['people', '/people'],
  ['person-panel', '/people?category=poverty-lifted&working=yes', 1],
  ['employers', '/organisations/employers', 0],
  ['agents', '/organisations/agents'],
  ['schools', '/organisations/schools'],
  ['stations', '/organisations/stations'],
  ['pairings', '/organisations/pairings'],
  ['policy-run', '/policy/run'],
  ['policy-results', '/policy/results?outcome=eligible'],
  ['policy-explanation', '/policy/results?outcome=undetermined', 0],
  ['policy-standards', '/policy/standards'],
  ['policy-library', '/policy/library?benefit=JH-16'],
  ['claims', '/claims/drafts', 0],
  ['printing', '/claims/print'],
  ['import', '/exchange/import'],
  ['import-history', '/exchange/history'],
  ['office', '/system/office'],
  ['backup', '/system/backup'],
  ['doctor', '/system/doctor'],
  ['audit', '/system/audit'],
  ['keys', '/system/keys'],
  ['home', '/'],
]

for (const mode of ['light', 'dark'] as const) {
  test(`every screen fits 1366 × 768, ${mode}`, async ({ ledgerPage: page }) => {
    await mkdir(SCREENS, { recursive: true })
    await page.emulateMedia({ colorScheme: mode })
    const shoot = (name: string) => page.screenshot({ path: join(SCREENS, `${name}-${mode}.png`) })
    await expect(page.getByRole('button', { name: /试用演示县/ })).toBeVisible()
    await shoot('start')
    await openDemo(page)
    await expect(page.locator('html')).toHaveAttribute('data-theme', mode)
    await prepare(page)
    for (const [name, address, openRow] of PAGES) {
      await page.evaluate((hash) => {
        location.hash = hash
      }, address)
      await settled(page)
      if (openRow !== undefined) {
        await page.getByRole('grid').getByRole('row').nth(openRow).click()
        await expect(page.getByRole('complementary', { name: '详情' })).toBeVisible()
        await settled(page)
      }
      await expectNoSideScroll(page)
      await expectChinese(page)
      await shoot(name)
    }
    await page.keyboard.press('Control+k')
    await page.keyboard.type('ad')
    await expect(page.getByRole('option').first()).toContainText('人员')
    await shoot('search')
  })
}

/** Something to see everywhere: a calculation, and claims of one benefit. */
async function prepare(page: Page): Promise<void> {
  await page.getByRole('link', { name: '政策测算' }).click()
  await page.getByRole('button', { name: /测算（截至/ }).click()
  await expect(page.getByTestId('run-grid')).toBeVisible({ timeout: 60_000 })
  await page.evaluate(() => {
    location.hash = '/policy/results?benefit=JH-16&outcome=eligible'
  })
  await page.getByRole('button', { name: '生成申领' }).click()
  await page.getByRole('button', { name: /^生成 [\d,]+ 份$/ }).click({ timeout: 30_000 })
  await expect(page.getByTestId('drafted')).toBeVisible({ timeout: 30_000 })
  await page.getByRole('button', { name: '去看草稿' }).click()
}

async function settled(page: Page): Promise<void> {
  await expect(page.locator('.ant-skeleton, .ant-spin-spinning, .grid-waiting')).toHaveCount(0, {
    timeout: 15_000,
  })
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
}

/** Words of four Latin letters or more that are no code, key, unit or file name have no place on a clerk's screen. */
async function expectChinese(page: Page): Promise<void> {
  const text = await page.locator('.page-body, .page-head, .frame-nav').allInnerTexts()
  const english = text
    .join('\n')
    .replace(/\S*[\\/]\S*/g, '')
    .replace(/\S+\.(xlsx|csv|ledger|pdf)/g, '')
    .match(/\b[A-Za-z]{4,}\b/g)
  const allowed = /^(Ctrl|Esc|Enter|Shift)$/
  expect(
    (english ?? []).filter(
      (word) => !allowed.test(word) && word === word.toLowerCase() && !PINYIN.test(word),
    ),
  ).toEqual([])
}

/** A person's pinyin stands in their record. */
const PINYIN = /^(?:[bpmfdtnlgkhjqxzcsryw]{0,2}[aeiouv]{1,3}(?:ng|n|r)?)+$/
