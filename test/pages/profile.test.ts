import { describe, expect, it } from 'vitest'
import { histories, profilePage } from './every-page.tsx'
import { leakySecret, MASTERED, NOW, open, scanMeta, unlocked, viewOf } from './made-views.ts'

describe('the head of a profile page', () => {
  it('groups the thousands of its numbers', () => {
    expect(profilePage()).toContain('8,564')
  })

  it('names the highest tier and what holds it', () => {
    const html = profilePage({ view: viewOf([unlocked('a', 'Copper'), unlocked('b', 'Olympian')]) })
    expect(textOf(html)).toContain('Highest: Olympian in Name of b')
  })

  it('counts what has no tiers apart, and below every tier', () => {
    const view = viewOf([unlocked('feat', null), unlocked('b', 'Copper')])
    expect(textOf(profilePage({ view }))).toContain('Highest: Copper in Name of b')
    expect(textOf(profilePage({ view }))).toContain('1 Copper 1 One-time')
  })

  it('tells the age of the latest unlocks, a further tier included', () => {
    const view = viewOf([
      unlocked('a', 'Silver', {
        unlocked_at: NOW - 90 * 86_400,
        tier_history: [
          { tier: 'Copper', reached_at: NOW - 90 * 86_400 },
          { tier: 'Silver', reached_at: NOW - 120 },
        ],
      }),
      unlocked('b', 'Gold'),
    ])
    expect(textOf(profilePage({ view }))).toContain(
      'Name of a Silver 2 min ago New Name of b Gold 3 h ago New',
    )
  })

  it.each([
    ['scanned', 'Counted by this server from an uploaded history.'],
    [
      'self-reported',
      'Self-reported: counted on the owner’s machine, checked here for plausibility, not for truth.',
    ],
    [
      'mixed',
      'Partly counted by this server from an uploaded history, partly self-reported: those numbers were checked',
    ],
  ] as const)('says to everybody who counted, and what that proves: %s', (provenance, words) => {
    const html = profilePage({ view: viewOf([open('a')], { provenance }) })
    expect(html).toContain(words)
  })

  it('says nothing of who counted before anything is', () => {
    const html = profilePage({ view: viewOf([open('a')], { provenance: 'none' }) })
    expect(html).not.toContain('class="provenance"')
  })

  it('asks search engines in only when it is public', () => {
    const profile = { handle: 'ada', time_zone: 'UTC', visibility: 'public' } as const
    expect(profilePage()).toContain('noindex')
    expect(profilePage({ profile })).not.toContain('noindex')
  })
})

describe('a category', () => {
  const headings = (html: string) =>
    [...html.matchAll(/<section aria-label="([^"]*)"><h2>(.*?)<\/h2>/gs)].map(([, name, text = '']) => [
      name,
      text.replace(/<[^>]*>/g, '').trim(),
    ])

  it('is mastered in its heading, since when, with what is new in it', () => {
    expect(headings(profilePage({ view: MASTERED }))).toEqual([
      ['Lifestyle', 'Lifestyle 1 of 1 Mastered on 21 Sept 2026'],
      ['Research/Web', 'Research/Web 1 of 2 Mastered on 21 Sept 2026, 1 new badge since'],
      ['Vibe Coding', 'Vibe Coding 1 of 3 Mastered on 21 Sept 2026, 2 new badges since'],
    ])
  })

  it('is as it was where nothing is mastered, or badges are in another order', () => {
    expect(profilePage()).not.toContain('Mastered')
    expect(profilePage({ view: MASTERED, filters: { sort: 'newest' } })).not.toContain('Mastered')
  })
})

describe('a scan', () => {
  it('shows how far it is', () => {
    const html = profilePage({ view: viewOf([open('a')], { scan_meta: scanMeta('in_progress', 1_750) }) })
    expect(html).toContain('Scanned 1,750 of 8,564 sessions · 20 %')
    expect(tag(html, 'id="scan"')).not.toContain('hidden')
  })

  it('is out of sight when there is none, yet there for a script to show', () => {
    expect(tag(profilePage(), 'id="scan"')).toContain('hidden')
  })

  it('is expected as soon as a history is there, and not before', () => {
    const view = viewOf([open('a')], { generated_at: null, scan_meta: scanMeta('pending', 0) })
    expect(tag(profilePage({ view }), 'id="scan"')).not.toContain('hidden')
    expect(tag(profilePage({ view, hasSnapshot: false }), 'id="scan"')).toContain('hidden')
    expect(profilePage({ view, hasSnapshot: false })).toContain('data-follow="false"')
  })

  it('that failed says so and leaves the last view up', () => {
    const html = profilePage({ view: viewOf([unlocked('a', 'Gold')], { error: 'The file was cut short.' }) })
    expect(tag(html, 'id="scan-error"')).not.toContain('hidden')
    expect(html).toContain('The file was cut short.')
    expect(html).toContain('Name of a')
  })
})

