import { readFile } from 'node:fs/promises'
import { choose } from './choose.ts'
import { expect, expectNoSideScroll, makeDemo, test } from './host.ts'

test('a clerk goes from the invented county to printed forms', async ({ ledgerPage: page }) => {
  await makeDemo(page)
  await expect(page.getByText('演示县 · 数据均为虚构')).toBeVisible()

  await test.step('calculates, and each number opens its rows', async () => {
    await page.getByRole('link', { name: '政策测算' }).click()
    await page.getByRole('button', { name: /^calculator 测算（截至|测算（截至/ }).click()
    const grid = page.getByTestId('run-grid')
    await expect(grid).toBeVisible({ timeout: 60_000 })
    const door = grid.locator('a.door[href*="benefit=JH-16"][href*="outcome=eligible"]')
    const eligible = Number(((await door.textContent()) ?? '').replaceAll(',', ''))
    expect(eligible).toBeGreaterThan(0)
    await door.click()
    await expect(page.getByRole('grid', { name: '测算结果' })).toHaveAttribute(
      'aria-rowcount',
      String(eligible),
    )
  })

  await test.step('reads why', async () => {
    await page.getByRole('grid', { name: '测算结果' }).getByRole('row').first().click()
    const panel = page.getByRole('complementary', { name: '详情' })
    await expect(panel.locator('.verdict')).toContainText('可领')
    await expect(panel.locator('.conditions > li')).not.toHaveCount(0)
    await expect(panel.locator('.sign-met').first()).toHaveText('✓')
    await expect(panel.locator('.found .from').first()).toContainText('.xlsx')
    await panel.getByRole('link', { name: '到政策库看这一条' }).click()
    await expect(page.locator('#clause-JH-16')).toBeInViewport()
    await page.goBack()
  })

  let drafted = 0
  await test.step('drafts claims after seeing what that does', async () => {
    await page.getByRole('button', { name: '生成申领' }).click()
    const make = page.getByRole('button', { name: /^生成 [\d,]+ 份$/ })
    await expect(make).toBeEnabled({ timeout: 30_000 })
    drafted = Number(((await make.textContent()) ?? '').replace(/\D/g, ''))
    await make.click()
    await expect(page.getByTestId('drafted')).toContainText(`已生成 ${drafted.toLocaleString('zh-CN')} 份`)
    await page.getByRole('button', { name: '去看草稿' }).click()
    await expect(page.getByRole('grid', { name: '申领', exact: true })).toHaveAttribute(
      'aria-rowcount',
      String(drafted),
    )
  })

  await test.step('prints the forms, one page each, seen in the app', async () => {
    await page.getByRole('button', { name: '打印这些' }).click()
    await expect(page.getByTestId('print-count')).toHaveText(String(drafted))
    await page.getByRole('button', { name: /申请表/ }).click()
    await expect(page.getByTestId('printed')).toContainText(`${drafted} 份`, { timeout: 60_000 })
    await expect(page.getByTestId('pdf-pages')).toHaveText(String(drafted))
    await expect.poll(() => page.locator('.pdf-page canvas').first().evaluate(inkOf)).toBeGreaterThan(0.01)
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: '保存' }).click()
    const saved = await (await saving).path()
    expect((await readFile(saved)).subarray(0, 5).toString()).toBe('%PDF-')
    await expectNoSideScroll(page)
  })

  await test.step('saves the roster', async () => {
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: '另打一种' }).click()
    await choose(page, '打印什么', '申请人员花名册')
    await page.getByRole('button', { name: '存为工作簿' }).click()
    expect((await saving).suggestedFilename()).toMatch(/\.xlsx$/)
  })

  await test.step('finds the steps ticked, and closes them for good', async () => {
    await page.getByRole('link', { name: '工作台' }).click()
    await expect(page.getByRole('region', { name: '入门五步' }).getByText('已做')).toHaveCount(4)
    await page.getByRole('button', { name: /收起/ }).click()
    await expect(page.getByRole('region', { name: '入门五步' })).toHaveCount(0)
    await page.reload()
    await expect(page.getByRole('heading', { name: '要办的事' })).toBeVisible()
    await expect(page.getByRole('region', { name: '入门五步' })).toHaveCount(0)
  })
})

/** Share of the canvas that is not white. */
function inkOf(canvas: SVGElement | HTMLElement): number {
  const { data } = (canvas as HTMLCanvasElement)
    .getContext('2d')!
    .getImageData(0, 0, (canvas as HTMLCanvasElement).width, (canvas as HTMLCanvasElement).height)
  let dark = 0
  for (let i = 0; i < data.length; i += 4) if (data[i + 3]! > 0 && data[i]! < 128) dark++
  return dark / (data.length / 4)
}
