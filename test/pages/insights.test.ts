import { describe, expect, it } from 'vitest'
import type { InsightsModel } from '../../src/contract/insights.ts'
import { dayOf } from '../../src/ui/charts/days.ts'
import { daysShown } from '../../src/ui/insights/day-by-day.tsx'
import { choiceIn, daysName, noSessions, PERIODS, periodLabel } from '../../src/ui/insights/periods.ts'
import { profilePage } from './every-page.tsx'
import { insightsOver, totals } from './made-sessions.ts'
import { insightsPage } from './owner-pages.tsx'

const textOf = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
const choiceOf = (query: string) => choiceIn(new URLSearchParams(query))

describe('what the page of insights is asked for', () => {
  it('is the last 30 days of all platforms, and nonsense is that too', () => {
    for (const query of ['', 'days=soon&source=', 'days='])
      expect(choiceOf(query)).toEqual({ days: 30, source: null })
  })

  it('is named in the address as it is understood there', () => {
    for (const days of PERIODS) {
      expect(daysName(choiceOf(`days=${days}`).days)).toBe(days === '30' ? '' : days)
    }
    expect(PERIODS.map(periodLabel)).toEqual(['7 days', '30 days', '90 days', '365 days', 'All'])
  })

  it('is named where it has no sessions, unless it is all of them', () => {
    const said = ['days=all', 'days=all&source=cli', 'days=1', 'days=7&source=cli'].map((query) =>
      noSessions(choiceOf(query)),
    )
    expect(said).toEqual([
      'No sessions.',
      'No sessions on cli.',
      'No sessions in the last day.',
      'No sessions in the last 7 days on cli.',
    ])
  })
})

describe('the page of insights', () => {
  it('has the totals, and its charts as tables, too', () => {
    const html = insightsPage()
    expect(textOf(html)).toContain('Sessions 12')
    for (const heading of ['By hour', 'By weekday', 'Sessions per day', 'Tokens per day', 'Cost per day']) {
      expect(html).toContain(`<h3>${heading}</h3>`)
      expect(html).toContain(`<caption class="sr-only">${heading}</caption>`)
    }
    expect(html.match(/role="img" aria-labelledby/g)?.length).toBeGreaterThanOrEqual(5)
  })

  it('has what was used, ten of each and the others below', () => {
    const html = insightsPage()
    for (const name of ['model-11', 'tool_0', 'skill-11', 'telegram']) expect(html).toContain(name)
    expect(textOf(html)).toContain('2 more : Models')
  })

  it('has of models what is known of any', () => {
    const insights = insightsOver(12)
    const page = (known: Partial<InsightsModel>) => {
      const models = insights.report.models.map((model) => ({ ...model, ...known }))
      const html = insightsPage({ insights: { ...insights, report: { ...insights.report, models } } })
      return textOf(html.slice(html.indexOf('id="models-heading"')))
    }
    const nothing = { reasoning_tokens: 0, api_calls: 0, cost: 0, cache_read_tokens: 0 }
    expect(page(nothing)).toMatch(/Model Share Tokens Sessions Tool calls/)
    const known = { reasoning_tokens: 1500, api_calls: 12, cost: 3.5 }
    const cached = { input_tokens: 50, cache_read_tokens: 30, cache_write_tokens: 20 }
    const html = page({ ...known, ...cached })
    expect(html).toMatch(/Model Share Tokens Reasoning Cached Cost Sessions API calls Tool calls/)
    expect(html).toMatch(/1\.5K 30 % \$3\.50 \d+ 12 /)
  })

  it('keeps the platform while the period changes, and the period while the platform does', () => {
    const html = insightsPage({ choice: { days: 90, source: 'a&b' } })
    expect(html).toContain('href="/@ada/insights?days=7&amp;source=a%26b"')
    expect(html).toContain('href="/@ada/insights?source=a%26b"')
    expect(html).toContain('href="/@ada/insights?days=90&amp;source=cli"')
    expect(html).toMatch(/href="\/@ada\/insights\?days=90&amp;source=a%26b" aria-current="true"/)
  })

  it('of many days shows weeks, months or years, and a calendar for each year', () => {
    expect(insightsPage({ choice: { days: 365, source: null }, insights: insightsOver(200, 365) })).toContain(
      'Tokens per week',
    )
    const years = insightsPage({
      choice: { days: 36_500, source: null },
      insights: insightsOver(75, 36_500, 20),
    })
    expect(years).toContain('Tokens per month')
    expect(years.match(/<h4>\d{4}<\/h4>/g)).toHaveLength(5)
  })

  it('of days without a session says so, and leads to all of them', () => {
    const insights = { ...insightsOver(0), platforms: ['cli'] }
    const html = insightsPage({ insights, choice: { days: 7, source: 'cli' } })
    expect(textOf(html)).toContain('No sessions in the last 7 days on cli.')
    expect(html).toContain('href="/@ada/insights?days=all"')
    expect(html).not.toContain('<figure')
  })

  it('says how sessions get here where there are none, and how those do that were reported without', () => {
    expect(textOf(insightsPage({ insights: insightsOver(0) }))).toContain('No sessions yet.')
    const html = textOf(insightsPage({ insights: { ...insightsOver(0), unlisted: 12 } }))
    expect(html).toContain('Of 12 sessions, only the counts were published.')
    expect(html).toMatch(/“Also my sessions and insights”.* laurel push --sessions/)
    expect(html).not.toContain('No sessions yet.')
  })

  it('names the sessions that stand out, and leads to them', () => {
    const html = insightsPage()
    expect(html).toContain('href="/@ada/sessions?q=session-11&amp;children=1&amp;archived=1"')
    const insights = insightsOver(1)
    const leading = insights.leading.map((session) => ({ ...session, title: '<b>Why?' }))
    expect(insightsPage({ insights: { ...insights, leading } })).toContain('>&lt;b&gt;Why?</a>')
  })

  it('writes what a history calls its models and tools as text', () => {
    const insights = insightsOver(1)
    const [model] = insights.report.models
    const named = { ...insights.report, models: model ? [{ ...model, model: '<img src=x>' }] : [] }
    expect(insightsPage({ insights: { ...insights, report: named } })).not.toContain('<img')
  })

  it('has a switch that publishes totals, shows what that is, and takes it back', () => {
    const [off, on] = [insightsPage(), insightsPage({ publishes: { totals: true, calendar: false } })]
    expect(off).toMatch(
      /method="post" action="\/@ada\/insights"><input type="hidden" name="publish" value="yes"/,
    )
    expect(on).toMatch(
      /method="post" action="\/@ada\/insights"><input type="hidden" name="publish" value="no"/,
    )
    for (const html of [off, on]) expect(html).toContain('id="by-numbers"')
    const nothing = { insights: insightsOver(0), totals: totals({ total_sessions: 0 }) }
    expect(insightsPage(nothing)).not.toContain('name="publish"')
    const still = insightsPage({ ...nothing, publishes: { totals: true, calendar: false } })
    expect(still).toContain('name="publish" value="no"')
  })

  it('has another switch for the calendar, which can be embedded once it is shown', () => {
    const [off, on] = [insightsPage(), insightsPage({ publishes: { totals: false, calendar: true } })]
    expect(off).toContain('name="calendar" value="yes"')
    expect(off).not.toContain('calendar.svg')
    expect(on).toContain('name="calendar" value="no"')
    for (const link of ['/@ada/calendar.svg', '/@ada/embed?kind=calendar'])
      expect(on).toContain(`href="${link}"`)
  })
})

