import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, expectNoSideScroll, openDemo, ROOT, test } from './host.ts'

type Card = { text: string; fingerprint: string }

/** Made by Node itself: the application's own code, which is not bundled for this test. */
function someCard(): Card {
  const node = join(ROOT, 'node_modules/.bin/node')
  return JSON.parse(
    execFileSync(node, [join(import.meta.dirname, 'partner-card.ts')], { encoding: 'utf8' }),
  ) as Card
}

/** Fills the two groups that are asked for, as the partner reads them out. */
async function hear(page: Page, fingerprint: string, mishear = false): Promise<void> {
  const fields = page.getByRole('group', { name: '指纹' }).getByRole('textbox')
  for (const field of await fields.all()) {
    const at = Number(/\d/.exec((await field.getAttribute('aria-label')) ?? '')?.[0]) - 1
    const group = fingerprint.split(' ')[at] ?? ''
    await field.fill(mishear ? String((Number(group) + 1) % 100_000).padStart(5, '0') : group)
  }
}

test('a partner is taken in by card and call, given a scope, and revoked with a reason', async ({
  ledgerPage: page,
}) => {
  const card = someCard()
  await openDemo(page)
  await page.getByRole('link', { name: '数据交换' }).click()
  await page.getByRole('tab', { name: '伙伴与钥匙' }).click()
  await page.getByRole('button', { name: '制作钥匙' }).click()
  const own = page.getByRole('region', { name: '本单位的钥匙卡' })
  await expect(own.locator('svg').first()).toBeVisible()
  await expect(own.locator('.fingerprint')).toHaveText(/^\d{40}$/)

  await page.getByRole('button', { name: '登记伙伴' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('对方的钥匙卡').fill(`这是我们的卡：\n${card.text}`)
  await expect(dialog.getByText('乙县就业服务中心（虚构）').first()).toBeVisible()
  await expect(dialog.getByRole('button', { name: '登记伙伴' })).toBeDisabled()
  await page.screenshot({ path: 'test-results/screens/partners-trust-light.png' })
  await hear(page, card.fingerprint, true)
  await dialog.getByRole('button', { name: '登记伙伴' }).click()
  await expect(dialog.getByRole('alert')).toContainText('指纹与这张钥匙卡的不同')
  await hear(page, card.fingerprint)
  await dialog.getByRole('button', { name: '登记伙伴' }).click()
  await expect(dialog).toHaveCount(0)
  const row = page.getByRole('row', { name: /乙县就业服务中心/ })
  await expect(row).toContainText('待设范围')

  await row.getByRole('button', { name: '设范围' }).click()
  await dialog.getByLabel('全部').check()
  await dialog.getByLabel('申领').check()
  await dialog.getByRole('button', { name: '保存范围' }).click()
  await expect(dialog.getByRole('alert')).toContainText('还缺“人员与单位”')
  await dialog.getByLabel('人员与单位').check()
  await page.screenshot({ path: 'test-results/screens/partners-scope-light.png' })
  await dialog.getByRole('button', { name: '保存范围' }).click()
  await expect(row).toContainText('全部县：人员与单位、申领')
  await expect(row).toContainText('可收发')
  await expectNoSideScroll(page)
  await page.screenshot({ path: 'test-results/screens/partners-light.png' })

  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: '打印钥匙卡' }).click()
  expect((await download).suggestedFilename()).toMatch(/^交换钥匙卡_.+\.pdf$/)

  await row.getByRole('button', { name: '停用' }).click()
  await page.getByLabel('原因').fill('对方电脑被盗')
  await page.getByRole('button', { name: '停用钥匙' }).click()
  await expect(row).toContainText('已停用')
  await expect(row).toContainText('对方电脑被盗')
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.getByRole('button', { name: '登记伙伴' }).click()
  await dialog.getByLabel('对方的钥匙卡').fill(card.text)
  await expect(dialog.getByRole('alert')).toContainText('已停用')
  await page.screenshot({ path: 'test-results/screens/partners-trust-dark.png' })
  await dialog.getByRole('button', { name: '不做了' }).click()
  await expect(dialog).toHaveCount(0)
  await page.screenshot({ path: 'test-results/screens/partners-dark.png' })
})
