import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SETTINGS } from '../../src/config.ts'
import {
  CARD_KINDS,
  type CardKind,
  type Period,
  type Story,
  type StoryCard,
} from '../../src/contract/wrapped.ts'
import { TIER_NAMES } from '../../src/engine/types.ts'
import { cardText } from '../../src/ui/wrapped/words.ts'
import type { EarnedBadge } from '../../src/wrapped/badge-steps.ts'
import { boundsOf, periodIn, periodKey } from '../../src/wrapped/period.ts'
import { periodsWith, StoryTally, storyOf } from '../../src/wrapped/story.ts'
import { unlocked } from '../pages/made-views.ts'
import { record } from '../sessions/list/records.ts'
import { recounted } from './recounted.ts'

const YEAR: Period = { year: 2026, month: null }
const NOVEMBER: Period = { year: 2026, month: 11 }
/** After all of it. */
const LATER = Date.UTC(2027, 5, 1) / 1000
const FACTS = { badges: [], provenance: 'scanned', favourites: 'names', timeZone: 'UTC', now: LATER } as const

const at = (text: string) => Date.parse(`${text}Z`) / 1000
const session = (start: string, known = {}) => record(start, { started_at: at(start), ...known })
const daily = (count: number, first = '2026-11-02T09:30', known = {}) =>
  Array.from({ length: count }, (_, day) =>
    record(`s${day}`, { started_at: at(first) + day * 86_400, ...known }),
  )
const kindsOf = (story: Story | null) => story?.cards.map(({ kind }) => kind)

function cardOf<Kind extends CardKind>(story: Story | null, kind: Kind) {
  const card = story?.cards.find((one): one is Extract<StoryCard, { kind: Kind }> => one.kind === kind)
  if (card === undefined) throw new Error(`there is no ${kind}`)
  return card
}

