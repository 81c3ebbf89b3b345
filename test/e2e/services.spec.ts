import type { Page } from '@playwright/test'
import { takeOption } from './choose.ts'
import { expect, expectNoSideScroll, openDemo, test } from './host.ts'

// The invented county takes its time on a busy machine.
test.setTimeout(240_000)

const screen = (page: Page, name: string) =>
  page.screenshot({ path: `test-results/screens/services-${name}.png` })

const go = async (page: Page, tab: string) => {
  await page.getByRole('link', { name: '服务与岗位' }).click()
  await page.getByRole('tab', { name: tab, exact: true }).click()
}

test('a visit that is written down is evidence of its duty, and a file of another', async ({
  ledgerPage: page,
}) => {
  await openDemo(page)
  await go(page, '履职清单')
  await page.getByLabel('文件', { exact: true }).click()
  await page.getByTitle(/浙江省.*21 条/).click()
  const visits = page.getByTestId('duty-ZJ-19')
  await expect(visits).toContainText('暂无依据')
  await screen(page, 'duties-empty')
  await expectNoSideScroll(page)

  await page.getByRole('tab', { name: '服务记录' }).click()
  await expect(page.getByText('还没有服务记录')).toBeVisible()
  await page.getByRole('button', { name: '登记服务' }).click()
  const panel = page.getByRole('complementary', { name: '详情' })
  await panel.getByLabel('内容').fill('走访光明村脱贫户')
  await panel.getByLabel('户（家）数').fill('12')
  await screen(page, 'record-form')
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('row', { name: /走访光明村脱贫户/ })).toBeVisible()
  await screen(page, 'records')
  await expectNoSideScroll(page)

  await go(page, '履职清单')
  await page.getByLabel('文件', { exact: true }).click()
  await page.getByTitle(/浙江省.*21 条/).click()
  await expect(visits).toContainText('✓ 有据')
  await visits.getByRole('button', { name: '网格化走访' }).click()
  await expect(panel.getByRole('link', { name: /走访光明村/ })).toBeVisible()
  await screen(page, 'duty-panel')

  await page.getByTestId('duty-ZJ-12').getByRole('button', { name: '劳务协作联席会议' }).click()
  await panel.getByTestId('attach').setInputFiles({
    name: '联席会议纪要.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF'),
  })
  await expect(panel.getByText('联席会议纪要.pdf')).toBeVisible()
  await expect(page.getByTestId('duty-ZJ-12')).toContainText('✓ 有据')
  await panel.getByLabel('责任人').fill('阿木')
  await page.keyboard.press('Control+s')
  await expect(page.getByTestId('duty-ZJ-12')).toContainText('阿木')
  await screen(page, 'duty-attached')

  // What was taken back is no evidence any more.
  await panel.getByRole('button', { name: '关闭' }).click()
  await page.getByRole('button', { name: '列出的 21 条都不适用…' }).click()
  const ask = page.getByRole('dialog')
  await ask.getByLabel('原因').fill('本县不在浙江')
  await ask.getByRole('button', { name: '标记 21 条' }).click()
  await expect(visits).toContainText('不适用')
  await page.keyboard.press('Control+z')
  await expect(visits).toContainText('✓ 有据')
})

