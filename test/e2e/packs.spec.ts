import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expectNoSideScroll, expect as expectSoon, ROOT, test } from './host.ts'

const PASSPHRASE = '讷河的大豆熟了2026'
const SHOTS = 'test-results/screens'
/** Each wait has a job or a worker thread behind it, which a busy machine starts late. */
const expect = expectSoon.configure({ timeout: 60_000 })

test('a successor pack: refused, installed, previewed, activated, taken back', async ({
  ledgerPage: page,
  host,
}) => {
  // A ledger is made and filled first, and seven screens are looked at.
  test.setTimeout(300_000)
  const ledger = join(host.folder, '讷河市.ledger')
  const node = join(ROOT, 'node_modules/.bin/node')
  const env = { ...process.env, LIAISON_PASSPHRASE: PASSPHRASE, LIAISON_DATA: host.data }
  const run = (...args: string[]) => execFileSync(node, args, { cwd: ROOT, env, encoding: 'utf8' })
  run(
    'out/main/liaison.js',
    'init',
    '--ledger',
    ledger,
    '--office',
    '讷河市就业服务中心',
    '--county',
    '230281',
    '--json',
  )
  const { publicKey } = JSON.parse(run('test/e2e/successor-ledger.ts', ledger)) as { publicKey: string }

  await page.getByRole('button', { name: /打开台账/ }).click()
  await page.getByLabel('台账文件的位置').fill(ledger)
  await page.getByLabel('口令', { exact: true }).fill(PASSPHRASE)
  await page.getByRole('button', { name: '打开', exact: true }).click()
  await expect(page.getByRole('heading', { name: '工作台' })).toBeVisible()
  await page.getByRole('link', { name: '政策测算' }).click()
  await page.getByRole('tab', { name: '政策包' }).click()
  await expect(page.getByRole('heading', { name: '还没有安装过政策包' })).toBeVisible()
  await expect(page.getByTestId('pack-documents').getByRole('row')).toHaveCount(6)
  await page.screenshot({ path: `${SHOTS}/packs-empty-light.png` })

  const choose = (name: string) => page.getByLabel('政策包文件').setInputFiles(join(host.folder, name))
  const dialog = page.getByRole('dialog', { name: '安装政策包' })
  await test.step('a damaged file is refused with nothing changed', async () => {
    await choose('传坏了.llpack')
    await expect(dialog.getByRole('alert')).toContainText('已损坏或没有传完，台账没有改动')
    await expect(dialog.getByRole('button', { name: /安装（不启用）/ })).toBeDisabled()
    await dialog.getByRole('button', { name: '不安装' }).click()
  })

  await test.step('an unsigned file is taken only with a reason', async () => {
    await choose('没有签名.llpack')
    await expect(dialog.getByTestId('pack-inspection')).toContainText('没有签名')
    const anyway = dialog.getByRole('button', { name: '仍然安装（不启用）' })
    await expect(anyway).toBeDisabled()
    await dialog.getByLabel('仍要安装的原因').fill('演示')
    await expect(anyway).toBeEnabled()
    await page.screenshot({ path: `${SHOTS}/packs-unsigned-light.png` })
    await dialog.getByRole('button', { name: '不安装' }).click()
  })

  await test.step('a trusted signer needs none', async () => {
    await page.getByRole('button', { name: /可信的签发人/ }).click()
    const signers = page.getByRole('dialog', { name: '可信的签发人' })
    await signers.getByLabel('签发单位或人员').fill('虚构示例办公室')
    await signers.getByLabel('公钥').fill('不是公钥')
    await signers.getByRole('button', { name: /登\s*记/ }).click()
    await expect(signers.getByRole('alert')).toContainText('这不是签名公钥')
    await signers.getByLabel('公钥').fill(publicKey)
    await expect(signers.getByText('这把公钥的指纹')).toContainText(/(\d{5} ){7}\d{5}/)
    await signers.getByRole('button', { name: /登\s*记/ }).click()
    await expect(signers.getByRole('cell', { name: '虚构示例办公室' })).toBeVisible()
    await page.screenshot({ path: `${SHOTS}/packs-signers-light.png` })
    await page.keyboard.press('Escape')
    await choose('虚构-HLJ-2026.llpack')
    await expect(dialog.getByTestId('pack-inspection')).toContainText('✓ 虚构示例办公室')
    await page.screenshot({ path: `${SHOTS}/packs-install-light.png` })
    await dialog.getByRole('button', { name: '安装（不启用）', exact: true }).click()
    await expect(dialog).toHaveCount(0)
  })

  const packs = page.getByTestId('packs')
  const totals = page.getByTestId('pack-totals')
  await expect(packs).toContainText('没有启用')
  await page.getByLabel('截至日期').fill('2026-06-30')
  await page.keyboard.press('Enter')

  let before = ''
  await test.step('who gains and who loses, before anything is activated', async () => {
    await packs.getByRole('button', { name: '看影响、启用' }).click()
    await expect(totals).toBeVisible()
    before = (await totals.locator('b').allTextContents()).join(' ')
    await expect(
      page.getByRole('img', { name: /HLJ-102 跨省务工交通补助 现在/ }).locator('svg'),
    ).toBeVisible()
    await expectNoSideScroll(page)
    await page.screenshot({ path: `${SHOTS}/packs-preview-light.png` })
    await page.getByRole('button', { name: /^不再可领/ }).click()
    const cases = page.getByRole('grid', { name: '有变化的' }).or(page.locator('.pack-cases'))
    await expect(cases.first()).toContainText('这一项取消')
    await cases.first().getByText('这一项取消').first().click()
    const panel = page.getByLabel('详情')
    await expect(panel).toContainText('文件有效期')
    await panel.getByText('按现在的文件').click()
    await expect(panel).toContainText('可领')
    await page.locator('.pack-cases').scrollIntoViewIfNeeded()
    await page.screenshot({ path: `${SHOTS}/packs-case-light.png` })
    await page.keyboard.press('Escape')
  })

  await test.step('activated from a day, with the reason', async () => {
    await page.getByRole('button', { name: '启用…' }).click()
    const activate = page.getByRole('dialog', { name: '启用 HLJ-2026' })
    await activate.getByLabel('从哪天起').fill('2026-01-01')
    await page.keyboard.press('Enter')
    await activate.getByLabel('原因').fill('虚构文件施行')
    await page.screenshot({ path: `${SHOTS}/packs-activate-light.png` })
    await activate.getByRole('button', { name: '从 2026-01-01 起启用' }).click()
    await expect(packs).toContainText('2026-01-01 起')
    await expect(page.getByTestId('pack-documents')).toContainText('被 HLJ-2026 取代')
    await page.screenshot({ path: `${SHOTS}/packs-active-light.png` })
  })

  await test.step('the library shows it on that day', async () => {
    await page.getByRole('tab', { name: '政策库' }).click()
    await expect(page.getByText('虚构示例', { exact: false }).first()).toBeVisible()
    await page.getByRole('tab', { name: '政策包' }).click()
  })

  await test.step('going back is previewed and asks why', async () => {
    await packs.getByRole('button', { name: '看影响' }).click()
    await expect(totals).toBeVisible()
    await page.screenshot({ path: `${SHOTS}/packs-back-light.png` })
    await page.getByRole('button', { name: '退回旧版' }).click()
    await page.getByLabel('原因').fill('演示完毕')
    await page.getByRole('dialog').getByRole('button', { name: '退回旧版' }).click()
    await expect(page.getByRole('heading', { name: /^启用 HLJ-2026 会影响谁/ })).toBeVisible()
    await expect.poll(async () => (await totals.locator('b').allTextContents()).join(' ')).toBe(before)
    await page.getByRole('button', { name: /政策包$/ }).click()
    await expect(page.getByRole('list').filter({ hasText: '已退回' })).toContainText('演示完毕')
  })
})
