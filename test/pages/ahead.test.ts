import { describe, expect, it } from 'vitest'
import { CATALOG } from '../../src/engine/catalog.ts'
import { missingLine, nextUp, progressMetal, wayOf } from '../../src/ui/next.ts'
import { measured } from '../../src/ui/units.ts'
import { profilePage } from './every-page.tsx'
import { conditional, leakySecret, NOW, open, unlocked, viewOf } from './made-views.ts'

const DAY = 86_400

describe('what is next', () => {
  const begun = (id: string, progress_pct: number) => open(id, { progress: 1, progress_pct })

  it('is what is closest, locked or a further tier, a few of them', () => {
    const further = unlocked('further', 'Silver', { progress_pct: 95, next_tier: 'Gold' })
    const all = [begun('a', 10), begun('b', 90), further, begun('c', 50), begun('d', 70), begun('e', 30)]
    expect(nextUp(all).map(({ achievement }) => achievement.id)).toEqual(['further', 'b', 'd', 'c'])
  })

  it('is nothing that has not begun, is complete, or is a hidden secret', () => {
    const complete = unlocked('a', 'Olympian', { progress_pct: 100, next_tier: null })
    const secret = { ...leakySecret('c'), progress: 9, progress_pct: 90 }
    expect(nextUp([complete, open('b'), secret])).toEqual([])
    expect(profilePage({ view: viewOf([complete, open('b'), secret]) })).toMatch(
      /<section id="next"[^>]* hidden/,
    )
  })

  it('says how much of what is missing, in its own unit and number', () => {
    const badge = (progress: number) =>
      open('a', {
        progress,
        progress_pct: 60,
        next_tier: 'Silver',
        next_threshold: 1_000,
        threshold_metric: 'git_history_events',
      })
    expect(missingLine(wayOf(badge(988)))).toBe('12 more Git commands on history')
    expect(missingLine(wayOf(badge(999)))).toBe('1 more Git command on history')
    expect(missingLine(wayOf(conditional('b')))).toBe('40 % of the conditions met')
    const html = profilePage({ view: viewOf([badge(988)]) })
    const section = html.match(/<section id="next"[\s\S]*?<\/section>/)?.[0] ?? ''
    expect(section).toContain('12 more Git commands on history to <span class="tier">Silver</span>')
    expect(section).toMatch(/<progress[^>]* max="100" value="60" aria-labelledby="next-a"/)
    expect(section).toContain('href="/@ada#badge-a"')
  })

  it('has a unit for everything that the catalog counts', () => {
    const metrics = CATALOG.flatMap((item) =>
      item.kind === 'multi_condition' ? item.requirements.map(({ metric }) => metric) : [item.metric],
    )
    for (const metric of metrics) expect(measured(2, metric)).toMatch(/^2 [A-Za-z]/)
    expect(measured(3, 'toString')).toBe('3')
  })
})

describe('progress', () => {
  const barsOf = (html: string) =>
    [...html.matchAll(/<progress class="(bar metal[^"]*)"/g)].map(([, name]) => name)
  const further = unlocked('further', 'Silver', { next_tier: 'Gold', progress_pct: 60 })

  it('has the colour of what it leads to, wherever it is drawn', () => {
    const page = profilePage({
      view: viewOf([further, open('closer', { progress_pct: 80, next_tier: 'Copper' })]),
    })
    const [next, badges] = page.split('id="badges"').map(barsOf)
    expect(next).toEqual(['bar metal-copper', 'bar metal-gold'])
    expect(badges?.sort()).toEqual(next)
  })

  it('has that of the last tier once it is reached, and one of its own without tiers', () => {
    expect(progressMetal(unlocked('last', 'Olympian', { next_tier: null }))).toBe('Olympian')
    expect(progressMetal(conditional('one'))).toBe('earned')
  })
})

