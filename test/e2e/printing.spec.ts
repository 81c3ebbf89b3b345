import { mkdir } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { choose } from './choose.ts'
import { expect, expectNoSideScroll, openDemo, test } from './host.ts'

const SCREENS = 'test-results/screens'

test('the printing center: by village, again with a reason, marked for many, with an own layout', async ({
  ledgerPage: page,
}) => {
  test.setTimeout(600_000)
  await mkdir(SCREENS, { recursive: true })
  await openDemo(page)
  await draftClaims(page)

  await test.step('prints forms by village, seen in the app', async () => {
    await go(page, '/claims/print?benefit=JH-16')
    await choose(page, '怎样分开', '每村一份')
    await expect(page.getByTestId('print-count')).not.toHaveText('0')
    await shoot(page, 'printing-order')
    await page.getByRole('button', { name: /个人申请表 \d/ }).click()
    await expect(page.getByTestId('printed')).toContainText('页', { timeout: 120_000 })
    await expect(page.getByRole('button', { name: /全部保存/ })).toHaveCount(0)
    await expectNoSideScroll(page)
    await shoot(page, 'printing-printed')
  })

  await test.step('the same again, a file for each village, asks for a reason', async () => {
    await page.getByRole('button', { name: '另打一种' }).click()
    await page.getByRole('checkbox', { name: '每处一份文件' }).check()
    const print = page.getByRole('button', { name: /个人申请表 \d/ })
    await expect(page.getByLabel('重打的原因')).toBeVisible({ timeout: 20_000 })
    await expect(print).toBeDisabled()
    await page.getByLabel('重打的原因').fill('打印机卡纸')
    await print.click()
    await expect(page.getByTestId('printed')).toContainText('页', { timeout: 120_000 })
    await expect(page.getByRole('button', { name: /全部保存（\d+ 份文件）/ })).toBeVisible()
  })

  await test.step('the log holds each paper; many are marked at once', async () => {
    await page.getByText('打印记录', { exact: true }).click()
    const grid = page.getByRole('grid', { name: '打印记录' })
    await expect(grid.getByRole('row').first()).toContainText('已重打', { timeout: 20_000 })
    await expect(grid.getByRole('row').first()).toContainText('打印机卡纸')
    await grid.getByRole('checkbox').first().click()
    await page.getByRole('button', { name: /登记盖章 \d/ }).click()
    await expect(grid.getByRole('row').first()).toContainText('已盖章', { timeout: 20_000 })
    await expectNoSideScroll(page)
    await shoot(page, 'printing-log')
  })

  await test.step('a layout is copied, a mistake told with its line, then saved and chosen', async () => {
    await page.getByText('版式', { exact: true }).first().click()
    await shoot(page, 'printing-layouts')
    await page.getByRole('button', { name: '复制修改' }).first().click()
    const words = page.getByRole('textbox', { name: '版式内容' })
    await expect(page.getByTestId('pdf-pages')).toHaveText('1', { timeout: 60_000 })
    const good = await words.inputValue()
    await words.fill(good.replace('{户籍地址}', '{户籍住址}'))
    await expect(page.getByTestId('layout-problem')).toContainText('户籍住址', { timeout: 60_000 })
    await expect(page.getByRole('button', { name: '存为本单位版式' })).toBeDisabled()
    await words.fill(good.replaceAll('劳务协作就业补贴个人申请表', '本县个人申请表'))
    await expect(page.getByTestId('layout-problem')).toHaveCount(0, { timeout: 60_000 })
    await expect(page.getByTestId('pdf-pages')).toBeVisible({ timeout: 60_000 })
    await expectNoSideScroll(page)
    await shoot(page, 'printing-editor')
    await page.getByRole('textbox', { name: '版式名称' }).fill('本县申请表')
    await page.getByRole('button', { name: '存为本单位版式' }).click()
    await expect(page.getByRole('cell', { name: /本县申请表/ })).toBeVisible({ timeout: 20_000 })
    await page.getByText('打印', { exact: true }).first().click()
    await choose(page, '版式', '本县申请表')
  })

  await test.step('an overprint is measured on a calibration page, and prints only what is filled in', async () => {
    await page.getByText('版式', { exact: true }).first().click()
    await page
      .getByRole('row', { name: /本县申请表/ })
      .getByRole('button', { name: '套打' })
      .click()
    await page.getByLabel('右移毫米').fill('1.5')
    await page.getByLabel('下移毫米').fill('-2')
    await shoot(page, 'printing-offset')
    const saved = page.waitForEvent('download', { timeout: 60_000 })
    await page.getByRole('button', { name: '保存位置并生成校准页' }).click()
    expect((await saved).suggestedFilename()).toMatch(/\.pdf$/)
    await page.getByRole('button', { name: '保存位置', exact: true }).click()
    await expect(page.getByRole('row', { name: /本县申请表/ })).toContainText('1.5', { timeout: 20_000 })
    await go(page, '/claims/print?benefit=JH-16')
    await choose(page, '版式', '本县申请表')
    await page.getByLabel('套打').check()
    await page.getByLabel('重打的原因').fill('打在已印好的表上')
    await page.getByRole('button', { name: /个人申请表 \d/ }).click()
    await expect(page.getByTestId('printed')).toContainText('页', { timeout: 120_000 })
    await shoot(page, 'printing-overprint')
  })
})

/** As it looks in the light and in the dark. */
async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${SCREENS}/${name}.png` })
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.screenshot({ path: `${SCREENS}/${name}-dark.png` })
  await page.emulateMedia({ colorScheme: 'light' })
  await expect(page.locator('html')).not.toHaveAttribute('data-theme', 'dark')
}

async function go(page: Page, address: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash
  }, address)
}

/** Calculates and drafts a claim for everybody who is eligible for JH-16. */
async function draftClaims(page: Page): Promise<void> {
  await page.getByRole('link', { name: '政策测算' }).click()
  await page.getByRole('button', { name: /测算（截至/ }).click()
  await expect(page.getByTestId('run-grid')).toBeVisible({ timeout: 120_000 })
  await go(page, '/policy/results?outcome=eligible&benefit=JH-16')
  await page.getByRole('button', { name: '生成申领' }).click()
  const make = page.getByRole('button', { name: /^生成 [\d,]+ 份$/ })
  await expect(make).toBeEnabled({ timeout: 60_000 })
  await make.click()
  await expect(page.getByTestId('drafted')).toContainText('已生成', { timeout: 60_000 })
}
