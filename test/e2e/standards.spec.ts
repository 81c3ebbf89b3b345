import { expect, openDemo, test } from './host.ts'

test('a local standard is refused above its ceiling, kept below it, and changes the outcome', async ({
  ledgerPage: page,
}) => {
  await openDemo(page)
  await page.getByRole('link', { name: '政策测算' }).click()
  const evaluate = page.getByRole('button', { name: /测算（截至/ })
  await evaluate.click()
  const grid = page.getByTestId('run-grid')
  const waiting = grid.locator('a.door[href*="benefit=GZ-04"][href*="needs-standard"]')
  await expect(waiting).toBeVisible({ timeout: 60_000 })
  const count = await waiting.textContent()

  await page.getByRole('tab', { name: '当地标准' }).click()
  await page.getByRole('button', { name: '录入当地标准' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('项目').fill('GZ-04')
  await page.getByTitle(/^GZ-04 /).click()
  await form.getByLabel('标准（元）').fill('5000')
  await form.getByLabel('当地文件名称和文号').fill('威人社发〔2021〕9号')
  await form.getByRole('button', { name: '保存' }).click()
  await expect(form.getByRole('alert')).toContainText('500')
  await form.getByLabel('标准（元）').fill('400')
  await form.getByRole('button', { name: '保存' }).click()
  await expect(form).toHaveCount(0)
  await expect(page.getByText('威人社发〔2021〕9号')).toBeVisible()

  await page.getByRole('tab', { name: '测算', exact: true }).click()
  await expect(page.getByText('测算以后台账有改动，请重新测算')).toBeVisible()
  await evaluate.click()
  const eligible = grid.locator('a.door[href*="benefit=GZ-04"][href*="outcome=eligible"]')
  await expect(eligible).toHaveText(count ?? '', { timeout: 60_000 })
})

test('another day in force is in colour, and what is pending then shows by month', async ({
  ledgerPage: page,
}) => {
  await openDemo(page)
  await page.getByLabel('截至日期').fill('2022-04-15')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: '不是今天，回到今天' })).toBeVisible()
  await page.getByRole('link', { name: '政策测算' }).click()
  await page.getByRole('button', { name: /测算（截至 2022-04-15）/ }).click()
  await expect(page.getByTestId('run-grid').locator('a.door[href*="outcome=pending"]').first()).toBeVisible({
    timeout: 60_000,
  })
  await page.getByRole('link', { name: '工作台' }).click()
  const chart = page.getByRole('img', { name: /今后各月将满足条件的共 \d+ 项/ })
  await expect(chart.locator('svg')).toBeVisible()
  await page.screenshot({ path: 'test-results/screens/home-pending-light.png' })
  await page.getByRole('button', { name: '不是今天，回到今天' }).click()
  await expect(page.getByText('截至 2026', { exact: false }).first()).toBeVisible()
})

test('long work goes on in the tray while other pages are used', async ({ ledgerPage: page }) => {
  await openDemo(page)
  await page.getByRole('link', { name: '政策测算' }).click()
  await page.getByRole('button', { name: /测算（截至/ }).click()
  await page.getByRole('link', { name: '人员', exact: true }).click()
  await page
    .getByRole('button', { name: /^任务/ })
    .or(page.getByRole('button', { name: /任务，/ }))
    .first()
    .click()
  const tray = page.locator('.tray')
  await expect(tray).toContainText('政策测算')
  await tray.getByRole('button', { name: /查看结果/ }).click({ timeout: 60_000 })
  await expect(page.getByTestId('run-grid')).toBeVisible()
})
