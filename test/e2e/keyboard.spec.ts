import { expect, openDemo, test } from './host.ts'

test('the day is done without a mouse', async ({ ledgerPage: page }) => {
  await openDemo(page)

  await test.step('Ctrl+K goes anywhere', async () => {
    await page.keyboard.press('Control+k')
    await page.keyboard.type('taizhang')
    await expect(page.getByRole('option', { name: /人员台账/ })).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: /人员台账/ })).toBeVisible()
  })

  const grid = page.getByRole('grid', { name: '人员台账' })
  await test.step('search, then arrows through the open record', async () => {
    await expect(grid.getByRole('row').first()).toBeVisible()
    const name = (await grid.getByRole('row').first().getByRole('gridcell').first().textContent()) ?? ''
    await page.getByRole('textbox', { name: '查找人员' }).focus()
    await page.keyboard.type(name.slice(0, 2))
    await expect(grid.getByRole('row').first()).toContainText(name.slice(0, 2))
    await page.keyboard.press('ArrowDown')
    await expect(grid).toBeFocused()
    await page.keyboard.press('Enter')
    const panel = page.getByRole('complementary', { name: '详情' })
    const title = panel.getByRole('heading', { level: 2 })
    await expect(title).toHaveText(name)
    const second = (await grid.getByRole('row').nth(1).getByRole('gridcell').nth(1).textContent()) ?? ''
    await page.keyboard.press('ArrowDown')
    await expect(panel.locator('.side-title .id-number')).toHaveText(second)
    await page.keyboard.press('Escape')
    await expect(panel).toHaveCount(0)
    await expect(grid).toBeFocused()
  })

  await test.step('edit, Ctrl+S, Ctrl+Z with words', async () => {
    await page.keyboard.press('Home')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: '修改' }).first().press('Enter')
    const note = page.getByLabel('备注')
    await note.focus()
    await page.keyboard.type('已电话核实')
    await page.keyboard.press('Control+s')
    await expect(page.getByText(/^修改 .+（Ctrl\+Z 撤销）$/)).toBeVisible()
    await expect(page.getByText('已电话核实')).toBeVisible()
    await grid.focus()
    await page.keyboard.press('Control+z')
    await expect(page.getByText(/^已撤销：修改 /)).toBeVisible()
    await expect(page.getByText('已电话核实')).toHaveCount(0)
  })

  await test.step('unsaved changes ask before they are left', async () => {
    await page.getByRole('button', { name: '修改' }).first().press('Enter')
    await page.getByLabel('备注').focus()
    await page.keyboard.type('还没保存')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog', { name: '有改动还没有保存' })).toBeVisible()
    await page.getByRole('button', { name: '回去保存' }).press('Enter')
    // The next Esc belongs to the panel only once the question is gone from the page.
    await expect(page.getByRole('dialog', { name: '有改动还没有保存' })).toHaveCount(0)
    await expect(page.getByLabel('备注')).toHaveValue('还没保存')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: '放弃改动' }).press('Enter')
    await expect(page.getByRole('complementary', { name: '详情' })).toHaveCount(0)
  })

  await test.step('Ctrl+L locks', async () => {
    await page.keyboard.press('Control+l')
    await expect(page.getByRole('heading', { name: /打开台账/ })).toBeVisible()
    await expect(page.getByRole('grid')).toHaveCount(0)
  })
})
