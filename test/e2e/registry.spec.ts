import { takeOption } from './choose.ts'
import { expect, openDemo, test } from './host.ts'

test('a person is registered with work and insurance, and seen in full only with a note', async ({
  ledgerPage: page,
}) => {
  await openDemo(page)
  const panel = page.getByRole('complementary', { name: '详情' })

  await test.step('registered; what is not known says so', async () => {
    await page.getByRole('link', { name: '人员', exact: true }).click()
    await page.getByRole('button', { name: '登记人员' }).click()
    await panel.getByLabel('姓名').fill('沙马·测试')
    await panel.getByLabel('证件号').fill('511133199003074518')
    await page.keyboard.press('Control+s')
    // The number is invented: whether its check digit is right decides which of the two happens.
    const refused = panel.getByRole('alert')
    await expect(refused.or(panel.getByRole('heading', { name: '沙马·测试' }))).toBeVisible()
    if (await refused.isVisible()) {
      await panel.getByLabel('证件号').fill('')
      await page.keyboard.press('Control+s')
    }
    await expect(panel.getByRole('heading', { name: '沙马·测试' })).toBeVisible()
    await expect(panel.getByText('未知').first()).toBeVisible()
    await expect(panel.getByText('还没有务工经历，也没有参保记录。')).toBeVisible()
  })

  const form = page.getByRole('dialog')
  await test.step('one spell of work', async () => {
    await panel.getByRole('button', { name: '加一段务工' }).click()
    await form.getByRole('combobox', { name: '用人单位' }).click()
    await takeOption(page)
    await form.getByLabel('从哪天起').fill('2025-03-01')
    await page.keyboard.press('Enter')
    await form.getByRole('combobox', { name: '县（区）' }).fill('义乌')
    await page.getByTitle(/义乌/).click()
    await page.keyboard.press('Control+s')
    await expect(form).toHaveCount(0)
    await expect(panel.getByRole('img', { name: /务工 1 段/ })).toBeVisible()
    await expect(panel.getByText('2025-03-01 至 今', { exact: true })).toBeVisible()
  })

  await test.step('three insured months', async () => {
    await panel.getByRole('button', { name: '登记参保月份' }).click()
    await form.getByRole('spinbutton', { name: '年度' }).fill('2025')
    for (const month of [4, 5, 6])
      await form.getByRole('checkbox', { name: `${month} 月`, exact: true }).check()
    await form.getByRole('button', { name: '保存' }).click()
    await expect(panel.getByRole('img', { name: /参保 3 个月/ })).toBeVisible()
  })

  await test.step('the full number of another is shown, and the audit says who looked', async () => {
    await page.keyboard.press('Escape')
    await page.getByRole('grid', { name: '人员台账' }).getByRole('row').first().click()
    await panel.getByRole('button', { name: /查看完整号码/ }).click()
    await expect(panel.locator('dd .id-number')).toHaveText(/^\d{6} \d{8} \d{3}[\dX]$/)
    await page.getByRole('link', { name: '系统' }).click()
    await page.getByRole('tab', { name: '操作记录' }).click()
    const audit = page.getByRole('grid', { name: '操作记录' })
    await expect(audit.getByRole('row').first()).toContainText('查看完整证件号和账号')
    await expect(audit).toContainText('登记参保月份')
  })
})

test('organisations and places are kept', async ({ ledgerPage: page }) => {
  await openDemo(page)
  const panel = page.getByRole('complementary', { name: '详情' })
  await page.getByRole('link', { name: '单位与机构' }).click()

  await page.getByRole('button', { name: '登记单位' }).click()
  await panel.getByLabel('单位名称').fill('义乌试验纺织有限公司')
  await panel.getByRole('button', { name: '加一项' }).click()
  await panel.getByPlaceholder('认定日期').fill('2024-05-01')
  await page.keyboard.press('Enter')
  await panel.getByRole('button', { name: /保存/ }).click()
  await expect(panel).toHaveCount(0)
  await page.getByRole('textbox', { name: '查找用人单位' }).fill('试验纺织')
  await expect(page.getByRole('grid', { name: '用人单位' }).getByRole('row')).toHaveCount(1)
  await expect(page.getByRole('grid', { name: '用人单位' })).toContainText('市级就业帮扶基地')

  await page.getByRole('tab', { name: '院校' }).click()
  await page.getByRole('button', { name: '登记院校' }).click()
  await panel.getByLabel('院校名称').fill('马边职业技术学校')
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('grid', { name: '院校' })).toContainText('马边职业技术学校')

  await page.getByRole('tab', { name: '联络站' }).click()
  await page.getByRole('button', { name: '登记联络站' }).click()
  await panel.getByLabel('联络站名称').fill('马边驻金华劳务站')
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('grid', { name: '联络站' })).toContainText('马边驻金华劳务站')

  await page.getByRole('tab', { name: '结对关系' }).click()
  await page.getByRole('button', { name: '登记结对' }).click()
  const counties = panel.getByRole('combobox', { name: '县（区）' })
  await counties.nth(0).fill('越城')
  await page.getByTitle(/越城区/).click()
  await counties.nth(1).fill('马边')
  await page.getByTitle(/马边彝族自治县/).click()
  await panel.getByLabel('从哪天起').fill('2021-05-01')
  await page.keyboard.press('Enter')
  await panel.getByRole('button', { name: /保存/ }).click()
  await expect(page.getByRole('grid', { name: '结对关系' })).toContainText('马边彝族自治县')
})
