import { execFileSync } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, expectNoSideScroll, ROOT, test } from './host.ts'

const SCREENS = process.env.LIAISON_SHOTS ?? 'test-results/screens'
const SLOW = { timeout: 30_000 }
const PASSPHRASE = '口令 duplicates e2e'

test('two records of one person are compared, merged, taken back, put off and called two', async ({
  ledgerPage: page,
  host,
}) => {
  test.setTimeout(240_000)
  await mkdir(SCREENS, { recursive: true })
  const ledger = join(host.folder, '马边县.ledger')
  const env = { ...process.env, LIAISON_PASSPHRASE: PASSPHRASE, LIAISON_DATA: host.data }
  const run = (...args: string[]) =>
    execFileSync(join(ROOT, 'node_modules/.bin/node'), args, { cwd: ROOT, env, encoding: 'utf8' })
  run('out/main/liaison.js', ...['init', '--ledger', ledger, '--office', '马边站', '--county', '511133'])
  run('test/e2e/duplicate-people.ts', ledger)
  await page.getByRole('button', { name: /打开台账/ }).click()
  await page.getByLabel('台账文件的位置').fill(ledger)
  await page.getByLabel('口令', { exact: true }).fill(PASSPHRASE)
  await page.getByRole('button', { name: '打开', exact: true }).click()
  await expect(page.getByRole('heading', { name: '工作台' })).toBeVisible(SLOW)

  const shoot = async (name: string) => {
    await page.mouse.move(0, 0)
    await page.waitForTimeout(400)
    await expectNoSideScroll(page)
    await page.screenshot({ path: join(SCREENS, `duplicates-${name}.png`) })
  }
  const grid = page.getByRole('grid', { name: '疑似重复' })
  const panel = page.getByRole('complementary', { name: '详情' })
  const heading = (pairs: number) =>
    expect(page.getByRole('heading', { level: 1 })).toHaveText(`查重${pairs} 对`, SLOW)

  await test.step('from the list of people; an office that never looked is told what this is', async () => {
    await page.getByRole('link', { name: '人员', exact: true }).click()
    await page.getByRole('button', { name: '查重' }).click()
    await expect(page.getByRole('heading', { name: '还没有查过' })).toBeVisible()
    await shoot('empty')
  })

  await test.step('a look lists the likeliest first', async () => {
    await page.getByRole('button', { name: '查一遍' }).click()
    await heading(15)
    await expect(grid.getByRole('row').first()).toContainText('几乎可以确定')
    await shoot('list')
  })

  await test.step('side by side, with the keyboard: fields are chosen, effects are shown before', async () => {
    await grid.getByRole('row', { name: /身份证号只差一位/ }).click()
    await expect(panel.getByRole('heading', { name: '吉克·阿依 与 吉克阿依' })).toBeVisible(SLOW)
    await expect(panel.getByRole('row', { name: /身份证号/ })).toContainText('第 17、18 位不同')
    await expect(panel).toContainText('说的是同一件事、并为一条：参保年度 1、务工经历 1')
    await expect(panel).toContainText('保留档案补进参保等月份 4 个')
    await expect(panel.getByRole('link', { name: 'JH16-2022-9B21-000007' })).toBeVisible()
    const phone = panel.getByRole('radio', { name: '电话取第一条：19900000001' })
    await expect(phone).toBeChecked()
    await phone.focus()
    await page.keyboard.press('ArrowRight')
    await expect(panel.getByRole('radio', { name: '电话取第二条：19900000002' })).toBeChecked()
    await expect(panel).toContainText('保留档案改动：文化程度、电话')
    await shoot('compare')
    await panel.getByRole('link', { name: 'JH16-2022-9B21-000007' }).scrollIntoViewIfNeeded()
    await shoot('effects')
    await page.keyboard.press('Control+Enter')
    await heading(14)
  })

  await test.step('what was merged is taken back whole', async () => {
    await expect(page.getByText(/已合并“吉克·阿依”和“吉克阿依”/)).toBeVisible()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+z')
    await expect(page.getByText(/已撤销：已合并/)).toBeVisible()
    await heading(15)
  })

  await test.step('two people after all, and another day', async () => {
    await grid.getByRole('row', { name: /勒格/ }).click()
    await panel.getByRole('button', { name: '不是同一人' }).click()
    await heading(14)
    // The next pair comes by itself: below the last there is none, so the one above.
    await expect(panel.getByRole('heading', { name: /沙马/ })).toBeVisible()
    await panel.getByRole('button', { name: '以后再看' }).click()
    await heading(13)
    await page.keyboard.press('Escape')
    await page.getByText(/^不是同一人 1$/).click()
    await grid.getByRole('row', { name: /勒格/ }).click()
    await expect(panel).toContainText('记为“不是同一人”')
    await shoot('different')
    await panel.getByRole('button', { name: '重新列出' }).click()
    await expect(page.getByRole('heading', { name: '没有认定不是同一人的' })).toBeVisible()
  })

  await test.step('all of one number and one name at once, seen before', async () => {
    await page.getByText(/^未决定 /).click()
    await page.getByRole('button', { name: /合并身份证号和姓名都相同的 12 条/ }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByText('将合并 12 条。')).toBeVisible(SLOW)
    await shoot('merge-all')
    await dialog.getByRole('button', { name: '合并这 12 条' }).click()
    await expect(dialog).toHaveCount(0, SLOW)
    await heading(2)
    await page.getByText('户 1', { exact: true }).click()
    await expect(grid.getByRole('row').first()).toContainText('户编号相同')
    await page.getByText('用人单位 1', { exact: true }).click()
    await grid.getByRole('row').first().click()
    await expect(panel).toContainText('名称除括号和“公司”字样外相同')
  })

  await test.step('in the dark, and on the desk', async () => {
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.evaluate(() => {
      location.hash = '/people/duplicates'
    })
    await grid.getByRole('row', { name: /身份证号只差一位/ }).click()
    await expect(panel.getByRole('heading', { name: '吉克·阿依 与 吉克阿依' })).toBeVisible()
    await shoot('dark')
    await page.evaluate(() => {
      location.hash = '/'
    })
    await expect(page.getByRole('link', { name: /疑似重复的档案，等人决定/ })).toBeVisible()
    await page.getByRole('link', { name: '人员', exact: true }).click()
    await page
      .getByRole('grid', { name: '人员台账' })
      .getByRole('row', { name: /勒格·曲布/ })
      .click()
    const suspected = panel.getByRole('region', { name: '疑似重复' })
    await expect(suspected).toContainText('勒格曲布')
    await shoot('person')
    await suspected.getByRole('link', { name: '对照' }).click()
    await expect(panel.getByRole('heading', { name: '勒格·曲布 与 勒格曲布' })).toBeVisible(SLOW)
  })
})
