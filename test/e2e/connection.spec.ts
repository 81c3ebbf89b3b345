import { expect, openDemo, startHost, test } from './host.ts'

test.use({ viewport: { width: 1366, height: 768 } })

test('a host that is gone is said at once, and nothing is lost when it is back', async ({ page }) => {
  const host = await startHost()
  try {
    await page.goto(host.address)
    await openDemo(page)
    await page.getByRole('link', { name: '人员', exact: true }).click()
    await expect(page.getByRole('grid', { name: '人员台账' }).getByRole('row').first()).toBeVisible()
  } finally {
    await host.stop()
  }
  await expect(page.getByRole('alert').filter({ hasText: '连接断开了' })).toBeVisible({ timeout: 15_000 })
  // What was on screen stays readable.
  await expect(page.getByRole('grid', { name: '人员台账' }).getByRole('row').first()).toBeVisible()
})
