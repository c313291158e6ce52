import { describe, expect, it } from 'vitest'
import { type EmbedChoice, embedCode, pictureUrl } from '../../src/ui/embed.ts'
import { paths, urls } from '../../src/urls.ts'

const choice: EmbedChoice = {
  kind: 'card',
  light: 'parchment',
  dark: 'night',
  options: { locale: 'de', style: '' },
}
const code = (over: Partial<EmbedChoice> = {}) =>
  embedCode(urls({ origin: 'https://laurel.example' }), 'ada', { ...choice, ...over })

describe('what is pasted elsewhere', () => {
  it('follows the reader’s light and dark, links to the page and says what it is', () => {
    const { markdown, html } = code()
    expect(markdown).toBe(html)
    expect(html).toContain('<a href="https://laurel.example/@ada"><picture>')
    expect(html).toContain(
      'media="(prefers-color-scheme: dark)" srcset="https://laurel.example/@ada/card.svg?theme=night&amp;locale=de"',
    )
    expect(html).toContain(
      '<img alt="Achievements of @ada on Laurel" src="https://laurel.example/@ada/card.svg?theme=parchment&amp;locale=de">',
    )
  })

  it('is plain Markdown where both are the same', () => {
    const { markdown, html } = code({ dark: 'parchment', options: {} })
    expect(markdown).toBe(
      '[![Achievements of @ada on Laurel](https://laurel.example/@ada/card.svg?theme=parchment)](https://laurel.example/@ada)',
    )
    expect(html).not.toContain('<picture>')
  })

  it('has no option that was not chosen', () => {
    expect(pictureUrl(paths, 'ada', choice, 'ink')).toBe('/@ada/card.svg?theme=ink&locale=de')
  })

  it('can break out of no attribute', () => {
    const { html } = code({ options: { locale: '"><script>alert(1)</script>' } })
    expect(html).not.toContain('<script>')
    expect(html.match(/"/g)?.length).toBe(code({ options: {} }).html.match(/"/g)?.length)
  })
})
