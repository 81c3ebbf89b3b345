import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, openDemo, ROOT, test } from './host.ts'

const run = promisify(execFile)
let folder = ''
let workbooks: string[] = []

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liaison-workbooks-'))
  await run(join(ROOT, 'node_modules/.bin/node'), [
    join(ROOT, 'out/main/liaison.js'),
    ...['demo', '--people', '400', '--seed', '11', '--out', folder],
  ])
  workbooks = (await readdir(folder))
    .filter((name) => name.endsWith('.xlsx'))
    .map((name) => join(folder, name))
})
test.afterAll(() => rm(folder, { recursive: true, force: true }))

test('a roster is tried, imported with its refused rows told, and taken back whole', async ({
  ledgerPage: page,
}) => {
  await openDemo(page)
  const people = page.locator('.stat', { hasText: '人员' }).first().locator('b')
  const before = (await people.textContent()) ?? ''
  await page.getByRole('link', { name: '数据交换' }).click()
  const roster = workbooks.find((path) => path.includes('花名册'))!
  await page.getByTestId('workbooks').setInputFiles(roster)
  const card = page.locator('section.card', { hasText: '花名册' })
  await expect(card.getByText(/认出 \d+ 列/)).toBeVisible({ timeout: 30_000 })
  await card.getByRole('button', { name: '查看、修改对应关系' }).click()
  await expect(card.getByRole('columnheader', { name: '前几行的内容' })).toBeVisible()

  await card.getByRole('button', { name: /试运行/ }).click()
  const tried = card.getByTestId('dry-run')
  await expect(tried).toBeVisible({ timeout: 60_000 })
  const counts = async (of: typeof tried) => ({
    added: await of.getByTestId('count-新增').textContent(),
    refused: await of.getByTestId('count-退回').textContent(),
  })
  const said = await counts(tried)
  expect(Number(said.added)).toBeGreaterThan(100)
  expect(Number(said.refused)).toBeGreaterThan(0)
  await expect(tried.getByText('✗ 退回').first()).toBeVisible()

  await card.getByRole('button', { name: /^导入：/ }).click()
  const done = card.getByTestId('import-result')
  await expect(done).toBeVisible({ timeout: 60_000 })
  expect(await counts(done)).toEqual(said)
  const saving = page.waitForEvent('download')
  await done.getByRole('button', { name: '下载错误工作簿' }).click()
  const errors = await (await saving).path()
  expect((await readFile(errors)).subarray(0, 2).toString()).toBe('PK')

  await done.getByRole('button', { name: '撤销这次导入' }).click()
  await page.getByRole('button', { name: '撤销导入' }).click()
  await expect(done.getByText(/已撤销/)).toBeVisible({ timeout: 60_000 })
  await page.getByRole('link', { name: '工作台' }).click()
  await expect(people).toHaveText(before)
})

test('several workbooks at once go in by need, whatever the order they came in', async ({
  ledgerPage: page,
}) => {
  await openDemo(page)
  await page.getByRole('link', { name: '数据交换' }).click()
  await page.getByTestId('workbooks').setInputFiles([...workbooks].sort())
  const kinds = page.getByTestId('kind')
  await expect(page.getByText(/工作簿，按下面的先后/)).toContainText(`${workbooks.length} 份`, {
    timeout: 60_000,
  })
  await expect(kinds.nth(0)).toHaveText('用人单位')
  await expect(kinds.nth(2)).toHaveText('脱贫人口花名册')
  await expect(kinds.nth(4)).toHaveText('参保缴费明细')
  await page.getByRole('button', { name: '依次导入' }).click()
  await expect(page.getByTestId('import-result')).toHaveCount(workbooks.length, { timeout: 90_000 })
})

test('what is no workbook is refused in words, with nothing changed', async ({ ledgerPage: page }) => {
  await openDemo(page)
  await page.getByRole('link', { name: '数据交换' }).click()
  const torn = join(folder, '断了的.xlsx')
  const whole = await readFile(workbooks[0]!)
  await writeFile(torn, whole.subarray(0, Math.floor(whole.length / 2)))
  await page.getByTestId('workbooks').setInputFiles(torn)
  await expect(page.getByRole('region', { name: '断了的.xlsx' }).getByRole('alert')).toContainText(
    /工作簿|文件/,
    {
      timeout: 30_000,
    },
  )
  const other = join(folder, '别的.xlsx')
  await writeFile(other, 'this is no workbook')
  await page.getByTestId('workbooks').setInputFiles(other)
  const card = page.getByRole('region', { name: '别的.xlsx' })
  await expect(card.getByText(/没有认出这份工作簿的表头/).or(card.getByRole('alert'))).toBeVisible({
    timeout: 30_000,
  })
  await expect(card.getByRole('button', { name: '直接导入' }).and(page.locator(':enabled'))).toHaveCount(0)
})