describe('a badge', () => {
  it('tells the figure, the next tier and what counts', () => {
    const badge = open('a', { progress: 6_240, progress_pct: 78, next_tier: 'Gold', next_threshold: 8_000 })
    const html = profilePage({ view: viewOf([badge]) })
    expect(textOf(html)).toContain('6,240 of 8,000 to Gold')
    expect(html).toContain('Criteria of a.')
    expect(html).toMatch(/<progress class="bar metal-gold" max="100" value="78" aria-labelledby="name-a"/)
  })

  it('of the last tier has nothing further to reach', () => {
    const badge = unlocked('a', 'Olympian', { progress: 61_204, next_tier: null, progress_pct: 100 })
    expect(textOf(profilePage({ view: viewOf([badge]) }))).toContain('61,204 · highest tier reached')
  })

  it('is dated by when its tier was reached, in the time zone of the profile', () => {
    const lateEvening = Date.UTC(2026, 2, 11, 23, 30) / 1000
    const view = viewOf([
      unlocked('a', 'Gold', {
        unlocked_at: lateEvening - 90 * 86_400,
        tier_history: [
          { tier: 'Copper', reached_at: lateEvening - 90 * 86_400 },
          { tier: 'Gold', reached_at: lateEvening },
        ],
      }),
    ])
    expect(profilePage({ view })).toContain('since 12 Mar 2026')
    const profile = { handle: 'ada', time_zone: 'America/New_York', visibility: 'public' } as const
    expect(profilePage({ view, profile })).toContain('since 11 Mar 2026')
  })

  it('escapes what it shows', () => {
    const html = profilePage({ view: viewOf([open('a', { name: '<b>&"' })], { error: '<img src=x>' }) })
    expect(html).toContain('&lt;b&gt;&amp;&quot;')
    expect(html).not.toContain('<img')
  })
})

describe('a secret', () => {
  const html = profilePage({ view: viewOf([open('a'), leakySecret('port_secret')]) })

  it('shows nothing but that it is hidden, even when the view says more', () => {
    expect(html).toContain('Hidden until you earn it.')
    for (const trace of ['port_secret', 'metric_of', 'Leaky Category', '31,337', '31337']) {
      expect(html).not.toContain(trace)
    }
  })

  it('looks like any other secret', () => {
    const other = profilePage({ view: viewOf([open('a'), leakySecret('another')]) })
    expect(other).toBe(html)
  })

  it('belongs to no category, so that filtering by one does not count it', () => {
    const view = viewOf([open('a'), leakySecret('b')])
    expect(profilePage({ view, filters: { category: 'Leaky Category' } })).not.toContain('Hidden until')
    expect(profilePage({ view, filters: { state: 'secret' } })).toContain('Hidden until')
  })
})

describe('the filters', () => {
  const view = viewOf([unlocked('a', 'Gold'), open('b', { category: 'Research/Web' })])

  it('keep the other choice in their links', () => {
    const html = profilePage({ view, filters: { category: 'Research/Web', state: 'unlocked' } })
    expect(html).toContain('href="/@ada?category=Research%2FWeb&amp;state=discovered#badges"')
    expect(html).toContain('href="/@ada?category=Vibe+Coding&amp;state=unlocked#badges"')
    expect(html).toContain('href="/@ada?state=unlocked#badges"')
    expect(html).toContain('href="/@ada?category=Research%2FWeb#badges"')
  })

  it('narrow the badges and not the score', () => {
    const html = profilePage({ view, filters: { state: 'discovered' } })
    expect(html).not.toContain('id="badge-a"')
    expect(html).toContain('id="badge-b"')
    expect(textOf(html)).toContain('1 of 2 unlocked')
  })

  it('offer a way back when nothing passes', () => {
    const html = profilePage({ view, filters: { category: 'Research/Web', state: 'unlocked' } })
    expect(html).toContain('Show all badges')
  })

  it('put what was earned before what is open, the highest tier first', () => {
    const mixed = viewOf([open('x', { progress_pct: 90 }), unlocked('y', 'Copper'), unlocked('z', 'Diamond')])
    const order = [...profilePage({ view: mixed }).matchAll(/id="badge-(\w)"/g)].map((match) => match[1])
    expect(order).toEqual(['z', 'y', 'x'])
  })
})

