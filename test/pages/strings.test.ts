import { expect, it } from 'vitest'
import { EVERY_PAGE } from './every-page.tsx'
import { stringsOf } from './page-strings.ts'

it('every text of every page is in one file, for an editor to read', async () => {
  const seen = new Set<string>()
  const parts = Object.entries(EVERY_PAGE).map(([page, html]) => {
    const fresh = [...new Set(stringsOf(html))].filter((text) => !seen.has(text))
    for (const text of fresh) seen.add(text)
    return [`## ${page}`, '', ...fresh, ''].join('\n')
  })
  await expect(parts.join('\n')).toMatchFileSnapshot('__snapshots__/strings.txt')
})
