import { expect, test } from './host.ts'

const PASSPHRASE = '马边大山里的索玛花开了'
const NEXT = '新的口令也要记得住2026'

test('a ledger is made, locked, refused, recovered', async ({ ledgerPage: page }) => {
  await test.step('made, with its recovery key typed back', async () => {
    await page.getByRole('button', { name: /新建台账/ }).click()
    await page.getByLabel('单位名称').fill('马边县就业服务中心')
    await page.getByRole('combobox', { name: '县（区）' }).fill('马边')
    await page.getByTitle(/马边彝族自治县/).click()
    await page.getByLabel('经办人').fill('吉克阿呷')
    await page.getByLabel('口令', { exact: true }).fill('12345678')
    await expect(page.getByText(/强度：偏弱/)).toBeVisible()
    await page.getByLabel('口令', { exact: true }).fill(PASSPHRASE)
    await expect(page.getByText(/强度：很好/)).toBeVisible()
    await page.getByLabel('再输一次口令').fill('不一样的口令')
    await page.getByRole('button', { name: '建立台账' }).click()
    await expect(page.getByText('两次输入的口令不一样')).toBeVisible()
    await page.getByLabel('再输一次口令').fill(PASSPHRASE)
    await page.getByRole('button', { name: '建立台账' }).click()
  })

  const groups = page.getByTestId('recovery-key').locator('span')
  await expect(groups.first()).toBeVisible({ timeout: 30_000 })
  const key = (await groups.allTextContents()).join('-')
  await test.step('the key sheet is a PDF', async () => {
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: '存为文件' }).click()
    expect((await saving).suggestedFilename()).toMatch(/\.pdf$/)
  })
  const enter = page.getByRole('button', { name: '已收好，进入台账' })
  const back = page.getByRole('textbox', { name: '恢复密钥最后一组' })
  await back.fill('错的一组啊')
  await expect(enter).toBeDisabled()
  await back.fill(key.split('-').at(-1)!.toLowerCase())
  await enter.click()
  await expect(page.getByRole('heading', { name: '工作台' })).toBeVisible()
  await expect(page.getByText('马边县就业服务中心')).toBeVisible()
  await expect(page.getByText('吉克阿呷')).toBeVisible()

  await test.step('a wrong passphrase is refused in words', async () => {
    await page.getByRole('button', { name: '锁定' }).click()
    await page.getByLabel('口令', { exact: true }).fill('不是这个口令')
    await page.getByRole('button', { name: '打开', exact: true }).click()
    await expect(page.getByRole('alert')).toContainText('口令')
    await expect(page.getByRole('heading', { name: '工作台' })).toHaveCount(0)
  })

  await test.step('the recovery key opens it and sets a new passphrase', async () => {
    await page.getByRole('button', { name: '忘记口令' }).click()
    await page.getByLabel('恢复密钥').fill(key)
    await page.getByLabel('新口令', { exact: true }).fill(NEXT)
    await page.getByLabel('再输一次新口令').fill(NEXT)
    await page.getByRole('button', { name: '换上新口令并打开' }).click()
    await expect(page.getByRole('heading', { name: '工作台' })).toBeVisible({ timeout: 30_000 })
  })

  await test.step('from then on the new passphrase holds', async () => {
    await page.getByRole('button', { name: '锁定' }).click()
    await page.getByLabel('口令', { exact: true }).fill(NEXT)
    await page.getByRole('button', { name: '打开', exact: true }).click()
    await expect(page.getByRole('heading', { name: '工作台' })).toBeVisible({ timeout: 30_000 })
    await page.getByRole('link', { name: '人员', exact: true }).click()
    await expect(page.getByRole('heading', { name: '台账里还没有人员' })).toBeVisible()
  })
})
