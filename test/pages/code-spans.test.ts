import { expect, it } from 'vitest'
import { EVERY_PAGE, profilePage } from './every-page.tsx'
import { unlocked, viewOf } from './made-views.ts'
import { stringsOf } from './page-strings.ts'

it('code in what a badge counts is set as code', () => {
  const html = profilePage({
    view: viewOf([unlocked('one', 'Gold', { criteria: 'Each `on=true` counts.' })]),
  })
  expect(html).toContain('Each <code>on=true</code> counts.')
})

it.each(Object.entries(EVERY_PAGE))('the page %s shows no backticks', (_, html) => {
  expect(stringsOf(html).filter((text) => text.includes('`'))).toEqual([])
})
