import { readFile } from 'node:fs/promises'
import { expect, expectNoSideScroll, openDemo, test } from './host.ts'

const SCREENS = 'test-results/screens'

test('what is owed, coming and about to be lost, each number a door', async ({ ledgerPage: page }) => {
  test.setTimeout(300_000)
  await openDemo(page)
  await page.getByLabel('截至日期').fill('2022-06-15')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: '政策测算' }).click()
  await page.getByRole('tab', { name: '应享未享' }).click()
  await expect(page.getByRole('heading', { name: '还没有测算过' })).toBeVisible()
  await page.getByRole('button', { name: /现在推算/ }).click()

  const owed = page.getByRole('grid', { name: '应享未享' })
  await test.step('应享未享: sums by benefit, a bar opens its rows', async () => {
    await expect(owed).toBeVisible({ timeout: 60_000 })
    await expect(page.getByText(/^将要可领 [\d,]+$/)).toBeVisible({ timeout: 60_000 })
    await expectNoSideScroll(page)
    await page.screenshot({ path: `${SCREENS}/outlook-unclaimed.png` })
    const bar = page.getByRole('list', { name: '按项目合计' }).getByRole('button', { name: /^就业补贴/ })
    const count = Number(((await bar.getAttribute('aria-label')) ?? '').replace(/\D/g, ''))
    expect(count).toBeGreaterThan(1)
    await bar.click()
    await expect(owed).toHaveAttribute('aria-rowcount', String(count))
  })

  await test.step('chosen rows become drafts and leave the list', async () => {
    const before = Number(await owed.getAttribute('aria-rowcount'))
    await owed.focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Space')
    await expect(page.getByText('已选 2 项')).toBeVisible()
    await page.getByRole('button', { name: '生成申领 2 项' }).click()
    const make = page.getByRole('button', { name: '生成 2 份' })
    await expect(make).toBeEnabled({ timeout: 60_000 })
    await page.screenshot({ path: `${SCREENS}/outlook-draft.png` })
    await make.click()
    await expect(page.getByTestId('drafted')).toContainText('已生成 2 份', { timeout: 60_000 })
    await page.keyboard.press('Escape')
    await expect(owed).toHaveAttribute('aria-rowcount', String(before - 2))
  })

  await test.step('exports what is shown, telephone numbers masked', async () => {
    const saving = page.waitForEvent('download')
    await page
      .getByRole('button', { name: /^export 导出|导出 \d/ })
      .first()
      .click()
    await page.getByRole('menuitem', { name: /电话遮住/ }).click()
    const bytes = await readFile(await (await saving).path())
    expect(bytes.subarray(0, 2).toString()).toBe('PK')
  })

  await test.step('将要可领: a month opens its rows', async () => {
    await page.getByText(/^将要可领 /).click()
    const coming = page.getByRole('grid', { name: '将要可领' })
    await expect(coming).toBeVisible()
    await expect(page.getByRole('img', { name: /今后十二个月将要可领的/ }).locator('svg')).toBeVisible()
    await page.screenshot({ path: `${SCREENS}/outlook-coming.png` })
    const months = page.getByRole('list', { name: '按月' }).getByRole('button')
    await expect(months).toHaveCount(12)
    const label = (await months.nth(1).getAttribute('aria-label')) ?? ''
    await months.nth(1).click()
    await expect(coming).toHaveAttribute('aria-rowcount', /(\d+) 项/.exec(label)?.[1] ?? '')
    await expectNoSideScroll(page)
    await coming.focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('complementary', { name: '详情' }).locator('.verdict')).not.toBeEmpty()
    await page.screenshot({ path: `${SCREENS}/outlook-coming-open.png` })
    await page.keyboard.press('Escape')
  })

  await test.step('快要失去: the most urgent first, with what to do', async () => {
    await page.getByText(/^快要失去 /).click()
    const losing = page.getByRole('grid', { name: '快要失去' })
    await expect(losing.getByRole('row').first()).toContainText(/天|已过/)
    await page.screenshot({ path: `${SCREENS}/outlook-losing.png` })
    const reason = page.getByRole('list', { name: '按原因' }).getByRole('button').first()
    const label = (await reason.getAttribute('aria-label')) ?? ''
    await reason.click()
    await expect(losing).toHaveAttribute('aria-rowcount', /(\d+)$/.exec(label)?.[1] ?? '')
    await losing.focus()
    await page.keyboard.press('Enter')
    const panel = page.getByRole('complementary', { name: '详情' })
    await expect(panel.locator('.loss-todo').first()).not.toBeEmpty()
    await expect(panel.locator('.verdict')).not.toBeEmpty()
    await expectNoSideScroll(page)
    await page.screenshot({ path: `${SCREENS}/outlook-losing-open.png` })
    await page.keyboard.press('Escape')
    await expect(panel).toHaveCount(0)
  })

  await test.step('the first page has the doors', async () => {
    await page.getByRole('link', { name: '工作台' }).click()
    const doors = page.getByRole('navigation', { name: '展望' })
    await expect(doors.getByRole('link')).toHaveCount(3)
    await page.screenshot({ path: `${SCREENS}/outlook-home.png` })
    await doors.getByRole('link', { name: /快要失去/ }).click()
    await expect(page.getByRole('grid', { name: '快要失去' })).toBeVisible()
  })
})
