import type { Page } from '@playwright/test'

/** Chooses an option of a select by its words. */
export async function choose(page: Page, select: string, option: string | RegExp): Promise<void> {
  await page.getByRole('combobox', { name: select, exact: true }).click({ force: true })
  await takeOption(page, option)
}

/**
 * Clicks an option, the first unless named, of the select that is open now. By class and not by role: what antd's list offers to screen readers
 * under `role=option` are hidden copies that nobody can click.
 */
export async function takeOption(page: Page, option: string | RegExp = ''): Promise<void> {
  await page
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option')
    .filter({ hasText: option })
    .first()
    .click()
}
