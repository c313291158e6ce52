import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { beforeAll, expect, inject, it } from 'vitest'
import { independentlyVerified } from '../credentials/independent.ts'
import { createProfile, scan } from './api.ts'
import { chromiumOnly, complaintsOf, useChromium } from './chromium.ts'

const chromium = useChromium()
const HANDLE = `verified-${process.pid}`
let badge: string
let jwt: string

beforeAll(async () => {
  const url = inject('server').url
  const key = await createProfile(url, HANDLE)
  const view = await scan(url, HANDLE, key, 'history')
  badge = view.achievements.find((item) => item.unlocked && item.tier !== null)?.id ?? ''
  jwt = await (await fetch(`${url}/@${HANDLE}/${badge}/credential.jwt`)).text()
})

/** What a click on one of the badge page's downloads gives. */
async function downloaded(
  page: Page,
  form: 'PNG' | 'SVG' | 'JWT',
): Promise<{ name: string; buffer: Buffer }> {
  await page.goto(`/@${HANDLE}/${badge}`)
  const coming = page.waitForEvent('download')
  await page.getByRole('link', { name: form, exact: true }).click()
  const download = await coming
  return { name: download.suggestedFilename(), buffer: await readFile(await download.path()) }
}

async function choose(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.goto('/verify')
  await page.locator('[data-verify-file]').waitFor()
  await page.locator('#verify-file').setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
}

chromiumOnly.each(['PNG', 'SVG', 'JWT'] as const)(
  'finds genuine what was downloaded as %s, and sends the token alone',
  async (form) => {
    const page = await chromium.newPage()
    const complaints = complaintsOf(page)
    const { name, buffer } = await downloaded(page, form)
    expect(name).toBe(`${HANDLE}-${badge}.${form.toLowerCase()}`)
    const sent: string[] = []
    page.on('request', (request) => {
      if (request.method() === 'POST') sent.push(request.postData() ?? '')
    })
    await choose(page, name, buffer)
    const finding = page.getByRole('status', { name: 'Genuine' })
    await finding.waitFor()
    expect(await finding.innerText()).toContain(`@${HANDLE} earned`)
    expect(sent).toEqual([new URLSearchParams({ credential: jwt }).toString()])
    expect(complaints).toEqual([])
  },
)

it('finds a forged one out, and says so of a picture that holds none', async () => {
  const page = await chromium.newPage()
  const signature = jwt.lastIndexOf('.') + 1
  const forged = jwt.slice(0, signature) + jwt.slice(signature).split('').reverse().join('')
  await choose(page, 'forged.jwt', Buffer.from(forged))
  await page.getByRole('heading', { name: 'Not genuine: invalid signature' }).waitFor()
  const bare = await page.request.get(`/@${HANDLE}/og.png`)
  await choose(page, 'og.png', await bare.body())
  await page.getByText('No credential found in this file.').waitFor()
})

it('leaves no finding beside a file that it is not of', async () => {
  const page = await chromium.newPage()
  await choose(page, 'badge.jwt', Buffer.from(jwt))
  const finding = page.getByRole('status', { name: 'Genuine' })
  await finding.waitFor()
  // The page that has the finding is another one: its script is to be there before a file is chosen.
  await page.locator('[data-verify-file]').waitFor()
  await page
    .locator('#verify-file')
    .setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: Buffer.alloc(9) })
  await page.getByText('No credential found in this file.').waitFor()
  expect(await finding.count()).toBe(0)
})

it('takes a file that is dropped beside the zone', async () => {
  const page = await chromium.newPage()
  await page.goto('/verify')
  const transfer = await page.evaluateHandle(`(() => {
    const data = new DataTransfer()
    data.items.add(new File([${JSON.stringify(jwt)}], 'badge.jwt'))
    return data
  })()`)
  await page.dispatchEvent('h1', 'drop', { dataTransfer: transfer })
  await page.getByRole('status', { name: 'Genuine' }).waitFor()
})

it('verifies what is pasted without a script', async () => {
  const page = await chromium.newPage({ javaScriptEnabled: false })
  await page.goto('/verify')
  await page.getByLabel('Or paste it').fill(jwt)
  await page.getByRole('button', { name: 'Verify' }).click()
  expect(await page.locator('.finding-good h2').innerText()).toContain('Genuine')
})

it('bakes pictures that a browser shows', async () => {
  const page = await chromium.newPage()
  await page.goto('/verify')
  const paths = ['png', 'svg'].map((form) => `/@${HANDLE}/${badge}/credential.${form}`)
  const sizes = await page.evaluate(`Promise.all(${JSON.stringify(paths)}.map(async (path) => {
    const image = new Image()
    image.src = path
    await image.decode()
    return [image.naturalWidth, image.naturalHeight]
  }))`)
  expect(sizes).toEqual([
    [640, 640],
    [640, 640],
  ])
})

it('is verified by a library that shares nothing with the server, with the key that the token names', async () => {
  const credential = await independentlyVerified(jwt, async (kid) => (await fetch(kid)).json())
  expect(credential).toMatchObject({ credentialSubject: { id: `${inject('server').url}/@${HANDLE}` } })
})
