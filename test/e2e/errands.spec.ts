import { readFile } from 'node:fs/promises'
import { expect, expectNoSideScroll, openDemo, test } from './host.ts'

const SHOTS = 'test-results/screens'

test('each number of the first page and of an employer opens exactly its rows', async ({
  ledgerPage: page,
}) => {
  await openDemo(page)
  await page.getByLabel('截至日期').fill('2022-06-30')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: '不是今天，回到今天' })).toBeVisible()
  const people = page.getByRole('grid', { name: '人员台账' })
  for (const label of ['家庭户', '在岗', '上月参保', '脱贫人口']) {
    const stat = page.locator('a.stat').filter({ hasText: label })
    const number = ((await stat.locator('b').textContent()) ?? '').replaceAll(',', '')
    expect(Number(number)).toBeGreaterThan(0)
    await stat.click()
    await expect(people).toHaveAttribute('aria-rowcount', number)
    await page.goBack()
  }
  await page.getByRole('link', { name: '单位与机构' }).click()
  await page.getByLabel('查找用人单位').fill('浦江')
  const employers = page.getByRole('grid', { name: '用人单位' })
  await expect(employers).toHaveAttribute('aria-rowcount', '3')
  await employers.getByRole('row').first().click()
  const behind = page.getByRole('region', { name: '名下的人和申领' })
  const ever = behind.getByRole('link', { name: /来务工过的/ })
  const count = (await ever.textContent()) ?? ''
  await ever.click()
  await expect(people).toHaveAttribute('aria-rowcount', count)
  await expect(page.getByRole('list', { name: '筛选条件' })).toContainText(/浦江/)
  await page.goBack()
  await expect(behind).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(behind).toHaveCount(0)
})

test('a filter is kept under a name and its list goes into a workbook', async ({ ledgerPage: page }) => {
  await openDemo(page)
  await page.getByRole('link', { name: '人员', exact: true }).click()
  const people = page.getByRole('grid', { name: '人员台账' })
  await page.getByRole('button', { name: '只看在岗' }).click()
  await expect(page.getByRole('list', { name: '筛选条件' })).toContainText('现在在岗')
  await expect(people).not.toHaveAttribute('aria-rowcount', /^(0|1981)$/)
  const rows = (await people.getAttribute('aria-rowcount')) ?? ''
  await page.getByRole('button', { name: /常用筛选/ }).click()
  await page.getByLabel('常用筛选的名字').fill('在岗的人')
  await page.getByRole('button', { name: '存下现在的' }).click()
  await expect(page.getByRole('list', { name: '常用筛选' })).toContainText('在岗的人')
  await page.screenshot({ path: `${SHOTS}/saved-views.png` })
  await page.getByRole('button', { name: /常用筛选（1）/ }).click()
  await page.getByRole('button', { name: '只看在岗' }).click()
  await expect(page.getByRole('list', { name: '筛选条件' })).toHaveCount(0)
  await page.getByRole('button', { name: /常用筛选（1）/ }).click()
  await page.getByRole('button', { name: '在岗的人', exact: true }).click()
  await expect(people).toHaveAttribute('aria-rowcount', rows)
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: /导出 .* 人/ }).click()
  await page.getByText('证件号和电话遮住中间').click()
  const saved = await saving
  expect(saved.suggestedFilename()).toMatch(/^人员名单_\d{4}-\d{2}-\d{2}\.xlsx$/)
  expect((await readFile(await saved.path())).subarray(0, 2).toString()).toBe('PK')
  await expectNoSideScroll(page)
})

test('a worker changes employers in mid-month with the wages of a year, and the audit tells all of it', async ({
  ledgerPage: page,
}) => {
  await openDemo(page)
  await page.getByRole('link', { name: '人员', exact: true }).click()
  await page.getByLabel('查找人员').fill('郑涛福')
  const people = page.getByRole('grid', { name: '人员台账' })
  await expect(people).toHaveAttribute('aria-rowcount', '1')
  await people.getByRole('row').first().click()
  const panel = page.getByRole('complementary', { name: '详情' })
  await panel.getByRole('button', { name: /换了单位/ }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('将记为新单位开始的前一天结束')
  await dialog.getByLabel('从哪天起').fill('2026-11-16')
  await dialog.getByLabel('从哪天起').press('Enter')
  await dialog.getByRole('button', { name: '加一年' }).click()
  await dialog.getByLabel('这一年的工资').fill('43920.5')
  await dialog.getByLabel('这一年的往返路费').fill('一百')
  await dialog.getByRole('button', { name: /保存/ }).click()
  await expect(dialog).toContainText('金额应如 3000')
  await dialog.getByLabel('这一年的往返路费').fill('431')
  await page.screenshot({ path: `${SHOTS}/changed-employers.png` })
  await dialog.getByRole('button', { name: /保存/ }).click()
  await expect(dialog).toHaveCount(0)
  await expect(panel).toContainText('2026-11-15')
  await expect(panel).toContainText('工资 43,920.50')

  await panel.getByRole('link', { name: '改动记录' }).click()
  const audit = page.getByRole('grid', { name: '操作记录' })
  await expect(page.getByRole('list', { name: '筛选条件' })).toContainText('与 郑涛福 有关的')
  await audit.getByRole('row').first().click()
  const changes = page.getByRole('list', { name: '改动的记录' })
  await expect(changes).toContainText('2026-11-15')
  await expect(changes).toContainText('43,920.50')
  await page.screenshot({ path: `${SHOTS}/audit-changes.png` })
  await expectNoSideScroll(page)
  // Undone as one act: the old spell goes on again, the new one is gone.
  await page.goBack()
  await page.keyboard.press('Control+z')
  await expect(panel).not.toContainText('2026-11-15')
})

test('a place for the backup, and a ledger to open, are found without typing a path', async ({
  ledgerPage: page,
}) => {
  await openDemo(page)
  await page.evaluate(() => {
    location.hash = '/system/backup'
  })
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: /选文件夹/ }).click()
  await expect(dialog.getByRole('list', { name: '从哪里找' })).toContainText('台账文件夹')
  await dialog.getByRole('button', { name: '就放这里' }).click()
  await page.getByRole('button', { name: /现在备份/ }).click()
  await expect(page.getByTestId('backed-up')).toContainText(/演示县-\d{8}-\d{6}\.ledger/)
  await page.keyboard.press('Control+l')
  await page.getByRole('button', { name: '返回' }).click()
  await page.getByRole('button', { name: /打开台账/ }).click()
  await page.getByRole('button', { name: /浏览/ }).click()
  await page.screenshot({ path: `${SHOTS}/choose-ledger.png` })
  await dialog.getByRole('button', { name: /演示县-\d{8}/ }).click()
  await expect(page.getByLabel('台账文件的位置')).toHaveValue(/演示县-\d{8}-\d{6}\.ledger$/)
  await page.getByLabel('口令', { exact: true }).fill('yanshi-2022')
  await page.getByRole('button', { name: '打开', exact: true }).click()
  await expect(page.getByRole('navigation', { name: '主菜单' })).toBeVisible({ timeout: 60_000 })
})
