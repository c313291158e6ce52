import { expect, inject, it } from 'vitest'
import { CircleSchema } from '../../src/contract/circles.ts'
import { createProfile } from './api.ts'
import { complaintsOf, own, useChromium } from './chromium.ts'

const chromium = useChromium()

it('an invitation fills in its code, which stays neither in the address nor in the history', async () => {
  const { url } = inject('server')
  const [maker, guest] = [await createProfile(url, 'host'), await createProfile(url, 'guest', 'private')]
  const made = await fetch(`${url}/api/v1/profiles/host/circles`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${maker}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: 'Night shift' }),
  })
  const { code = '', id } = CircleSchema.parse(await made.json())
  const page = await chromium.newPage()
  const complaints = complaintsOf(page)
  await own(page, 'guest', guest)
  await page.goto(`/circles/join#code=${code}`)
  expect(await page.getByLabel('Invite code').inputValue()).toBe(code)
  expect(page.url()).not.toContain(code)
  await page.getByRole('button', { name: 'Join as @guest' }).click()
  await page.waitForURL(`**/@guest/circles/${id}`)
  expect(await page.getByRole('table').getByRole('link').allInnerTexts()).toEqual(
    expect.arrayContaining(['@guest', '@host']),
  )
  expect(complaints).toEqual([])
})
