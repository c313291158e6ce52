import { describe, expect, it } from 'vitest'
import { choiceFrom, kindsWith } from '../../functions/pages/profile/embed-choice.ts'
import { type OptionName, PICTURE_OPTIONS, THEME_NAMES } from '../../src/contract/cards.ts'
import { AUTO } from '../../src/render/themes.ts'
import {
  EMBED_KINDS,
  EMBED_THEMES,
  type EmbedChoice,
  embedCode,
  embedKind,
  pictureUrl,
} from '../../src/ui/embed.ts'
import { ROUTES, urls } from '../../src/urls.ts'
import { embedPage } from './every-page.tsx'

const choice: EmbedChoice = { kind: 'card', light: 'sand', dark: 'ink', options: { locale: 'de', style: '' } }
const code = (over: Partial<EmbedChoice> = {}) =>
  embedCode(urls({ origin: 'https://laurel.example' }), 'ada', { ...choice, ...over })
const ALT = 'Achievements of @ada on Laurel'
const KINDS = Object.keys(EMBED_KINDS).map(embedKind)

describe('what is pasted elsewhere', () => {
  it('is HTML that follows the reader’s light and dark, links to the page and says what it is', () => {
    const { html } = code()
    expect(html).toMatch(/^<a href="https:\/\/laurel.example\/@ada">\n<picture>\n/)
    expect(html).toContain(
      'media="(prefers-color-scheme: dark)" srcset="https://laurel.example/@ada/card.svg?theme=ink&amp;locale=de"',
    )
    expect(html).toContain(
      `<img alt="${ALT}" src="https://laurel.example/@ada/card.svg?theme=sand&amp;locale=de" />`,
    )
    expect(code({ dark: 'sand' }).html).not.toContain('<picture>')
  })

  it.each(KINDS)('of a %s is Markdown that has no HTML in it', (kind) => {
    for (const dark of ['ink', 'sand']) {
      expect(code({ kind, dark }).markdown).toMatch(/^\[!\[[^\]<]+\]\([^\s<)]+\)\]\([^\s<)]+\)$/)
    }
  })

  it('is Markdown that switches by itself between the two themes that can', () => {
    expect([EMBED_THEMES.light, EMBED_THEMES.dark]).toEqual(AUTO)
    expect(code(EMBED_THEMES).markdown).toContain('/card.svg?theme=auto&locale=de)')
    expect(code().markdown).toContain('/card.svg?theme=sand&locale=de)')
  })

  it('has no option that was not chosen, and a theme only where one is drawn', () => {
    expect(pictureUrl(ROUTES, 'ada', choice, 'ink')).toBe('/@ada/card.svg?theme=ink&locale=de')
    expect(code({ kind: 'story', options: {} }).url).toBe('https://laurel.example/@ada/story.png')
    expect(code({ kind: 'story', options: {} }).html).not.toContain('<picture>')
  })

  it('lets shields.io fetch what the badge says, in one of its styles', () => {
    const { url, html } = code({
      kind: 'shield',
      options: { achievement: 'let_him_cook', style: 'flat-square' },
    })
    const { origin, pathname, searchParams } = new URL(url)
    expect(origin + pathname).toBe('https://img.shields.io/endpoint')
    expect(Object.fromEntries(searchParams)).toEqual({
      url: 'https://laurel.example/@ada/shield.json?achievement=let_him_cook',
      style: 'flat-square',
    })
    expect(html).not.toContain('<picture>')
  })

  it('says of a calendar that it is one', () => {
    expect(code({ kind: 'calendar' }).html).toContain('alt="Activity of @ada on Laurel"')
  })

  it('can break out of no attribute', () => {
    const { html } = code({ options: { locale: '"><script>alert(1)</script>' } })
    expect(html).not.toContain('<script>')
    expect(html.match(/"/g)?.length).toBe(code({ options: {} }).html.match(/"/g)?.length)
  })
})