describe('the head', () => {
  const headOf = (visibility: 'public' | 'unlisted' | 'private') =>
    profilePage({ profile: { handle: 'ada', time_zone: 'UTC', visibility } }).split('</head>')[0] ?? ''

  it('tells sites that unfold links what it is, and feed readers where the feeds are', () => {
    for (const head of [headOf('public'), headOf('unlisted')]) {
      expect(head).toContain('property="og:image" content="https://laurel.example/@ada/og.png"')
      const alternates = [...head.matchAll(/<link rel="alternate" type="([^"]+)"[^>]* href="([^"]+)"/g)]
      expect(alternates.map(([, type, href]) => [type, href])).toEqual([
        ['application/atom+xml', 'https://laurel.example/@ada/feed.atom'],
        ['application/feed+json', 'https://laurel.example/@ada/feed.json'],
        [
          'application/json+oembed',
          'https://laurel.example/oembed?url=https%3A%2F%2Flaurel.example%2F%40ada',
        ],
      ])
    }
    expect(headOf('private')).not.toMatch(/og:|oembed|feed/)
  })

  it('tells search engines of a public page alone what was earned, and nothing of what is hidden', () => {
    const json = headOf('public').match(/<script type="application\/ld\+json">(.*?)<\/script>/)?.[1] ?? ''
    expect(JSON.parse(json)).toMatchObject({
      '@type': 'ProfilePage',
      mainEntity: { name: '@ada', award: ['Name of one (Gold)'] },
    })
    expect(headOf('unlisted')).not.toContain('ld+json')
  })
})

describe('the owner', () => {
  it('is asked to scan in the browser first, and uploads only when they open that', () => {
    const html = profilePage({ sources: histories() })
    expect(html.indexOf('data-scan')).toBeLessThan(html.indexOf('data-upload='))
    expect(html).toMatch(/<details class="history-form"><summary>Upload a whole history/)
    expect(tag(html, 'data-local=')).toContain('hidden')
  })

  it('with several histories chooses which one a report takes the place of', () => {
    expect(profilePage({ sources: histories() })).toMatch(/<select id="publish-source" name="source"/)
    const one = { ...histories(), sources: histories().sources.slice(1, 2) }
    expect(profilePage({ sources: one })).not.toContain('publish-source')
    expect(profilePage({ sources: one })).toContain('data-source="laptop"')
  })

  it('alone sees the tools', () => {
    expect(profilePage()).not.toContain('Owner tools')
    const html = profilePage({ sources: histories() })
    for (const action of ['rescan', 'settings', 'delete']) {
      expect(html).toContain(`method="post" action="/@ada/${action}"`)
    }
  })

  it('sees each history with what is stored of it, and what it lacks', () => {
    const text = textOf(profilePage({ sources: histories() }))
    expect(text).toContain('default 82.0 MB · 8,564 sessions · uploaded 2 h ago')
    expect(text).toMatch(/laptop file deleted · 8,564 sessions .*Upload it again to update its counts/)
    expect(text).toContain('server Nothing uploaded yet')
  })

  it('sees who counted each history, and which is to be reported again', () => {
    const text = textOf(profilePage({ sources: histories() }))
    expect(text).toMatch(/default 82\.0 MB .* scanned/)
    expect(text).toContain('work self-reported · 12 sessions · reported 2 h ago')
    expect(text).toMatch(/older self-reported .*not counted yet .*Report it again to update its counts/)
  })

  it('with several histories chooses which one an upload replaces; with one there is nothing to choose', () => {
    const several = histories()
    expect(profilePage({ sources: several })).toMatch(/<select[^>]*data-upload-source/)
    const one = { ...several, sources: several.sources.slice(0, 1) }
    expect(profilePage({ sources: one })).toMatch(
      /<input type="hidden" data-upload-source[^>]*value="default"/,
    )
    expect(profilePage()).not.toContain('data-upload-source')
  })

  it('has to type the handle to delete', () => {
    expect(profilePage({ sources: histories() })).toMatch(
      /<input id="delete-confirm" name="confirm"[^>]*required[^>]*pattern="ada"/,
    )
  })

  it('is invited to upload when there is no history, and has nothing to rescan', () => {
    const html = profilePage({ sources: histories(), hasSnapshot: false, view: viewOf([]) })
    expect(html).toContain('This page has no history yet.')
    expect(html).not.toContain('/@ada/rescan')
  })
})

function textOf(html: string): string {
  return html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
}

/** The start tag that holds `attribute`. */
function tag(html: string, attribute: string): string {
  const at = html.indexOf(attribute)
  return html.slice(html.lastIndexOf('<', at), html.indexOf('>', at))
}
