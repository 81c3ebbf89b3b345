import type { Page } from '@playwright/test'
import { expect, expectNoSideScroll, openDemo, test } from './host.ts'

const SCREENS = 'test-results/screens'

async function openWhatIf(page: Page, day = '2022-06-30'): Promise<void> {
  await openDemo(page)
  await page.getByLabel('截至日期').fill(day)
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: '政策测算' }).click()
  await page.getByRole('tab', { name: '情景测算' }).click()
}

async function chooseBenefit(page: Page, benefit: string): Promise<void> {
  await page.getByRole('combobox', { name: '项目' }).fill(benefit)
  await page.getByTitle(new RegExp(`^${benefit} `)).click()
}

const bigNumbers = (page: Page, side: '现在' | '改后') =>
  page.getByRole('region', { name: side, exact: true }).locator('.what-if-big b')

test('a higher threshold shows fewer people and less money at once, by county and month, against a budget', async ({
  ledgerPage: page,
}) => {
  await openWhatIf(page)
  await expect(page.getByRole('heading', { name: '改一改，看看会怎样' })).toBeVisible()
  await page.screenshot({ path: `${SCREENS}/what-if-empty.png` })

  await chooseBenefit(page, 'JH-16')
  await expect(page.getByText('还没有改动，两边一样')).toBeVisible({ timeout: 30_000 })
  const people = bigNumbers(page, '现在').first()
  const now = Number.parseInt((await people.textContent()) ?? '', 10)
  expect(now).toBeGreaterThan(0)
  await expect(bigNumbers(page, '改后').first()).toHaveText((await people.textContent()) ?? '')

  await page.getByRole('spinbutton', { name: '参保月数 改为' }).fill('4')
  await expect(page.getByTestId('what-if-words')).toContainText('参保月数 3 → 4 个月', { timeout: 30_000 })
  const then = Number.parseInt((await bigNumbers(page, '改后').first().textContent()) ?? '', 10)
  expect(then).toBeLessThan(now)
  await expect(page.getByTestId('what-if-moved')).toBeVisible()

  await page.getByRole('spinbutton', { name: '预算', exact: true }).fill('100000')
  await expect(page.getByRole('region', { name: '预算' })).toContainText('缺', { timeout: 30_000 })
  await expect(
    page.getByRole('img', { name: /逐月累计金额.*预算线 100,000.00 元/ }).locator('svg'),
  ).toBeVisible()
  await expectNoSideScroll(page)
  await page.screenshot({ path: `${SCREENS}/what-if-light.png` })
  await page.getByTestId('what-if-moved').scrollIntoViewIfNeeded()
  await page.screenshot({ path: `${SCREENS}/what-if-people.png` })

  await page.getByTestId('what-if-moved').getByRole('button').first().click()
  const panel = page.getByRole('complementary', { name: '详情' })
  await expect(panel.getByText('逐条看')).toBeVisible()
  await expect(panel).toContainText('满 4 个月')
  await page.screenshot({ path: `${SCREENS}/what-if-explain.png` })
  await panel.getByText('现在（2022-06-30）').click()
  await expect(panel).toContainText('满 3 个月')
  await page.keyboard.press('Escape')
  await expect(panel).toHaveCount(0)
})

test('an amount over its ceiling is refused with the reason, below it the money shows', async ({
  ledgerPage: page,
}) => {
  await openWhatIf(page)
  await chooseBenefit(page, 'GZ-04')
  await expect(page.getByText('还没有改动，两边一样')).toBeVisible({ timeout: 30_000 })
  const amount = page.getByRole('spinbutton', { name: '当地标准 改为' })
  await amount.fill('900')
  await expect(page.getByRole('alert')).toContainText('上限 500 元', { timeout: 30_000 })
  await page.screenshot({ path: `${SCREENS}/what-if-refused.png` })
  await amount.fill('400')
  await expect(page.getByTestId('what-if-words')).toContainText('金额 未定 → 400 元', { timeout: 30_000 })
  await expect(page.getByRole('alert')).toHaveCount(0)
  expect(Number.parseInt((await bigNumbers(page, '改后').first().textContent()) ?? '', 10)).toBeGreaterThan(0)
})

test('a scenario is kept, compared with another, renamed, opened again and removed with a reason', async ({
  ledgerPage: page,
}) => {
  await openWhatIf(page)
  await chooseBenefit(page, 'JH-16')
  const months = page.getByRole('spinbutton', { name: '参保月数 改为' })
  const keep = async (to: string, name: string) => {
    await months.fill(to)
    await expect(page.getByTestId('what-if-words')).toContainText(`→ ${to} 个月`, { timeout: 30_000 })
    await page.getByRole('button', { name: '保存为情景' }).click()
    const dialog = page.getByRole('dialog', { name: '保存为情景' })
    await dialog.getByLabel('名字').fill(name)
    await dialog
      .getByRole('button', { name: '保 存' })
      .or(dialog.getByRole('button', { name: '保存' }))
      .first()
      .click()
    await expect(dialog).toHaveCount(0, { timeout: 30_000 })
  }
  await keep('4', '参保四个月')
  await keep('6', '参保半年')

  await page.getByRole('button', { name: '已存情景' }).click()
  const panel = page.getByRole('complementary', { name: '详情' })
  await panel.getByRole('checkbox', { name: '参保四个月' }).check()
  await panel.getByRole('checkbox', { name: '参保半年' }).check()
  await page.screenshot({ path: `${SCREENS}/what-if-kept.png` })
  await panel.getByRole('button', { name: '并排比较' }).click()
  await expect(page.getByTestId('compare-kept')).toContainText('参保月数 3 → 6 个月')
  await page.screenshot({ path: `${SCREENS}/what-if-compare.png` })
  await page.keyboard.press('Escape')

  const first = panel.getByRole('listitem').filter({ hasText: '参保四个月' }).first()
  await first.getByRole('button', { name: /打\s?开/ }).click()
  await expect(months).toHaveValue('4')
  await page.getByRole('button', { name: '已存情景' }).click()
  await panel
    .getByRole('listitem')
    .filter({ hasText: '参保半年' })
    .first()
    .getByRole('button', { name: /删\s?除/ })
    .click()
  const ask = page.getByRole('dialog', { name: '删除情景“参保半年”' })
  await ask.getByLabel('原因').fill('不再考虑')
  await ask.getByRole('button', { name: '删除情景' }).click()
  await expect(panel.getByText('参保半年')).toHaveCount(0)
})

test('the dark theme is as readable', async ({ ledgerPage: page }) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await openWhatIf(page)
  await chooseBenefit(page, 'JH-16')
  await page.getByRole('spinbutton', { name: '金额 改为' }).fill('3500')
  await expect(page.getByTestId('what-if-words')).toContainText('金额 3000 → 3500 元', { timeout: 30_000 })
  await expect(page.getByRole('img', { name: /逐月累计金额/ }).locator('svg')).toBeVisible()
  await page.screenshot({ path: `${SCREENS}/what-if-dark.png` })
})
