import type { Page } from '@playwright/test'

/** What a keyboard-style scanner does: the keys without a pause, then Enter. In the page, so that no load slows it. */
export async function scan(page: Page, number: string): Promise<void> {
  await page.evaluate((text) => {
    const press = (key: string, code: string) => {
      const target = document.activeElement ?? document.body
      const went = target.dispatchEvent(
        new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true }),
      )
      if (went && key.length === 1 && target instanceof HTMLInputElement) {
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(
          target,
          target.value + key,
        )
        target.dispatchEvent(new Event('input', { bubbles: true }))
      }
    }
    for (const key of text) press(key, key === '-' ? 'Minus' : /\d/.test(key) ? `Digit${key}` : `Key${key}`)
    press('Enter', 'Enter')
  }, number)
}
