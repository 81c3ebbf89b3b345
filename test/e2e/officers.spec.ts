import { expectNoSideScroll, expect as expectSoon, openDemo, test } from './host.ts'

test.use({ viewport: { width: 1366, height: 768 } })
test.setTimeout(400_000)
/** A machine that does other work beside. */
const expect = expectSoon.configure({ timeout: 45_000 })

test('an office enters its people, a clerk takes the desk, and what is not hers says whose it is', async ({
  ledgerPage: page,
}) => {
  await openDemo(page)
  await page.getByRole('link', { name: '系统' }).click()
  await page.getByRole('tab', { name: '人员与权限' }).click()
  await expect(page.getByText('还没有人员名单')).toBeVisible()
  await page.screenshot({ path: 'test-results/screens/officers-empty.png' })

  await page.getByRole('button', { name: '添加管理员' }).click()
  const form = page.getByRole('dialog')
  await expect(form.getByLabel('姓名')).toHaveValue('演示经办人')
  await form.getByLabel('姓名').fill('阿木')
  await form.getByRole('button', { name: '添加', exact: true }).click()
  await expect(form).toHaveCount(0)
  await expect(page.getByRole('button', { name: '换人，现在是阿木' })).toBeVisible()

  await page.getByRole('button', { name: '添加人员' }).click()
  await form.getByLabel('姓名').fill('沙马')
  await form.getByLabel('PIN（可不设）').fill('2580')
  await form.getByLabel('再输入一次').fill('2581')
  await form.getByRole('button', { name: '添加', exact: true }).click()
  await expect(form.getByText('两次输入的 PIN 不一样')).toBeVisible()
  await page.screenshot({ path: 'test-results/screens/officers-add.png' })
  await form.getByLabel('再输入一次').fill('2580')
  await form.getByRole('button', { name: '添加', exact: true }).click()

  // Two people now: somebody must say who it is.
  await expect(page.getByRole('heading', { name: '由谁办理？' })).toBeVisible()
  await page.getByRole('button', { name: /沙马/ }).click()
  await page.getByLabel('沙马的 PIN').fill('0000')
  await page.keyboard.press('Enter')
  await expect(page.getByText('“沙马”的 PIN 不对')).toBeVisible()
  await page.screenshot({ path: 'test-results/screens/officers-who.png' })
  await page.getByLabel('沙马的 PIN').fill('2580')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: '换人，现在是沙马' })).toBeVisible()

  await expect(page.getByRole('button', { name: '添加人员' })).toBeDisabled()
  await page.getByRole('button', { name: '添加人员' }).locator('..').hover()
  await expect(page.getByText('需要“管理员”的权限')).toBeVisible()
  await expect(page.getByRole('switch', { name: '同一人不得既审核又复核' })).toBeDisabled()
  await expectNoSideScroll(page)
  await page.screenshot({ path: 'test-results/screens/officers-clerk.png' })

  // The desk changes hands; the ledger stays open on the same page.
  await page.getByRole('button', { name: '换人，现在是沙马' }).click()
  await expect(page.getByRole('dialog').getByText('换人办理')).toBeVisible()
  await expect(page.getByRole('dialog').getByRole('button', { name: /阿木/ })).toBeEnabled()
  await page.screenshot({ path: 'test-results/screens/officers-switch.png', animations: 'disabled' })
  await page.getByRole('dialog').getByRole('button', { name: /阿木/ }).click()
  await expect(page.getByRole('button', { name: '换人，现在是阿木' })).toBeVisible()
  const fourEyes = page.getByRole('switch', { name: '同一人不得既审核又复核' })
  await fourEyes.click()
  await expect(fourEyes).toBeChecked()
  await page
    .getByRole('row', { name: /阿木（现在办理）/ })
    .getByRole('button', { name: '停用' })
    .click()
  await page.getByLabel('原因').fill('调离本站')
  await page.getByRole('dialog').getByRole('button', { name: '停用' }).click()
  await expect(page.getByText('是最后一个管理员')).toBeVisible()
  await page.screenshot({ path: 'test-results/screens/officers-admin.png' })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.screenshot({ path: 'test-results/screens/officers-dark.png' })

  // A desk that is left says so, then locks itself; a key keeps it open.
  await page.clock.install()
  await page.getByRole('combobox', { name: '自动锁定' }).click()
  await page.getByTitle('5 分钟', { exact: true }).click()
  const warning = page.getByText('一分钟内没有操作就会自动锁定')
  await expect(page.locator('.ant-select').getByText('5 分钟')).toBeVisible()
  await page.clock.fastForward('04:20')
  await expect(warning).toBeVisible()
  await page.keyboard.press('Shift')
  await expect(warning).toHaveCount(0)
  await page.clock.fastForward('04:00')
  await expect(page.getByRole('heading', { name: '系统' })).toBeVisible()
  await page.clock.fastForward('01:20')
  await expect(page.getByLabel('口令')).toBeVisible()
})

test("what is a reviewer's says so to a clerk wherever it stands", async ({ ledgerPage: page }) => {
  await openDemo(page)
  await page.getByRole('link', { name: '系统' }).click()
  await page.getByRole('tab', { name: '人员与权限' }).click()
  const form = page.getByRole('dialog')
  for (const [act, name] of [
    ['添加管理员', '阿木'],
    ['添加人员', '沙马'],
  ] as const) {
    await page.getByRole('button', { name: act }).click()
    await form.getByLabel('姓名').fill(name)
    await form.getByRole('button', { name: '添加', exact: true }).click()
    await expect(form).toHaveCount(0)
  }
  await page.getByRole('button', { name: /沙马/ }).click()
  await expect(page.getByRole('button', { name: '换人，现在是沙马' })).toBeVisible()
  for (const [hash, button] of [
    ['/claims/payments/budgets', '录入第一笔'],
    ['/claims/payments/profiles', '复制一份来改'],
    ['/claims/print?view=layouts', '复制修改'],
    ['/policy/packs', '安装政策包'],
  ] as const) {
    await page.evaluate((to) => {
      location.hash = to
    }, hash)
    const barred = page.getByRole('button', { name: button }).first()
    await expect(barred).toBeDisabled()
    await barred.locator('..').hover()
    await expect(page.getByText('需要“复核”以上的权限').last()).toBeVisible()
  }
  await page.screenshot({ path: 'test-results/screens/officers-packs.png' })
})