describe('a story', () => {
  const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Kiritimati', 'Asia/Kathmandu']
  const names = ['terminal', 'read_file', 'browser', 'patch']
  const times = fc.oneof(
    fc.integer({ min: at('2025-12-25T00:00'), max: at('2027-01-07T00:00') }),
    fc.double({ min: at('2026-10-30T12:00'), max: at('2026-12-02T12:00'), noNaN: true }),
    fc.constantFrom(null, 0, at('2026-11-01T00:00'), at('2026-12-01T00:00'), at('2026-10-31T23:59:59.999')),
  )
  const amounts = fc.option(fc.nat(5000))
  const sessions = fc.array(
    fc.record({
      started_at: times,
      message_count: amounts,
      tool_call_count: amounts,
      model: fc.constantFrom(null, 'vendor/one', 'two', ''),
      input_tokens: amounts,
      marks: fc.constantFrom(null, ''),
      tools: fc.array(fc.record({ tool: fc.constantFrom(...names), rows: fc.nat(9), calls: fc.nat(9) }), {
        maxLength: 3,
      }),
    }),
    { maxLength: 60 },
  )
  const reached = fc.integer({ min: at('2025-06-01T00:00'), max: at('2027-03-01T00:00') })
  const badges = fc.array(
    fc.record({
      tiers: fc.integer({ min: 0, max: TIER_NAMES.length }),
      times: fc.array(reached, { minLength: 5, maxLength: 5 }),
      isOpen: fc.boolean(),
      dated_by: fc.constantFrom(undefined, 'scan' as const),
    }),
    { maxLength: 12 },
  )

  it('says in every card what a plain recount of the sessions and badges says', () => {
    fc.assert(
      fc.property(
        sessions,
        badges,
        fc.constantFrom(YEAR, NOVEMBER, { year: 2026, month: 2 }),
        fc.constantFrom(...zones),
        fc.constantFrom('none' as const, 'numbers' as const, 'names' as const),
        (known, earned, period, timeZone, favourites) => {
          const records = known.map((values, index) => record(`s${index}`, values))
          const made = earned.map((values, index) => badgeOf(`b${index}`, values))
          const story = storyOf(records, period, { ...FACTS, badges: made, timeZone, favourites })
          const plain = recounted(records, made, { period, timeZone, favourites })
          expect(story?.cards ?? []).toEqual(plain)
          if (story) expect(story.sessions).toBe(cardOf(story, 'finale').sessions)
        },
      ),
    )
  })

  it('is made of the sessions around it, in whatever order they come', () => {
    fc.assert(
      fc.property(
        sessions,
        fc.constantFrom(YEAR, NOVEMBER),
        fc.constantFrom(...zones),
        (known, period, zone) => {
          const records = known.map((values, index) => record(`s${index}`, values))
          const { begin, end } = boundsOf(period)
          const tally = new StoryTally(period, zone)
          const started = records.map(({ started_at }) => started_at || Number.POSITIVE_INFINITY)
          for (const one of records.toReversed()) {
            const { started_at } = one
            if (started_at !== null && started_at >= begin && started_at < end) tally.add(one)
          }
          const facts = { ...FACTS, firstEver: Math.min(...started) }
          expect(tally.story(facts)).toEqual(storyOf(records, period, { ...FACTS, timeZone: zone }))
        },
      ),
    )
  })

  it('has eight cards of a rich year, in order, the last of which stands alone', () => {
    const tools = [{ tool: 'terminal', rows: 20, calls: 20 }]
    const records = [
      ...daily(6, '2026-11-02T09:30', { tools, model: 'one', input_tokens: 5 }),
      session('2026-11-03T10:00'),
    ]
    const made = [badgeAt('old', '2025-03-01T00:00'), badgeAt('new', '2026-11-03T00:00')]
    const story = storyOf(records, YEAR, { ...FACTS, badges: made })
    expect(kindsOf(story)).toEqual(CARD_KINDS)
    expect(story?.cards.at(-1)).toEqual({ kind: 'finale', sessions: 7, active_days: 6, streak: 6, badges: 1 })
  })

  it('is short of a quiet month, and never sad', () => {
    const quiet = [session('2026-10-02T10:00'), session('2026-11-20T23:10')]
    const story = storyOf(quiet, NOVEMBER, { ...FACTS, badges: [badgeAt('old', '2025-03-01T00:00')] })
    expect(kindsOf(story)).toEqual(['origin', 'finale'])
    expect(cardOf(story, 'origin')).toEqual({
      kind: 'origin',
      day: '2026-11-20',
      sessions: 1,
      first_ever: false,
    })
    const words = story?.cards.flatMap((card) => cardText(card, story).facts).join(' ')
    expect(words).not.toMatch(/\b0\b|only|no /)
  })

  it('tells nothing of a period without sessions and badges, or that has not begun', () => {
    expect(storyOf(daily(9), { year: 2025, month: null }, FACTS)).toBeNull()
    expect(storyOf(daily(9), NOVEMBER, { ...FACTS, now: at('2026-10-31T23:59') })).toBeNull()
    const soon = { ...FACTS, now: at('2026-10-31T23:59'), timeZone: 'Asia/Tokyo' }
    expect(storyOf(daily(9), NOVEMBER, soon)?.to).toBe('2026-11-01')
  })

  it('says until when it goes, while its period lasts', () => {
    const story = storyOf(daily(9), NOVEMBER, { ...FACTS, now: at('2026-11-12T08:00') })
    expect([story?.from, story?.to]).toEqual(['2026-11-01', '2026-11-12'])
  })

  it('counts days and hours in its time zone, through changes of the clocks', () => {
    // The night in which New York's clocks go back, and one before it.
    const starts = ['2026-10-31T06:30', '2026-11-01T05:30', '2026-11-01T06:30', '2026-11-02T04:59']
    const facts = { ...FACTS, timeZone: 'America/New_York' }
    const story = storyOf(
      starts.map((start) => session(start)),
      YEAR,
      facts,
    )
    expect(cardOf(story, 'finale')).toMatchObject({ sessions: 4, active_days: 2, streak: 2 })
    expect(kindsOf(storyOf([session('2026-11-01T03:30')], NOVEMBER, facts))).toBeUndefined()
  })
})