describe('the controls', () => {
  const named = (html: string) =>
    new Set([...html.matchAll(/<(?:input|select)[^>]* name="([^"]+)"/g)].map(([, name = '']) => name))
  /** The fields of a page that take part: those in no disabled fieldset. */
  const enabled = (html: string) => named(html.replace(/<fieldset[^>]* disabled[\s\S]*?<\/fieldset>/g, ''))
  const optionsOf = (picture: keyof typeof PICTURE_OPTIONS): string[] =>
    Object.keys(PICTURE_OPTIONS[picture].shape).flatMap((name) =>
      name === 'theme' ? ['light', 'dark'] : name,
    )

  it.each(['card', 'trophies', 'badge', 'calendar'] as const)(
    'of a %s are all of its options, and no others',
    (kind) => {
      expect([...enabled(embedPage({ kind }))].sort()).toEqual(['kind', ...optionsOf(kind)].sort())
    },
  )

  it('of the other pictures are those that change something', () => {
    expect([...enabled(embedPage({ kind: 'story' }))]).toEqual(['kind'])
    expect([...enabled(embedPage({ kind: 'preview' }))].sort()).toEqual(['achievement', 'kind'])
    expect([...enabled(embedPage({ kind: 'shield' }))].sort()).toEqual([
      'achievement',
      'kind',
      'locale',
      'style',
    ])
  })

  it('name every theme beside its colours, and every language in itself', () => {
    const html = embedPage()
    expect(html.match(/type="radio" name="light"[^>]*\/><svg/g)?.length).toBe(THEME_NAMES.length + 1)
    expect(html).toContain('>Deutsch</option>')
  })

  it('name the badges that can stand alone', () => {
    const html = embedPage({ kind: 'badge', options: { achievement: 'two' } })
    expect(html).toMatch(/<option value="two" selected[^>]*>[^<]+\(locked\)<\/option>/)
  })

  it('are for the pictures that they say', () => {
    expect(kindsWith('columns')).toEqual(['trophies'])
    expect(kindsWith('achievement')).toEqual(['badge', 'shield', 'preview'])
  })
})

describe('the query of the page', () => {
  const chosen = (query: string) => {
    const fields = new URLSearchParams(query)
    const lists = Object.fromEntries([...fields.keys()].map((name) => [name, fields.getAll(name)]))
    return choiceFrom(lists, new Set(['let_him_cook']))
  }

  it('is understood as the picture understands its own', () => {
    const query =
      'kind=trophies&light=rose&dark=wine&columns=4&rows=3&tier=Gold&tier=Diamond&hide=title&show=locked' +
      '&bg_color=%23ABC&hide_border=true&category=Model+Lore&card_width=640&locale=de-AT'
    const { kind, light, dark, options } = chosen(query)
    expect([kind, light, dark]).toEqual(['trophies', 'rose', 'wine'])
    const written = new URL(pictureUrl(urls({ origin: 'https://x' }), 'ada', chosen(query), 'rose'))
      .searchParams
    expect(PICTURE_OPTIONS.trophies.parse(Object.fromEntries(written))).toEqual({
      ...PICTURE_OPTIONS.trophies.parse({ ...options, theme: 'rose' }),
    })
    expect(options).toEqual({
      columns: '4',
      rows: '3',
      tier: 'Gold,Diamond',
      hide: 'title',
      show: 'locked',
      bg_color: 'abc',
      hide_border: 'true',
      category: 'Model Lore',
      card_width: '640',
      locale: 'de',
    } satisfies Partial<Record<OptionName, string>>)
  })

  it('is ignored where it does not fit', () => {
    expect(chosen('kind=constructor&light=pink&dark=&card_width=9&columns=3&hide_border=no&x=y')).toEqual({
      kind: 'card',
      ...EMBED_THEMES,
      options: {},
    })
  })

  it('names no badge that is hidden', () => {
    expect(chosen('kind=badge&achievement=let_him_cook').options).toEqual({ achievement: 'let_him_cook' })
    expect(chosen('kind=badge&achievement=secret_1').options).toEqual({})
  })
})
