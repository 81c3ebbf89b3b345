import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { expect, openDemo, test } from './host.ts'

const SHOTS = process.env.LIAISON_SHOTS ?? 'test-results/screens'

test('a profile is copied, its mistake is marked, it is exported, and the next export knows what changed', async ({
  ledgerPage: page,
}) => {
  mkdirSync(SHOTS, { recursive: true })
  await openDemo(page)
  await page.getByRole('link', { name: '数据交换' }).click()
  await page.getByRole('tab', { name: '报送导出' }).click()
  await page.getByRole('button', { name: /省平台 人员信息/ }).click()
  const preview = page.getByTestId('export-preview')
  await expect(preview).toContainText('共选中')
  await expect(preview.getByRole('columnheader', { name: '证件号码' })).toBeVisible()
  await expect(preview.getByRole('row').nth(1)).toContainText('********')
  await page.screenshot({ path: `${SHOTS}/exports-profile-light.png` })

  await page.getByRole('button', { name: '复制一份来改' }).click()
  const definition = page.getByLabel('导出格式的定义')
  const text = await definition.inputValue()
  await definition.fill(text.replace('field: person.ethnicity', 'field: person.tribe'))
  const problems = page.getByTestId('definition-problems')
  await expect(problems).toContainText('columns.4.field')
  await expect(problems).toContainText('person.ethnicity')
  await expect(page.locator('.definition-numbers .wrong')).toHaveText('18')
  await page.screenshot({ path: `${SHOTS}/exports-mistake-light.png` })
  await definition.fill(text)
  await expect(problems).toHaveCount(0)
  await page.getByRole('button', { name: '另存为本单位的格式' }).click()
  await expect(page.getByRole('button', { name: /省平台 人员信息（本单位）/ })).toBeVisible()

  const run = page.getByTestId('run-export')
  const saved = page.waitForEvent('download')
  await run.getByRole('button', { name: /^导出 .* 行$|export/ }).click()
  const file = await saved
  expect(file.suggestedFilename()).toMatch(/人员信息_.*\.xlsx$/)
  await expect(page.getByTestId('export-outcome')).toContainText('已导出')
  await expect(run).toContainText('以后变动的 0 行')
  const hash = createHash('sha256')
    .update(readFileSync(await file.path()))
    .digest('hex')
  await page.screenshot({ path: `${SHOTS}/exports-done-light.png` })

  await page.getByText('导出记录').last().click()
  const row = page.getByRole('row').nth(1)
  await expect(row).toContainText('省平台 人员信息（本单位）')
  await expect(row).toContainText('证件号码')
  await expect(row.getByTitle(hash)).toBeVisible()
  await page.screenshot({ path: `${SHOTS}/exports-runs-light.png` })
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.screenshot({ path: `${SHOTS}/exports-runs-dark.png` })
  await row.getByRole('link', { name: /省平台 人员信息/ }).click()
  await expect(page.getByTestId('export-preview')).toContainText('共选中')
  await page.screenshot({ path: `${SHOTS}/exports-profile-dark.png` })
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
  expect(wide, 'a horizontal scroll bar').toBe(false)
})