describe('a card comes with its minimum, and not before', () => {
  it('the rate of work', () => {
    const least = SETTINGS.WRAPPED_SESSIONS_MIN.value
    expect(kindsOf(storyOf(daily(least), YEAR, FACTS))).toContain('rate')
    expect(kindsOf(storyOf(daily(least - 1), YEAR, FACTS))).not.toContain('rate')
  })

  it('the longest streak', () => {
    const least = SETTINGS.WRAPPED_DAYS_MIN.value
    expect(cardOf(storyOf(daily(least), YEAR, FACTS), 'streak')).toMatchObject({
      days: least,
      from: '2026-11-02',
    })
    expect(kindsOf(storyOf(daily(least - 1), YEAR, FACTS))).not.toContain('streak')
  })

  it('the busiest day, which has company on other days', () => {
    const busy = session('2026-11-03T11:00')
    const least = SETTINGS.WRAPPED_DAYS_MIN.value
    expect(cardOf(storyOf([...daily(least), busy], YEAR, FACTS), 'busiest')).toMatchObject({
      day: '2026-11-03',
      day_sessions: 2,
      hour: 9,
      hour_sessions: least,
    })
    expect(kindsOf(storyOf(daily(least), YEAR, FACTS))).not.toContain('busiest')
    expect(kindsOf(storyOf([...daily(least - 1), busy], YEAR, FACTS))).not.toContain('busiest')
  })

  it('on a tie, the earlier: day, hour and streak', () => {
    const starts = [2, 3, 4, 7, 8, 9].flatMap((day) =>
      ['09', '14'].map((hour) => session(`2026-11-0${day}T${hour}:00`)),
    )
    const story = storyOf(starts.toReversed(), YEAR, FACTS)
    expect(cardOf(story, 'busiest')).toMatchObject({ day: '2026-11-02', day_sessions: 2, hour: 9 })
    expect(cardOf(story, 'streak')).toMatchObject({ days: 3, from: '2026-11-02', to: '2026-11-04' })
  })

  it('favourites, by name only if names are wanted', () => {
    const used = (uses: number) => [{ tool: 'terminal', rows: uses, calls: 0 }]
    const least = SETTINGS.WRAPPED_TOOL_USES_MIN.value
    const known = [session('2026-11-03T11:00', { tools: used(least), model: 'vendor/one', input_tokens: 1 })]
    const named = cardOf(storyOf(known, YEAR, FACTS), 'favourites')
    expect(named.tools).toEqual([{ name: 'terminal', uses: least }])
    expect(named.model).toEqual({ name: 'one', sessions: 1 })
    const counted = cardOf(storyOf(known, YEAR, { ...FACTS, favourites: 'numbers' }), 'favourites')
    expect(counted).toEqual({
      kind: 'favourites',
      distinct_tools: 1,
      distinct_models: 1,
      tools: [],
      model: null,
    })
    expect(kindsOf(storyOf(known, YEAR, { ...FACTS, favourites: 'none' }))).not.toContain('favourites')
    const few = [session('2026-11-03T11:00', { tools: used(least - 1) })]
    expect(kindsOf(storyOf(few, YEAR, FACTS))).not.toContain('favourites')
  })

  it('before and after, only where there was something before and is more now', () => {
    const [old, fresh] = [badgeAt('old', '2026-10-31T23:59'), badgeAt('fresh', '2026-11-01T00:00')]
    const of = (...made: EarnedBadge[]) => storyOf(daily(1), NOVEMBER, { ...FACTS, badges: made })
    expect(cardOf(of(old, fresh), 'change')).toMatchObject({ before: 1, after: 2 })
    expect(kindsOf(of(old))).toEqual(['origin', 'finale'])
    expect(kindsOf(of(fresh))).toEqual(['origin', 'badges', 'finale'])
  })

  it('badges, none of them undated or still to be won', () => {
    const undated = badgeAt('undated', '2026-11-05T00:00', { dated_by: 'scan' })
    const open = { ...badgeAt('open', '2026-11-05T00:00'), unlocked: false }
    expect(kindsOf(storyOf(daily(1), YEAR, { ...FACTS, badges: [undated, open] }))).toEqual([
      'origin',
      'finale',
    ])
  })
})

describe('a period', () => {
  it.each<[string, Period | null]>([
    ['1970', { year: 1970, month: null }],
    ['9999-12', { year: 9999, month: 12 }],
    ['2026-01', { year: 2026, month: 1 }],
    ...['1969', '10000', '2026-00', '2026-13', '2026-1', '2026-', '26', '', '2026-11-01', ' 2026'].map(
      (text): [string, null] => [text, null],
    ),
  ])('%j is %j', (text, period) => {
    expect(periodIn(text)).toEqual(period)
    if (period !== null) expect(periodKey(period)).toBe(text)
  })

  it('is offered where there are sessions, newest first, a year before its months', () => {
    const records = [session('2026-11-03T11:00'), session('2025-12-31T23:30'), record('undated')]
    expect(periodsWith(records, 'UTC').map(periodKey)).toEqual(['2026', '2026-11', '2025', '2025-12'])
    expect(periodsWith(records, 'Europe/Berlin').map(periodKey)).toEqual(['2026', '2026-11', '2026-01'])
  })
})

function badgeAt(id: string, time: string, change = {}): EarnedBadge {
  const reached_at = at(time)
  return unlocked(id, 'Gold', {
    unlocked_at: reached_at,
    tier_history: [{ tier: 'Gold', reached_at, ...change }],
  })
}

interface Drawn {
  /** How many tiers it has reached; one without tiers if 0. */
  tiers: number
  times: number[]
  isOpen: boolean
  dated_by: 'scan' | undefined
}

function badgeOf(id: string, { tiers, times, isOpen, dated_by }: Drawn): EarnedBadge {
  const ascending = times.toSorted((a, b) => a - b)
  const dating = dated_by === undefined ? {} : { dated_by }
  return unlocked(id, TIER_NAMES[tiers - 1] ?? null, {
    unlocked: !isOpen,
    unlocked_at: ascending[0] ?? null,
    ...dating,
    tier_history: TIER_NAMES.slice(0, tiers).map((tier, index) => ({
      tier,
      reached_at: ascending[index] ?? 0,
      ...(index === 0 ? dating : {}),
    })),
  })
}
