import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, expectNoSideScroll, openDemo, test } from './host.ts'
import { scan } from './scan.ts'

const SCREENS = 'test-results/screens'
const SLOW = { timeout: 60_000 }

test('claims go from draft to batch, are held, refused, taken back, scanned and read', async ({
  ledgerPage: page,
}) => {
  test.setTimeout(400_000)
  await mkdir(SCREENS, { recursive: true })
  const shoot = async (name: string) => {
    await settled(page)
    await expectNoSideScroll(page)
    await page.screenshot({ path: join(SCREENS, `claims-${name}.png`) })
  }
  await openDemo(page)
  const grid = page.getByRole('grid', { name: '申领', exact: true })
  const bar = page.getByRole('toolbar', { name: '办理所选' })
  const dialog = page.getByRole('dialog')
  let drafted = 0

  await test.step('the board teaches while it is empty', async () => {
    await page.getByRole('link', { name: '申领与发放' }).click()
    await expect(page.getByRole('heading', { name: '还没有申领' })).toBeVisible(SLOW)
    await shoot('empty')
  })

  await test.step('drafts', async () => {
    drafted = await draft(page)
    await page.evaluate(() => {
      location.hash = '/claims/board'
    })
    const column = page.getByRole('article', { name: '草稿' })
    await expect(column).toContainText(`${drafted.toLocaleString('zh-CN')} 份`, SLOW)
    await expect(page.getByRole('article', { name: '已收件' })).toContainText('还没有')
    await column.getByRole('link', { name: /待 收到签字申请/ }).click()
    await expect(grid).toHaveAttribute('aria-rowcount', String(drafted), SLOW)
    await expect(page.getByRole('list', { name: '筛选条件' })).toContainText('停在“收到签字申请”')
  })

  await test.step('many are moved on after a preview, all by keyboard', async () => {
    await grid.focus()
    await page.keyboard.press('Control+a')
    await bar.getByRole('button', { name: /办结这一步/ }).click()
    await expect(dialog.getByTestId('act-plan')).toContainText(
      `可办 ${drafted.toLocaleString('zh-CN')} 份`,
      SLOW,
    )
    await expect(dialog.getByTestId('act-plan')).toContainText('已收件，待“村级审核”')
    await shoot('preview')
    await dialog.getByRole('button', { name: /^办结这一步/ }).click()
    await expect(dialog).toHaveCount(0, SLOW)
    await expect(page.getByText(`办结这一步 ${drafted.toLocaleString('zh-CN')} 份`)).toBeVisible()
    await expect(grid).toHaveAttribute('aria-rowcount', '0', SLOW)
  })

  await test.step('three are held, and what is held stays behind with its numbers', async () => {
    await page.evaluate(() => {
      location.hash = '/claims/list?state=received'
    })
    await expect(grid).toHaveAttribute('aria-rowcount', String(drafted), SLOW)
    await grid.focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('Space')
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Shift+ArrowDown')
    await expect(bar).toContainText('已选 3 份')
    await bar.getByRole('button', { name: '暂缓', exact: true }).click()
    const ok = dialog.getByRole('button', { name: /^暂缓/ })
    await expect(ok).toBeDisabled()
    await dialog.getByLabel('原因').fill('电话核实务工单位')
    await ok.click()
    await expect(dialog).toHaveCount(0, SLOW)
    await grid.focus()
    await page.keyboard.press('Control+a')
    await bar.getByRole('button', { name: /办结这一步/ }).click()
    const plan = dialog.getByTestId('act-plan')
    await expect(plan).toContainText('3 份办不了', SLOW)
    await expect(plan.getByRole('list', { name: '办不了的' })).toContainText('正在暂缓，先解除暂缓')
    await expect(plan.getByRole('list', { name: '办不了的' })).toContainText(/JH16-\d{4}-\w{4}-\d{6}/)
    await shoot('barred')
    await dialog.getByRole('button', { name: '不做了' }).click()
    await expect(dialog).toHaveCount(0)
  })

  await test.step('all are released at once', async () => {
    await bar.getByRole('button', { name: '解除暂缓' }).click()
    await expect(dialog.getByTestId('act-plan')).toContainText('正在暂缓的 3 份', SLOW)
    await dialog.getByLabel('原因').fill('单位已来电证实')
    await dialog.getByRole('button', { name: /^解除暂缓/ }).click()
    await expect(dialog).toHaveCount(0, SLOW)
    await expect(page.getByText('解除暂缓 3 项')).toBeVisible()
    await expect(grid.locator('.mark-held')).toHaveCount(0, SLOW)
  })

  let number = ''
  await test.step('one is refused with its clause, and that is taken back', async () => {
    const first = grid.getByRole('row').first()
    number = ((await first.getByRole('gridcell').first().textContent()) ?? '').trim()
    expect(number).toMatch(/^JH16-\d{4}-\w{4}-\d{6}$/)
    await first.click()
    const panel = page.getByRole('complementary', { name: '详情' })
    await expect(panel.getByTestId('changes')).toContainText('与生成时一致', SLOW)
    await expect(panel.getByRole('listitem').filter({ hasText: '村级审核' }).first()).toHaveAttribute(
      'aria-current',
      'step',
    )
    await shoot('panel')
    await panel.getByRole('button', { name: '不予通过' }).click()
    const ok = dialog.getByRole('button', { name: /^不予通过/ })
    await dialog.getByLabel('原因').fill('没有在省外务工')
    await dialog.getByLabel('依据的条款').fill('')
    await expect(ok).toBeDisabled()
    await dialog.getByLabel('依据的条款').fill('三（二）')
    await dialog.getByLabel('不满足的条件').click()
    await page.getByTitle('务工地', { exact: true }).click()
    await ok.click()
    await expect(dialog).toHaveCount(0, SLOW)
    await expect(panel.getByRole('list', { name: '经过' })).toContainText('三（二）：没有在省外务工', SLOW)
    await page.getByRole('button', { name: '撤销这一步' }).last().click()
    await expect(page.getByText('已撤销：不予通过 1 份')).toBeVisible(SLOW)
    await expect(panel.getByRole('list', { name: '经过' })).not.toContainText('没有在省外务工', SLOW)
    await panel.getByRole('button', { name: '关闭' }).click()
  })

  await test.step('a scanned form opens its claim from any page, and its whole story is there', async () => {
    for (const from of ['/people', '/system/office']) {
      await page.evaluate((hash) => {
        location.hash = hash
      }, from)
      await settled(page)
      await scan(page, number)
      await expect(page.getByRole('list', { name: '经过' })).toContainText('解除暂缓', SLOW)
      await expect(page.locator('.page-count')).toHaveText(number)
    }
    const story = page.getByRole('list', { name: '经过' })
    await expect(story.getByRole('listitem').first()).toContainText('生成草稿')
    await expect(story).toContainText('电话核实务工单位')
    await expect(story).toContainText('单位已来电证实')
    await expect(page.getByText('当时的依据')).toBeVisible()
    await shoot('page')
    // In a field the scan is taken out again; in the search of the whole it opens as well.
    await page.evaluate(() => {
      location.hash = '/people'
    })
    const field = page.getByRole('textbox', { name: '查找人员' })
    await field.fill('阿')
    await scan(page, number)
    await expect(page.locator('.page-count')).toHaveText(number, SLOW)
    await page.keyboard.press('Control+k')
    await page.keyboard.type(number.toLowerCase())
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog')).toHaveCount(0, SLOW)
    await expect(page.locator('.page-count')).toHaveText(number)
  })

  await test.step('what is held stands on its own page, and is released there', async () => {
    await page.getByRole('button', { name: '暂缓', exact: true }).click()
    await dialog.getByLabel('原因').fill('等银行卡号')
    await dialog.getByRole('button', { name: /^暂缓/ }).click()
    await expect(page.getByRole('list', { name: '暂缓' })).toContainText('等银行卡号', SLOW)
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    await shoot('page-held-dark')
    await page.emulateMedia({ colorScheme: 'light' })
    await page
      .getByRole('list', { name: '暂缓' })
      .getByRole('button', { name: /解\s*除/ })
      .click()
    await dialog.getByLabel('原因').fill('卡号已补')
    await dialog.getByRole('button', { name: /^解除暂缓/ }).click()
    await expect(page.getByRole('list', { name: '暂缓' })).toHaveCount(0, SLOW)
  })

  await test.step('the office asks for a material, which then bars the step until it is seen', async () => {
    await page.evaluate(() => {
      location.hash = '/claims/rules/materials'
    })
    await page.getByRole('button', { name: '加一项' }).click()
    await page.getByLabel('第 1 项材料').fill('劳动合同复印件')
    await page.getByRole('button', { name: '保存清单' }).click()
    await expect(page.getByText(/设定材料清单，改了 1 项/)).toBeVisible(SLOW)
    await shoot('rules-materials')
    await page.evaluate((hash) => {
      location.hash = hash
    }, `/claims/list?search=${number}`)
    await expect(grid).toHaveAttribute('aria-rowcount', '1', SLOW)
    await grid.focus()
    await page.keyboard.press('Control+a')
    await bar.getByRole('button', { name: '核收材料' }).click()
    await dialog.getByLabel('哪一项材料').fill('劳动合同复印件')
    await dialog.getByRole('button', { name: /记为已收到/ }).click()
    await expect(dialog).toHaveCount(0, SLOW)
    await grid.getByRole('row').first().click()
    const panel = page.getByRole('complementary', { name: '详情' })
    await expect(panel.getByRole('checkbox', { name: /劳动合同复印件/ })).toBeChecked(SLOW)
  })

  await test.step('a procedure says what is wrong beside the row before it is saved', async () => {
    await page.evaluate(() => {
      location.hash = '/claims/rules'
    })
    await page.getByRole('button', { name: '修改' }).first().click()
    const save = dialog.getByRole('button', { name: /保存/ })
    await dialog.getByRole('button', { name: '第 7 步往前' }).click()
    await dialog.getByRole('button', { name: '第 6 步往前' }).click()
    await expect(dialog.getByRole('alert').first()).toContainText('审批应在编批之后')
    await expect(save).toBeDisabled()
    await shoot('rules-editor')
    await dialog.getByLabel('第 5 步的名称').press('Alt+ArrowDown')
    await dialog.getByLabel('第 6 步的名称').press('Alt+ArrowDown')
    await expect(dialog.getByRole('alert')).toHaveCount(0)
    await dialog.getByLabel('第 2 步的名称').fill('村委会评议')
    await dialog.getByLabel('第 2 步的天数', { exact: true }).fill('3')
    await save.click()
    await expect(dialog).toHaveCount(0, SLOW)
    const table = page.getByRole('table', { name: '办理程序' })
    await expect(table).toContainText('村委会评议（3个工作日）', SLOW)
    await shoot('rules')
  })

  await test.step('the calendar takes a pasted notice and names what it cannot read', async () => {
    await page.getByText('办公日历', { exact: true }).click()
    await page.getByLabel('年度').fill('2026')
    await page.keyboard.press('Tab')
    const paste = page.getByLabel('贴入放假安排')
    await paste.fill('国庆')
    await expect(page.getByRole('alert').filter({ hasText: '第 1 行“国庆”' })).toBeVisible()
    await paste.fill('2026-10-01 至 2026-10-07 国庆节放假\n2026-10-10 上班')
    await page.getByRole('button', { name: '加入左边 6 天' }).click()
    await page.getByRole('button', { name: '保存 2026 年的日历' }).click()
    await expect(page.getByText(/录入 2026 年办公日历，改了 6 天/)).toBeVisible(SLOW)
    await shoot('rules-calendar')
  })

  await test.step('reviewed ones are put into a batch', async () => {
    await page.evaluate(() => {
      location.hash = '/claims/list'
    })
    await expect(grid).toHaveAttribute('aria-rowcount', String(drafted), SLOW)
    for (const [step, name] of [
      ['village', '村级审核'],
      ['township', '乡镇审核'],
      ['county', '县级复核'],
    ] as const) {
      await page.evaluate((hash) => {
        location.hash = hash
      }, `/claims/list?step=${step}`)
      // As many rows stood there before: a choice among them would be dropped with them.
      await expect(page).toHaveURL(new RegExp(`step=${step}$`))
      await expect(page.getByRole('list', { name: '筛选条件' })).toContainText(`停在“${name}”`)
      await expect(grid.getByRole('row').first()).toContainText(name, SLOW)
      await expect(grid).toHaveAttribute('aria-rowcount', String(drafted), SLOW)
      await grid.focus()
      await page.keyboard.press('Control+a')
      await bar.getByRole('button', { name: /办结这一步/ }).click()
      await dialog.getByRole('button', { name: /^办结这一步 \d/ }).click(SLOW)
      await expect(dialog).toHaveCount(0, SLOW)
    }
    await page.evaluate(() => {
      location.hash = '/claims/list?step=batch'
    })
    await expect(grid.getByRole('row').first()).toContainText('编入批次', SLOW)
    await expect(grid).toHaveAttribute('aria-rowcount', String(drafted), SLOW)
    await grid.focus()
    await page.keyboard.press('Control+a')
    await bar.getByRole('button', { name: '编入批次' }).click()
    const make = dialog.getByRole('button', { name: /^编成批次，/ })
    await expect(make).toBeEnabled(SLOW)
    await shoot('batch')
    await make.click()
    await expect(dialog).toHaveCount(0, SLOW)
    await expect(page.getByText(/编成批次 PC/)).toBeVisible()
    await page.evaluate(() => {
      location.hash = '/claims/board'
    })
    await expect(page.getByRole('article', { name: '已入批次' })).toContainText(
      `${drafted.toLocaleString('zh-CN')} 份`,
      SLOW,
    )
    await shoot('board')
  })
})

/** Claims of one benefit from its eligible results; gives how many. */
async function draft(page: Page): Promise<number> {
  await page.getByRole('link', { name: '政策测算' }).click()
  await page.getByRole('button', { name: /测算（截至/ }).click()
  await expect(page.getByTestId('run-grid')).toBeVisible({ timeout: 90_000 })
  await page.evaluate(() => {
    location.hash = '/policy/results?benefit=JH-16&outcome=eligible'
  })
  await page.getByRole('button', { name: '生成申领' }).click(SLOW)
  const make = page.getByRole('button', { name: /^生成 [\d,]+ 份$/ })
  await expect(make).toBeEnabled(SLOW)
  const drafted = Number(((await make.textContent()) ?? '').replace(/\D/g, ''))
  expect(drafted).toBeGreaterThan(3)
  await make.click()
  await expect(page.getByTestId('drafted')).toBeVisible(SLOW)
  return drafted
}

async function settled(page: Page): Promise<void> {
  await expect(page.locator('.ant-skeleton, .ant-spin-spinning, .grid-waiting')).toHaveCount(0, SLOW)
  await page.waitForTimeout(400)
}
