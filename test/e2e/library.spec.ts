import { foreignPdf, NOTICE_IN_GBK } from '../fixtures/paper.ts'
import { takeOption } from './choose.ts'
import { expectNoSideScroll, openDemo, expect as quick, test } from './host.ts'

/** The first look at the documents reads and checks their packs, and the first PDF its viewer. */
const expect = quick.configure({ timeout: 30_000 })

const shot = (name: string) => ({ path: `test-results/screens/library-${name}.png` })

test('a clause is found by its words, its number and Ctrl+K, and has an address of its own', async ({
  ledgerPage: page,
}) => {
  await openDemo(page)
  await page.getByRole('link', { name: '政策测算' }).click()
  await page.getByRole('tab', { name: '政策库' }).click()
  await expect(page.getByText('223 条').first()).toBeVisible()
  await expect(page.getByText(/JH-2021 落实 ZJ-2021/)).toBeVisible()
  await expectNoSideScroll(page)
  await page.screenshot(shot('overview'))

  const search = page.getByLabel('查条款')
  await search.fill('租房')
  await expect(page.getByRole('article', { name: /SX-08/ })).toBeVisible()
  await page.screenshot(shot('search'))
  await search.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/#SX-08$/)
  await expect(page.getByText('金额沿革')).toBeVisible()
  await page.screenshot(shot('benefit'))

  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: /搜索人员/ }).fill('gz24')
  await expect(page.getByRole('option', { name: /GZ-24/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/policy\/library\/GZ-2021#GZ-24$/)
  const duty = page.getByRole('article', { name: /GZ-24/ })
  await expect(duty.getByText('怎样落实')).toBeVisible()
  await expect(duty).toBeInViewport()

  await page.getByRole('combobox', { name: '资金' }).click()
  await takeOption(page, /^失业保险基金/)
  await expect(page.getByText('转介，不算金额').first()).toBeVisible()
  await page.reload()
  await expect(page.getByRole('article', { name: /GZ-11/ })).toBeVisible()
  await expect(duty).toHaveCount(0)
})

test('the original is attached to its document, read beside the clauses, removed with a reason and taken back', async ({
  ledgerPage: page,
}) => {
  await openDemo(page)
  await page.goto(`${new URL(page.url()).origin}/#/policy/library/JH-2021`)
  const head = page
    .getByRole('region', { name: /东西部/ })
    .or(page.locator('.doc-head'))
    .first()
  await expect(head.getByText('还没有附原件')).toBeVisible()
  await page.screenshot(shot('document'))
  await page.getByTestId('attach').setInputFiles({
    name: '金华通知原文.pdf',
    mimeType: 'application/pdf',
    buffer: foreignPdf(NOTICE_IN_GBK),
  })
  await head.getByRole('button', { name: '金华通知原文.pdf', exact: true }).click()
  const beside = page.getByRole('complementary', { name: '原件' })
  await expect(beside.getByTestId('pdf-pages')).toHaveText('2')
  await expect(beside.locator('canvas').first()).toBeVisible()
  await page.getByLabel('查条款').fill('就业补贴')
  await page.getByRole('article', { name: /JH-16/ }).getByRole('button').first().click()
  await expectNoSideScroll(page)
  await page.waitForTimeout(500)
  await page.screenshot(shot('beside'))
  await beside.getByRole('button', { name: '收起原件' }).click()
  await page.getByLabel('查条款').fill('')

  await page.getByTestId('attach').setInputFiles({
    name: '再附一次.pdf',
    mimeType: 'application/pdf',
    buffer: foreignPdf(NOTICE_IN_GBK),
  })
  await expect(head.getByRole('alert')).toContainText('这份文件已经附上了')
  await head.getByRole('alert').getByRole('button').click()
  await page.getByTestId('attach').setInputFiles({
    name: '公章照片.png',
    mimeType: 'image/png',
    buffer: Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEklEQVR4nGP4z8CAB+GTG8HSALfKY52fTcuYAAAAAElFTkSuQmCC',
      'base64',
    ),
  })
  await head.getByRole('button', { name: '公章照片.png', exact: true }).click()
  await expect(beside.getByRole('img', { name: '公章照片.png' })).toBeVisible()
  await beside.getByRole('button', { name: '收起原件' }).click()

  const saved = page.waitForEvent('download')
  await head.getByRole('button', { name: '另存 金华通知原文.pdf' }).click()
  expect((await saved).suggestedFilename()).toBe('金华通知原文.pdf')

  await head.getByRole('button', { name: '移除 金华通知原文.pdf' }).click()
  const ask = page.getByRole('dialog')
  await expect(ask.getByRole('button', { name: '移除附件' })).toBeDisabled()
  await ask.getByLabel('原因').fill('附错了文件')
  await ask.getByRole('button', { name: '移除附件' }).click()
  await expect(head.getByRole('button', { name: '金华通知原文.pdf', exact: true })).toHaveCount(0)
  await page.locator('body').press('Control+z')
  await expect(head.getByRole('button', { name: '金华通知原文.pdf', exact: true })).toBeVisible()
  await page.screenshot(shot('attached'))
})

