import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expectNoSideScroll, expect as expectSoon, ROOT, test } from './host.ts'

const PASSPHRASE = '马边的茶叶熟了2026'
const SHOTS = process.env.LIAISON_SHOTS ?? join(tmpdir(), 'liaison-shots')
/** Each wait has a job or a worker thread behind it, which a busy machine starts late. */
const expect = expectSoon.configure({ timeout: 90_000 })

const NUMBERS = [1, 2, 3].map((at) => `JH16-2022-7F3A-${String(at).padStart(6, '0')}`)
const ANSWERS = [
  '申领编号,姓名,处理结果,退回原因,处理日期',
  `${NUMBERS[0]},阿依木呷,审核通过,,2026-10-20`,
  `${NUMBERS[1]},吉克阿呷,退回,劳动合同没有盖章,2026-10-20`,
  `${NUMBERS[2]},沙马拉惹,已发放,,2026-10-21`,
  'JH16-2022-9999-000001,不是这里的,退回,查无此人,2026-10-20',
].join('\r\n')

test('what the other side answered: told, sent back, listed to be put right, and taken back whole', async ({
  ledgerPage: page,
  host,
}) => {
  test.setTimeout(600_000)
  const folder = await mkdtemp(join(tmpdir(), 'liaison-answers-'))
  const ledger = join(host.folder, '马边县.ledger')
  const env = { ...process.env, LIAISON_PASSPHRASE: PASSPHRASE, LIAISON_DATA: host.data }
  const run = (...args: string[]) =>
    execFileSync(join(ROOT, 'node_modules/.bin/node'), args, { cwd: ROOT, env, encoding: 'utf8' })
  run('out/main/liaison.js', ...['init', '--ledger', ledger, '--office', '马边站', '--county', '511133'])
  run('test/e2e/reviewed-ledger.ts', ledger)
  const batch = ['--benefit', 'JH-16', '--fund', 'employment-promotion', '--title', '2022年稳岗补贴']
  run('out/main/liaison.js', 'batch', 'create', '--ledger', ledger, ...batch)
  await page.getByRole('button', { name: /打开台账/ }).click()
  await page.getByLabel('台账文件的位置').fill(ledger)
  await page.getByLabel('口令', { exact: true }).fill(PASSPHRASE)
  await page.getByRole('button', { name: '打开', exact: true }).click()
  await expect(page.getByRole('heading', { name: '工作台' })).toBeVisible()
  const shoot = async (name: string) => {
    await expectNoSideScroll(page)
    await page.screenshot({ path: join(SHOTS, `answers-${name}.png`) })
  }

  await test.step('the list comes in', async () => {
    await page.getByRole('link', { name: '数据交换' }).click()
    await expect(page.getByRole('heading', { name: '可以导入的表' })).toBeVisible()
    await shoot('kinds')
    const file = join(folder, '省平台补贴申领_all.csv')
    await writeFile(file, `\ufeff${ANSWERS}`)
    await page.getByTestId('workbooks').setInputFiles(file)
    await expect(page.getByTestId('kind')).toHaveText('申领反馈')
    await page.getByRole('button', { name: /试运行/ }).click()
    const tried = page.getByTestId('dry-run')
    await expect(tried.getByTestId('count-变更')).toHaveText('2')
    await expect(tried.getByTestId('count-退回')).toHaveText('1')
    await shoot('dry-run')
    await page.getByRole('button', { name: /^导入：/ }).click()
    const done = page.getByTestId('import-result')
    await expect(done).toContainText('对方受理 1 份，对方退回 1 份（其中 1 份已重新打开')
    const downloads: string[] = []
    page.on('download', (download) => downloads.push(download.suggestedFilename()))
    await done.getByRole('button', { name: '存结果清单' }).click()
    await expect(page.getByText('已存三份清单：全部、成功 3 行、失败 1 行')).toBeVisible()
    await expect
      .poll(() => downloads.toSorted())
      .toEqual(['all', 'failure', 'success'].map((list) => `省平台补贴申领_all_${list}.xlsx`))
    await shoot('imported')
  })

  await test.step('what was sent back is listed and leads to its claim', async () => {
    await page.getByRole('link', { name: '看对方退回的' }).click()
    await expect(page.getByText('劳动合同没有盖章')).toBeVisible()
    await shoot('list')
    await page.getByRole('link', { name: NUMBERS[1] ?? '' }).click()
    await expect(page.getByRole('list', { name: '对方反馈' })).toContainText('劳动合同没有盖章')
    await expect(page.getByRole('list', { name: '经过' })).toContainText('退到“县级复核”重新办理')
    await shoot('claim')
    await page.getByRole('button', { name: '返回' }).click()
    await page
      .getByText(/^申领：已报送待反馈/)
      .getByRole('link')
      .nth(2)
      .click()
    await expect(
      page.getByRole('button', { name: '对方退回' }).or(page.getByText('对方退回')).first(),
    ).toBeVisible()
    await expect(page.getByText('吉克阿呷')).toBeVisible()
    await shoot('claims')
  })

  await test.step('the batch is taken in part; what goes out again is written down', async () => {
    await page.getByRole('tab', { name: '批次' }).click()
    await page.getByText('2022年稳岗补贴').first().click()
    const card = page.getByRole('region', { name: '报送与反馈' })
    await expect(card).toContainText('部分受理')
    await expect(card).toContainText('对方退回 1 份')
    await shoot('batch')
    await card.getByRole('button', { name: '登记报送' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('报送给谁、怎样报送').fill('省平台，逐份录入')
    await shoot('hand-in')
    await dialog.getByRole('button', { name: '登记报送' }).click()
    await expect(card).toContainText('待反馈 9 份')
    await expect(dialog).toHaveCount(0)
    await page.locator('body').press('Control+z')
    await expect(card).not.toContainText('待反馈')
  })

  await test.step('the import is taken back whole', async () => {
    await page.getByRole('link', { name: '数据交换' }).click()
    await page.getByRole('tab', { name: '导入记录' }).click()
    await shoot('history')
    await page.getByRole('button', { name: '撤销这次导入' }).click()
    await page.getByRole('button', { name: '撤销导入' }).click()
    await expect(page.getByText('已撤销').first()).toBeVisible()
    await page.getByRole('tab', { name: '对方反馈' }).click()
    await expect(page.getByRole('heading', { name: '没有被对方退回的申领' })).toBeVisible()
    await shoot('empty')
  })
  await rm(folder, { recursive: true, force: true })
})
