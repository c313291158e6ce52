import { expect, it } from 'vitest'
import { useChromium } from './chromium.ts'

const chromium = useChromium()

it('a handle that can’t be is refused in words that name the character, below its field', async () => {
  const page = await chromium.newPage()
  await page.goto('/')
  const handle = page.getByLabel('Handle')
  const words = page.locator('#handle-problem')
  await page.getByRole('button', { name: 'Create my page' }).click()
  await words.getByText('Use at least 3 characters.').waitFor()
  expect(await page.evaluate('document.activeElement.id')).toBe('handle')
  await handle.fill('ada_lovelace')
  await words.getByText('“_” can’t be part of a handle.').waitFor()
  expect(await words.getAttribute('role')).toBe('alert')
  expect(await handle.getAttribute('aria-invalid')).toBe('true')
  expect((await handle.getAttribute('aria-describedby'))?.split(' ')).toEqual([
    'handle-problem',
    'handle-hint',
  ])
  await handle.fill('ada-lovelace')
  expect(await words.textContent()).toBe('')
  expect(await handle.getAttribute('aria-invalid')).toBeNull()
  // What is left is not complained of while it is typed.
  await handle.fill('Ada')
  expect(await words.textContent()).toBe('')
  await handle.blur()
  await words.getByText('Use lowercase letters: “a” instead of “A”.').waitFor()
})

it('without a script, the browser refuses it', async () => {
  const page = await chromium.newPage({ javaScriptEnabled: false })
  await page.goto('/')
  await page.getByLabel('Handle').fill('ada_lovelace')
  await page.getByRole('button', { name: 'Create my page' }).click()
  expect(new URL(page.url()).pathname).toBe('/')
})
