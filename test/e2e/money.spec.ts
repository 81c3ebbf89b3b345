import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { choose, takeOption } from './choose.ts'
import { test as base, expectNoSideScroll, expect as expectSoon, ROOT, startHost } from './host.ts'
import { scan } from './scan.ts'

const PASSPHRASE = '马边的茶叶熟了2026'
const SHOTS = 'test-results/screens'
/** Each wait has a job or a worker thread behind it, which a busy machine starts late. */
const expect = expectSoon.configure({ timeout: 90_000 })

/** A host whose clock the test sets: a list hangs for its days. */
const test = base.extend<{ clock: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
  clock: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'liaison-clock-'))
    await writeFile(join(folder, 'now'), '2026-10-12T09:00:00+08:00')
    await use(join(folder, 'now'))
    await rm(folder, { recursive: true, force: true })
  },
  host: async ({ clock }, use) => {
    const host = await startHost(undefined, movedClock(clock))
    await use(host)
    await host.stop()
  },
})

function movedClock(file: string): NodeJS.ProcessEnv {
  const NODE_OPTIONS = `--import ${join(import.meta.dirname, 'moved-clock.mjs')}`
  return { NODE_OPTIONS, LIAISON_E2E_CLOCK: file }
}

test('a batch from composing to money on the account, with one returned payment paid again', async ({
  ledgerPage: page,
  host,
  clock,
}) => {
  test.setTimeout(600_000)
  const ledger = join(host.folder, '马边县.ledger')
  const node = join(ROOT, 'node_modules/.bin/node')
  const env = {
    ...process.env,
    ...movedClock(clock),
    LIAISON_PASSPHRASE: PASSPHRASE,
    LIAISON_DATA: host.data,
  }
  const run = (...args: string[]) => execFileSync(node, args, { cwd: ROOT, env, encoding: 'utf8' })
  run('out/main/liaison.js', ...['init', '--ledger', ledger, '--office', '马边站', '--county', '511133'])
  run('test/e2e/reviewed-ledger.ts', ledger)
  await page.getByRole('button', { name: /打开台账/ }).click()
  await page.getByLabel('台账文件的位置').fill(ledger)
  await page.getByLabel('口令', { exact: true }).fill(PASSPHRASE)
  await page.getByRole('button', { name: '打开', exact: true }).click()
  await expect(page.getByRole('heading', { name: '工作台' })).toBeVisible()

  const shoot = async (name: string) => {
    await expectNoSideScroll(page)
    await page.screenshot({ path: join(SHOTS, `money-${name}.png`) })
  }
  const dialog = page.getByRole('dialog')
  const ok = (name: RegExp | string) => dialog.getByRole('button', { name }).click()
  const closed = () => expect(dialog).toHaveCount(0)

  await test.step('what waits becomes a batch', async () => {
    await page.getByRole('link', { name: '申领与发放' }).click()
    await page.getByRole('tab', { name: '批次' }).click()
    await expect(page.getByRole('heading', { name: '没有批次' })).toBeVisible()
    await shoot('batches-empty')
    await page.getByRole('button', { name: /编第一个批次（12 份在等）/ }).click()
    await expect(dialog.getByTestId('batch-plan')).toContainText('将编入 12 份，共 36,000.00 元')
    await dialog.getByRole('checkbox', { name: /荣丁镇/ }).check()
    await expect(dialog.getByTestId('batch-plan')).toContainText('将编入 4 份')
    await shoot('new-batch')
    await dialog.getByRole('checkbox', { name: /荣丁镇/ }).uncheck()
    await expect(dialog.getByTestId('batch-plan')).toContainText('将编入 12 份')
    await choose(page, '资金来源', /就业/)
    await choose(page, '资金计划', /2022年就业补助资金第一批（余 50,000.00 元）/)
    await dialog.getByLabel('名称').fill('2022年就业补贴第一批')
    await dialog.getByLabel('所属期间').fill('2022')
    await ok(/编入 12 份/)
    await expect(page.getByTestId('batch-count')).toHaveText('12')
    await expect(page.getByTestId('batch-sum')).toHaveText('36,000.00')
  })

  await test.step('stated totals that are wrong stand in the way, in words', async () => {
    await page.getByRole('button', { name: '登记纸上写明的人数和金额' }).click()
    await dialog.getByLabel('人数（份数）').fill('13')
    await dialog.getByLabel('合计金额').fill('39000')
    await ok(/保\s*存/)
    await closed()
    await expect(page.getByTestId('batch-stated')).toContainText('对不上：人数差 1，金额差 3,000.00 元')
    await expect(page.getByRole('region', { name: '妨碍下一步的事项' })).toContainText(
      '写明 13 人，实有 12 份',
    )
    await expect(page.getByRole('button', { name: '开始公示' })).toBeDisabled()
    await shoot('mismatch')
    await page.getByTestId('batch-stated').getByRole('button', { name: '改' }).click()
    await dialog.getByLabel('人数（份数）').fill('12')
    await dialog.getByLabel('合计金额').fill('36000')
    await ok(/保\s*存/)
    await closed()
    await expect(page.getByTestId('batch-stated')).toContainText('✓ 一致')
  })

  await test.step('a doubt is looked into and released with how, and by whom', async () => {
    const doubts = page.getByRole('region', { name: '批次的疑点' })
    const row = doubts.getByRole('row', { name: /李春花/ })
    await expect(row).toContainText('死亡人员名单')
    await expect(row).toContainText('正在暂缓')
    await expect(page.getByRole('region', { name: '妨碍下一步的事项' })).toContainText('有 1 份申领正在暂缓')
    await shoot('doubts')
    await row.getByRole('link', { name: 'JH16-2022-7F3A-000008' }).click()
    const own = page.getByRole('region', { name: '申领的疑点' })
    await expect(own.getByRole('row', { name: /死亡人员名单/ })).toContainText('须人工决定')
    await shoot('claim-doubts')
    await own.getByRole('button', { name: '核实放行' }).click()
    await dialog.getByLabel('怎么核实的').fill('10月12日当面见到本人，名单系同名')
    await shoot('release-doubt')
    await ok('核实无误，放行')
    await closed()
    await expect(own).toContainText('✓ 已放行')
    await expect(own).toContainText('当面见到本人，名单系同名')
    await page.goBack()
    await expect(row).toContainText('✓ 已放行')
    await expect(page.getByRole('button', { name: '开始公示' })).toBeEnabled()
  })

  await test.step('a sample is drawn and called, one key each', async () => {
    await page.getByRole('button', { name: '抽样…' }).click()
    await dialog.getByLabel('至少抽几份').fill('2')
    await ok(/抽\s*取/)
    await closed()
    const calls = page.getByRole('region', { name: '电话核查' }).locator('.call-row')
    await expect(calls).toHaveCount(2)
    await calls.first().focus()
    await page.keyboard.press('1')
    await expect(calls.first().getByRole('button', { name: '属实', exact: true })).toHaveAttribute(
      'aria-pressed',
      'true',
    )
    await page.keyboard.press('1')
    await expect(page.getByTestId('sample')).toContainText('已打 2/2')
    await shoot('batch')
  })

  await test.step('the list hangs, an objection is settled, the days are over', async () => {
    await page.getByRole('button', { name: '开始公示' }).click()
    await dialog.getByLabel('张贴的地点').fill('县人社局公示栏')
    await dialog.getByLabel('监督电话').fill('0833-4521234')
    const first = dialog.getByLabel('从哪一天起')
    await first.fill('2026-10-09')
    await first.press('Enter')
    await ok('开始公示，锁定批次')
    await expect(dialog).toContainText('到 2026-10-12 才编成，公示不能从 2026-10-09 起算')
    await shoot('posted-too-early')
    await first.fill('2026-10-12')
    await first.press('Enter')
    await ok('开始公示，锁定批次')
    await closed()
    await expect(page.getByTestId('batch-state')).toHaveText('公示中')
    // Five working days, of which the first does not count.
    await expect(page.getByTestId('public-list')).toContainText('2026-10-12 至 2026-10-19')
    await writeFile(clock, '2026-10-20T09:00:00+08:00')
    // Somebody comes back to the desk on another day.
    await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')))
    await expect(page.getByLabel('截至日期')).toHaveValue('2026-10-20')
    await page.getByRole('tab', { name: '公示' }).click()
    const list = page.getByTestId('public-list')
    await expect(list).toContainText('公示期满，可以办结')
    await list.getByRole('button', { name: '登记异议' }).click()
    await dialog.getByLabel('针对哪份申领').fill('王小明')
    await takeOption(page, '王小明')
    await dialog.getByLabel('提出人').fill('匿名')
    await dialog.getByLabel('异议内容').fill('反映此人已回乡')
    await ok('登记异议')
    await closed()
    await expect(list).toContainText('1 条异议没有处理')
    await expect(list.getByRole('button', { name: /办结/ })).toBeDisabled()
    await list.getByText('张贴的照片').click()
    await list.locator('input[type=file]').setInputFiles({
      name: '公示栏.png',
      mimeType: 'image/png',
      buffer: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
    })
    await expect(list.getByText('张贴的照片（1 张）')).toBeVisible()
    await shoot('publicity')
    await list.getByRole('button', { name: '处理异议' }).click()
    await dialog.getByLabel('查了什么、怎么答复的').fill('经电话和单位核实，仍在岗')
    await ok('记下处理结果')
    await closed()
    await list.getByRole('button', { name: '公示期满无异议，办结' }).click()
    await expect(page.getByRole('heading', { name: '没有正在进行的公示' })).toBeVisible()
  })

  await test.step('approval and the way to finance', async () => {
    await page.getByRole('tab', { name: '批次' }).click()
    await page.getByRole('row', { name: /2022年就业补贴第一批/ }).click()
    await expect(page.getByRole('region', { name: '妨碍下一步的事项' })).toContainText('还没有做变化核对')
    await expect(page.getByRole('button', { name: '办结“审批”' })).toBeDisabled()
    await expect(page.getByText('张贴的照片（1 张）')).toBeVisible()
    await page.getByRole('button', { name: '核对变化' }).click()
    const moved = page.getByRole('table', { name: '有变化的申领' })
    await expect(moved).toContainText('扎西次仁')
    await expect(moved).toContainText('2022-06-15')
    await expect(page.getByRole('region', { name: '妨碍下一步的事项' })).toContainText(
      '1 份与生成时不一致：扎西次仁',
    )
    await page.getByRole('region', { name: '变化核对' }).scrollIntoViewIfNeeded()
    await shoot('moved')
    for (const step of ['审批', '送财政']) {
      await page.getByRole('button', { name: `办结“${step}”` }).click()
      await dialog.getByLabel('意见').fill('经局务会研究同意')
      const reason = dialog.getByLabel(/仍要办理的理由/)
      if ((await reason.count()) > 0) await reason.fill('资金已到位')
      await ok(/12 份$/)
      await closed()
    }
    await expect(page.getByTestId('batch-state')).toHaveText('已送财政')
  })

  let account = ''
  let fileNumber = ''
  await test.step('the payment file and its sheet', async () => {
    await page.getByRole('button', { name: '生成支付文件' }).click()
    await expect(dialog.getByTestId('payment-plan')).toContainText('要发放 12 笔，共 36,000.00 元')
    await choose(page, '银行格式', /网银批量代发/)
    await shoot('make-payment')
    await ok(/^生成 12 笔$/)
    await expect(dialog.getByTestId('made-payment')).toContainText('12 笔，36,000.00 元')
    const saving = page.waitForEvent('download')
    await dialog.getByRole('button', { name: /\.csv$/ }).click()
    const file = await (await saving).path()
    const lines = new TextDecoder('gb18030')
      .decode(await readFile(file))
      .trim()
      .split(/\r?\n/)
    expect(lines).toHaveLength(13)
    account = (lines[3] ?? '').split(',')[0]?.replaceAll('"', '') ?? ''
    expect(account).toMatch(/^62299900000001\d{4}$/)
    const link = dialog.getByRole('link', { name: /ZF-/ })
    fileNumber = /ZF-[0-9A-Z-]+/.exec((await link.textContent()) ?? '')?.[0] ?? ''
    await link.click()
    await expect(page.getByTestId('file-totals')).toContainText('12 笔，36,000.00 元')
  })

  await test.step('the bank answers: eleven paid, one returned', async () => {
    const rows = Array.from({ length: 12 }, (_, i) => `62299900000001${String(i + 1).padStart(4, '0')}`)
    const lines = [
      '账号,结果,原因',
      ...rows.map((one) => (one === account ? `${one},失败,账号与户名不符` : `${one},成功,`)),
      '6222000000000000000,成功,',
    ]
    await page.getByRole('button', { name: '导入银行回盘' }).click()
    await dialog.getByTestId('bank-return').setInputFiles({
      name: '回盘.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(lines.join('\r\n'), 'utf8'),
    })
    const preview = dialog.getByTestId('return-preview')
    await expect(preview).toContainText('到账 11 笔')
    await expect(preview).toContainText('退回 1 笔')
    await expect(preview).toContainText('尾号0000 成功')
    await shoot('return-preview')
    await ok('登记这 12 笔')
    await closed()
    await expect(page.getByTestId('file-totals')).toContainText('已到账 33,000.00 元')
    await shoot('payment-file')
  })

  await test.step('the returned one is paid again, with a warning that nobody corrected its account', async () => {
    await page.getByRole('button', { name: '重新发放 1 笔' }).click()
    await expect(dialog.getByTestId('reissue-plan')).toContainText('没有改')
    await shoot('reissue')
    await ok('重新发放 1 笔')
    await expect(dialog.getByTestId('made-payment')).toContainText('1 笔，3,000.00 元')
    await dialog.getByRole('link', { name: /ZF-/ }).click()
    await expect(page.getByText(/补发 ZF-.* 第3行/)).toBeVisible()
    await page.getByRole('checkbox', { name: '全选' }).check()
    await page.getByRole('button', { name: '登记到账 1 笔' }).click()
    await ok('登记到账 1 笔')
    await closed()
    // The number on the payment file's sheet opens its batch, from any page.
    await page.getByRole('link', { name: '工作台' }).click()
    expect(fileNumber).toMatch(/^ZF-2026-[0-9A-Z]{4}-\d{4}$/)
    await scan(page, fileNumber)
    await expect(page.getByTestId('batch-state')).toHaveText('已发放')
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    await shoot('paid-dark')
    await page.emulateMedia({ colorScheme: 'light' })
  })

  await test.step('the claim itself tells both payments', async () => {
    await scan(page, `JH16-2022-7F3A-00${account.slice(-4)}`)
    const paid = page.getByRole('list', { name: '发放' }).getByRole('listitem')
    await expect(paid).toHaveCount(2)
    const returned = paid.filter({ hasText: '账号与户名不符' })
    await expect(returned).toContainText(`${fileNumber} 第 3 行`)
    await expect(returned).toContainText(/已由 ZF-.* 补发/)
    await expect(paid.filter({ hasText: '顶替被退回的' })).toContainText('3,000.00 元 已到账 2026-10-20')
    await expect(page.getByText(account, { exact: true })).toHaveCount(0)
    await paid.first().scrollIntoViewIfNeeded()
    await shoot('claim-paid')
    await page.goBack()
  })

  await test.step('what is left of the budget; the formats of banks', async () => {
    await page.getByRole('tab', { name: '发放' }).click()
    await page.getByRole('radiogroup', { name: '发放的部分' }).getByText('资金计划').click()
    await expect(page.getByRole('region', { name: /2022年就业补助资金第一批/ })).toContainText('余 14,000.00')
    await shoot('budgets')
    await page.getByRole('radiogroup', { name: '发放的部分' }).getByText('银行格式').click()
    await page.getByRole('button', { name: /代发文本（定长）/ }).click()
    await expect(page.getByTestId('profile-preview')).toContainText('000001')
    await page.getByRole('button', { name: '复制一份来改' }).click()
    const text = page.getByLabel('银行格式的定义')
    await text.fill((await text.inputValue()).replace('field: account', 'field: acount'))
    await expect(page.getByTestId('profile-preview').getByRole('alert')).toContainText('第11行')
    await shoot('profile-wrong')
    await text.fill((await text.inputValue()).replace('field: acount', 'field: account'))
    await page.getByRole('button', { name: '另存为本单位的格式' }).click()
    await expect(page.getByRole('button', { name: /代发文本（定长）（本单位）/ })).toBeVisible()
  })
})