describe('the timeline', () => {
  const reached = (id: string, at: number) =>
    unlocked(id, 'Copper', { unlocked_at: at, tier_history: [{ tier: 'Copper', reached_at: at }] })
  const timelineOf = (html: string) => html.match(/<section id="timeline"[\s\S]*?<\/section>/)?.[0] ?? ''
  const moment = Date.UTC(2026, 2, 31, 23, 30) / 1000

  it('groups by month and day in the profile’s time zone, the latest first and open', () => {
    const view = viewOf([reached('a', moment), reached('b', moment - 40 * DAY)])
    const html = timelineOf(profilePage({ view }))
    expect([...html.matchAll(/<h3>([^<]*)/g)].map(([, month]) => month)).toEqual([
      'April 2026',
      'February 2026',
    ])
    expect(html).toContain('<time datetime="2026-04-01">Wed 1 Apr</time>')
    expect([...html.matchAll(/<details id="month-([\d-]+)"( open)?/g)].map(([, ...parts]) => parts)).toEqual([
      ['2026-04', ' open'],
      ['2026-02', undefined],
    ])
    const utc = { handle: 'ada', time_zone: 'UTC', visibility: 'public' } as const
    expect(timelineOf(profilePage({ view, profile: utc }))).toContain(
      '<time datetime="2026-03-31">Tue 31 Mar',
    )
  })

  it('shows every tier that was reached by itself, and the highest of those reached together', () => {
    const badge = unlocked('a', 'Gold', {
      tier_history: [
        { tier: 'Copper', reached_at: moment - 9 * DAY },
        { tier: 'Silver', reached_at: moment },
        { tier: 'Gold', reached_at: moment },
      ],
    })
    const html = timelineOf(profilePage({ view: viewOf([badge]) }))
    const tiers = [...html.matchAll(/class="tier">([^<]*)/g)].map(([, tier]) => tier)
    expect(tiers).toEqual(['Gold', 'Copper'])
    expect(html).toContain('2026')
  })

  it('is not narrowed by filters, and not there before the first unlock', () => {
    const view = viewOf([reached('a', moment), open('b')])
    expect(timelineOf(profilePage({ view, filters: { q: 'nowhere' } }))).toContain('Name of a')
    expect(timelineOf(profilePage({ view: viewOf([open('b')]) }))).toMatch(/^<section[^>]* hidden/)
  })
})

describe('what is new', () => {
  const HOURS = 3600
  const at = (now: number) =>
    profilePage({ view: viewOf([unlocked('a', 'Gold')]), viewing: { now, newSeconds: 48 * HOURS } })
  const marks = (html: string) => html.match(/class="new-mark"/g)?.length ?? 0
  const unlockedAt = NOW - 3 * HOURS

  it('is marked for as long as the setting says from when it was reached, whatever the age of the view', () => {
    expect(marks(at(unlockedAt))).toBe(3)
    expect(marks(at(unlockedAt + 48 * HOURS - 1))).toBe(3)
    expect(marks(at(unlockedAt + 48 * HOURS))).toBe(0)
  })

  it('says until when, for the script that takes the mark away', () => {
    expect(at(NOW)).toContain(`data-new-until="${unlockedAt + 48 * HOURS}"`)
  })

  it('is a further tier too, and nothing that is open', () => {
    const tier_history = [
      { tier: 'Copper' as const, reached_at: NOW - 90 * DAY },
      { tier: 'Silver' as const, reached_at: NOW - HOURS },
    ]
    const further = unlocked('a', 'Silver', { unlocked_at: NOW - 90 * DAY, tier_history })
    expect(marks(profilePage({ view: viewOf([further, open('b')]) }))).toBe(3)
  })
})

describe('the way up of a badge', () => {
  const badge = unlocked('a', 'Silver', {
    progress: 1_200,
    next_tier: 'Gold',
    next_threshold: 8_000,
    threshold_metric: 'max_tool_calls_in_session',
    tier_history: [{ tier: 'Silver', reached_at: NOW }],
    evidence: { session_id: 'session-<9>', title: '<b>a title</b>', value: 1_200 },
  })

  it('unfolds below it without a script: each tier with what it asks for, and when it was reached', () => {
    const text = wayIn(profilePage({ view: viewOf([badge]) }))
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')
    expect(text).toContain(
      'Copper 10 reached Silver 1,000 21 Sept 2026 Gold 8,000 6,800 to go Diamond 20,000',
    )
  })

  it('names the session that it stands on where the view does, escaped', () => {
    const html = wayIn(profilePage({ view: viewOf([badge]) }))
    expect(html).toContain('“&lt;b&gt;a title&lt;/b&gt;”, with 1,200 tool calls in one session.')
    expect(html).toContain('<code>session-&lt;9&gt;</code>')
    const stranger = { ...badge, evidence: { value: 1_200 } }
    expect(profilePage({ view: viewOf([stranger]) })).not.toContain('Only you can see this')
  })

  it('lists the conditions of one without tiers', () => {
    expect(wayIn(profilePage({ view: viewOf([conditional('a')]) }))).toMatch(
      /<li>50 Git commands<\/li><li>1 message with an error<\/li>/,
    )
  })

  function wayIn(html: string): string {
    return html.match(/<details id="way-a"[\s\S]*?<\/details>/)?.[0] ?? ''
  }
})
