import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, expectNoSideScroll, openDemo, test } from './host.ts'

const SCREENS = 'test-results/screens'
const SLOW = { timeout: 60_000 }

test('the ledger is looked over, rules are changed with a reason, a list of another office is taken in', async ({
  ledgerPage: page,
}) => {
  test.setTimeout(300_000)
  await mkdir(SCREENS, { recursive: true })
  const shoot = async (name: string) => {
    await page.mouse.move(0, 0)
    await page.waitForTimeout(400)
    await expectNoSideScroll(page)
    await page.screenshot({ path: join(SCREENS, `checks-${name}.png`) })
  }
  const dialog = page.getByRole('dialog')
  await openDemo(page)

  await test.step('an office that never looked is told what this is', async () => {
    await page.evaluate(() => {
      location.hash = '/claims/checks'
    })
    await expect(page.getByRole('heading', { name: '还没有核对过' })).toBeVisible(SLOW)
    await shoot('empty')
  })

  await test.step('all doubts, and those of one check', async () => {
    await page.getByRole('button', { name: '核对全部台账' }).click()
    const counts = page.getByRole('navigation', { name: '各项核对的疑点数' })
    await expect(counts.getByRole('button', { name: /全部疑点/ })).toBeVisible(SLOW)
    await shoot('found')
    await counts.getByRole('button', { name: /账号跨户共用/ }).click()
    const table = page.getByRole('table', { name: '疑点' })
    await expect(table.getByRole('row').nth(1)).toContainText('不在一户')
    await expect(table.getByRole('link').first()).toBeVisible()
    await shoot('one-check')
  })

  await test.step('rules', async () => {
    await page.getByText('核对规则', { exact: true }).click()
    const rules = page.getByRole('table', { name: '核对规则' })
    await expect(rules.getByRole('row')).toHaveCount(29, SLOW)
    await shoot('rules')
    await page.getByRole('button', { name: '修改年龄超出范围' }).click()
    await dialog.getByLabel('男性最大年龄').fill('65')
    await dialog.getByLabel(/理由/).fill('县人社局 2022 年 3 号文')
    await shoot('rule-form')
    await dialog.getByRole('button', { name: '改为这样核对' }).click()
    await expect(dialog).toHaveCount(0, SLOW)
    await expect(rules).toContainText('县人社局 2022 年 3 号文')
    // What the law asks for cannot be changed at all.
    await expect(page.getByRole('button', { name: '修改重复申领' })).toHaveCount(0)
  })

  await test.step('a list of the dead', async () => {
    await page.getByText('比对名单', { exact: true }).click()
    await expect(page.getByRole('heading', { name: '还没有比对名单' })).toBeVisible(SLOW)
    await shoot('lists-empty')
    const file = join(SCREENS, '死亡名单.csv')
    await writeFile(file, '姓名,身份证号\n阿依,51113319900101002X\n木果,1234\n')
    await page.getByTestId('comparison-file').setInputFiles(file)
    await dialog.getByLabel('提供单位').fill('县民政局')
    await shoot('list-form')
    await dialog.getByRole('button', { name: '导入这份名单' }).click()
    await expect(page.getByRole('table', { name: '比对名单' })).toContainText('县民政局', SLOW)
    await expect(page.getByRole('status').first()).toContainText('第 3 行')
    await shoot('lists')
    // The file as it came.
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: '死亡名单.csv' }).click()
    expect(await readFile(await (await saving).path(), 'utf8')).toContain('阿依,51113319900101002X')
    // A corrected list takes its place, with a reason.
    await writeFile(join(SCREENS, '更正名单.csv'), '姓名,身份证号\n木果,511133199001010011\n')
    const choosing = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: '换成新的' }).click()
    await (await choosing).setFiles(join(SCREENS, '更正名单.csv'))
    await expect(dialog).toContainText('换掉比对名单：死亡名单')
    await dialog.getByLabel('为什么换').fill('民政局更正了名单')
    await shoot('list-replace')
    await dialog.getByRole('button', { name: '换成这份名单' }).click()
    await expect(dialog).toHaveCount(0, SLOW)
    const lists = page.getByRole('table', { name: '比对名单' })
    await expect(lists).toContainText('更正名单.csv', SLOW)
    await expect(lists).not.toContainText('死亡名单.csv')
    await page.getByRole('button', { name: '移除' }).click()
    await dialog.getByLabel('原因').fill('核对完了')
    await dialog.getByRole('button', { name: '移除这份名单' }).click()
    await expect(page.getByRole('heading', { name: '还没有比对名单' })).toBeVisible(SLOW)
  })
})