describe('the days that are shown', () => {
  const today = dayOf('2026-03-31')
  const daily = (...dates: string[]) =>
    dates.map((date) => ({ ...(insightsOver(1).daily[0] ?? fail()), date }))

  it('are those that were asked for, but none before the first with a session', () => {
    expect(daysShown(daily('2026-03-02', '2026-03-30'), { days: 30, today })).toEqual({
      from: dayOf('2026-03-02'),
      to: today,
    })
    expect(daysShown(daily('2026-03-01'), { days: 7, today }).from).toBe(dayOf('2026-03-24'))
  })

  it('go on to a session that says it is yet to come', () => {
    expect(daysShown(daily('2026-03-30', '2027-01-01'), { days: 30, today }).to).toBe(dayOf('2027-01-01'))
  })
})

describe('totals on a profile’s page', () => {
  it('are there when they are published, and are totals alone', () => {
    const html = profilePage({ totals: totals() })
    expect(textOf(html)).toMatch(/By the numbers last 30 days Sessions 12 Messages 90 Tool calls 66 Tokens/)
    for (const trace of ['model-11', 'tool_1', 'skill-11', 'session-11', 'telegram', '$']) {
      expect(html).not.toContain(trace)
    }
  })

  it('say where they are not this server’s own', () => {
    const said = (provenance: 'scanned' | 'self-reported' | 'mixed') =>
      /By the numbers (.*?) Sessions/.exec(textOf(profilePage({ totals: totals({ provenance }) })))?.[1]
    expect(said('scanned')).toBe('last 30 days')
    expect(said('self-reported')).toBe('last 30 days, self-reported')
    expect(said('mixed')).toBe('last 30 days, partly self-reported')
  })

  it('are not there when they are not, or when there is nothing to total', () => {
    expect(profilePage({ totals: null })).not.toContain('By the numbers')
    expect(profilePage({ totals: totals({ total_sessions: 0 }) })).not.toContain('By the numbers')
  })
})

function fail(): never {
  throw new Error('there is no day')
}