test('from a result to its clause and back to the same result', async ({ ledgerPage: page }) => {
  await openDemo(page)
  await page.goto(`${new URL(page.url()).origin}/#/policy/run`)
  await page.getByRole('button', { name: /测算（截至/ }).click()
  await expect(page.getByTestId('run-grid')).toBeVisible({ timeout: 60_000 })
  await page.goto(`${new URL(page.url()).origin}/#/policy/results?benefit=JH-16`)
  const row = page.locator('.grid-row').first()
  await row.click()
  const panel = page.getByRole('complementary', { name: '详情' })
  const name = await panel.getByRole('heading', { level: 2 }).textContent()
  await panel.getByRole('link', { name: '到政策库看这一条' }).click()
  await expect(page).toHaveURL(/\/policy\/library\/JH-2021\?asOf=[\d-]+#JH-16$/)
  await expect(page.getByRole('article', { name: /JH-16/ }).getByText('给谁')).toBeVisible()
  await page.screenshot(shot('from-result'))
  await page.getByRole('button', { name: '回到解释' }).click()
  await expect(page).toHaveURL(/\/policy\/results\?benefit=JH-16$/)
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText(name ?? '')
})

test('a reading is decided otherwise, shown dated, refused where the document says it, and taken back', async ({
  ledgerPage: page,
}) => {
  await openDemo(page)
  await page.goto(`${new URL(page.url()).origin}/#/policy/library/readings#SX-02.gap-days`)
  const reading = page.getByRole('article', { name: '连续工作允许的间断天数' })
  await expect(reading).toBeInViewport()
  await page.screenshot(shot('readings'))
  await reading.getByRole('button', { name: /改口径/ }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel(/新的口径/).fill('7')
  await form.getByLabel('为什么这样理解').fill('与邻县一致')
  await form.getByLabel('谁决定的').fill('局务会')
  await form.getByRole('button', { name: '保存口径' }).click()
  await expect(form.getByRole('alert')).toContainText('现在就是“7”')
  await form.getByLabel(/新的口径/).fill('15')
  await page.screenshot(shot('reading-form'))
  await form.getByRole('button', { name: '保存口径' }).click()
  await expect(form).toHaveCount(0)
  await expect(reading.getByText('局务会 定为')).toBeVisible()
  await page.screenshot(shot('reading-decided'))

  await reading.getByRole('link', { name: 'SX-02' }).click()
  const clause = page.getByRole('article', { name: /SX-02/ })
  await expect(clause.getByText('本单位决定')).toBeVisible()
  await expect(clause.getByText('相隔不超过 15 天')).toBeVisible()
  await clause.getByRole('link', { name: '看决定' }).click()
  await reading.getByRole('button', { name: /撤回/ }).click()
  await page.getByRole('dialog').getByLabel('原因').fill('市局另有答复')
  await page.getByRole('button', { name: '撤回决定' }).click()
  await expect(reading.getByText('局务会 定为')).toHaveCount(0)
})

test('dark', async ({ ledgerPage: page }) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await openDemo(page)
  await page.goto(`${new URL(page.url()).origin}/#/policy/library`)
  await expect(page.getByText('223 条').first()).toBeVisible()
  await page.screenshot(shot('overview-dark'))
})