test('a fair in a partner county is progress of the target, and its figure opens it', async ({
  ledgerPage: page,
}) => {
  await openDemo(page)
  await go(page, '岗位与招聘会')
  await expect(page.getByText('还没有岗位')).toBeVisible()
  await page.getByRole('button', { name: '登记岗位' }).click()
  const panel = page.getByRole('complementary', { name: '详情' })
  await panel.getByLabel('单位名称（台账里没有的）').fill('义乌锦程服饰')
  await panel.getByLabel('岗位', { exact: true }).fill('缝纫工')
  await panel.getByLabel('招聘人数').fill('30')
  await panel.getByLabel('月工资从（元）').fill('5000')
  await panel.getByLabel('到（元）').fill('4000')
  await page.keyboard.press('Control+s')
  await expect(panel.getByRole('alert')).toContainText('高限低于低限')
  await screen(page, 'vacancy-refused')
  await panel.getByLabel('到（元）').fill('6500')
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('row', { name: /缝纫工/ })).toContainText('5,000–6,500')
  await screen(page, 'vacancies')
  await expectNoSideScroll(page)

  await page.getByText('招聘会', { exact: true }).click()
  await page.getByRole('button', { name: '登记招聘会' }).click()
  await panel.getByLabel('名称').fill('春风行动协作专场')
  await panel.getByLabel('日期').fill('2024-03-01')
  await page.keyboard.press('Tab')
  await panel.getByLabel('举办县（区）').fill('巴州区')
  await page.getByTitle('四川省巴中市巴州区').click()
  await screen(page, 'fair-form')
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('row', { name: /春风行动协作专场/ })).toContainText('线下')
  await screen(page, 'fairs')
  await expectNoSideScroll(page)

  await page.getByLabel('截至日期').fill('2024-06-30')
  await page.keyboard.press('Enter')
  await page.getByRole('tab', { name: '指标' }).click()
  const target = page.getByTestId('target-JH-18')
  await expect(target).toContainText('✓ 已达到')
  await screen(page, 'targets')
  await expectNoSideScroll(page)
  await target.getByRole('button', { name: '赴协作地区专场招聘：1' }).click()
  await expect(panel.getByRole('link', { name: '春风行动协作专场' })).toBeVisible()
  await page.getByTestId('target-GZ-02').getByRole('button', { name: /还差/ }).click()
  await expect(panel.getByRole('listitem').first()).toBeVisible()
  await screen(page, 'target-panel')
})

test('a referral is recorded for a person; a post agreed for too long is found', async ({
  ledgerPage: page,
}) => {
  await openDemo(page)
  await go(page, '转介')
  const row = page.getByTestId('referral-GZ-31')
  await row.getByRole('button', { name: '失业保险扩围' }).click()
  const panel = page.getByRole('complementary', { name: '详情' })
  await panel.getByRole('button', { name: '登记转介' }).click()
  await panel.getByLabel('人员').fill('吉克')
  await takeOption(page)
  await panel.getByLabel('转介到').fill('县社保局')
  await screen(page, 'referral-form')
  await page.keyboard.press('Control+s')
  await expect(panel.getByText('→ 县社保局')).toBeVisible()
  await expect(row.locator('td').nth(3)).toHaveText('1')
  await screen(page, 'referrals')
  await expectNoSideScroll(page)

  await page.getByRole('tab', { name: '限制核对' }).click()
  const findings = page.getByRole('region', { name: '核对结果' })
  await expect(findings.getByRole('row', { name: /GZ-23/ })).toContainText('最迟只能到')
  await screen(page, 'limits')
  await expectNoSideScroll(page)
  await findings.getByRole('row', { name: /GZ-23/ }).getByRole('link').click()
  await expect(page).toHaveURL(/#\/people\//)
})

test('what the office has to decide becomes a claim only after its decision', async ({
  ledgerPage: page,
}) => {
  await openDemo(page)
  await page.getByRole('link', { name: '政策测算' }).click()
  await page.getByRole('button', { name: /测算（截至/ }).click()
  const cell = page.getByTestId('run-grid').locator('a.door[href*="benefit=GZ-16"][href*="discretionary"]')
  await expect(cell).toBeVisible({ timeout: 60_000 })
  await cell.click()
  const list = page.getByRole('grid', { name: '测算结果' }).or(page.getByLabel('测算结果'))
  await list.getByRole('row').nth(1).click()
  const box = page.getByRole('region', { name: '研究决定' })
  await box.getByRole('button', { name: '记录研究决定' }).click()
  await box.getByLabel('由谁决定').fill('局长办公会')
  await box.getByLabel('文号或会议纪要号').fill('局务会纪要〔2022〕7号')
  await screen(page, 'decision-form')
  await box.getByRole('button', { name: '记录决定' }).click()
  await expect(box).toContainText('局务会纪要〔2022〕7号')
  await screen(page, 'decision')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /对列出的 3 条记录研究决定/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('不同意', { exact: true }).click()
  await dialog.getByLabel('由谁决定').fill('局长办公会')
  await dialog.getByLabel('文号或会议纪要号').fill('局务会纪要〔2022〕8号')
  await dialog.getByLabel('不同意的原因').fill('带动人数太少')
  await dialog.getByRole('button', { name: '记录决定' }).click()
  await expect(page.getByText(/2 条记录为不同意；1 条已经决定过/)).toBeVisible()
})
