import { SETTINGS } from '../config.ts'
import type { Provenance } from '../contract/achievements.ts'
import type { BasisRarity } from '../contract/rarity.ts'
import type { Favourites, FavouritesCard, Period, Story, StoryCard } from '../contract/wrapped.ts'
import { localTime } from '../engine/local-time.ts'
import type { SessionRecord } from '../engine/session-record.ts'
import { ModelTally } from '../sessions/insights/models.ts'
import { spendingOf } from '../sessions/insights/spending.ts'
import { ToolTally } from '../sessions/insights/tools.ts'
import { BadgeSteps, type EarnedBadge } from './badge-steps.ts'
import { DayTally } from './day-tally.ts'
import { dayKey, daysOf, periodKey } from './period.ts'

/** What a story tells of besides sessions. */
export interface StoryFacts {
  badges: readonly EarnedBadge[]
  provenance: Provenance
  /** When the first session of all started, in Unix seconds; null without one. */
  firstEver: number | null
  /** What to say of tools and models. */
  favourites: Favourites
  /** What is known of how rare badges are among pages that were counted in the same way. */
  rarity?: BasisRarity | null
  /** Unix seconds. */
  now: number
}

/** A model that a session does not name. */
const UNKNOWN = 'unknown'

/** Makes a story from sessions added one by one, keeping none of them. Each card comes with a minimum of its own. */
export class StoryTally {
  readonly #period: Period
  readonly #timeZone: string
  readonly #days = new DayTally()
  readonly #tools = new ToolTally()
  readonly #models = new ModelTally()
  #sessions = 0
  #messages = 0
  #toolCalls = 0
  /** The earliest start, in Unix seconds. */
  #start = Number.POSITIVE_INFINITY

  /** @param timeZone an IANA name */
  constructor(period: Period, timeZone: string) {
    this.#period = period
    this.#timeZone = timeZone
  }

  /** Adds a session; those that started outside the period, or at an unknown time, are ignored. */
  add(record: SessionRecord): void {
    const { started_at } = record
    const local = localTime(started_at || null, this.#timeZone)
    if (local === null || started_at === null) return
    const { year, month } = this.#period
    if (local.year !== year || (month !== null && local.month !== month)) return
    this.#sessions++
    this.#messages += record.message_count ?? 0
    this.#toolCalls += record.tool_call_count ?? 0
    this.#start = Math.min(this.#start, started_at)
    this.#days.add(local)
    this.#tools.add(record)
    this.#models.add(record, spendingOf(record))
  }

  /** Returns the story; null if there is nothing to tell, such as in a period that has not begun. */
  story({ badges, provenance, firstEver, favourites, rarity = null, now }: StoryFacts): Story | null {
    const days = daysOf(this.#period)
    const today = localTime(now, this.#timeZone)
    const end = today === null || dayKey(today) > days.to ? days.to : dayKey(today)
    if (end < days.from) return null
    const steps = new BadgeSteps(badges, this.#timeZone, days)
    const earned = steps.badges(rarity)
    const told = [
      this.#origin(firstEver),
      this.#rate(),
      this.#busiest(),
      this.#streak(),
      this.#favourites(favourites),
      earned,
      steps.change(),
    ].filter((card) => card !== null)
    if (told.length === 0) return null
    return {
      period: this.#period,
      from: days.from,
      to: end,
      time_zone: this.#timeZone,
      made_at: now,
      sessions: this.#sessions,
      provenance,
      cards: [...told, this.#finale(earned?.badges ?? 0)],
    }
  }

  #origin(firstEver: number | null): StoryCard | null {
    const day = this.#days.first()
    if (day === null) return null
    return { kind: 'origin', day, sessions: this.#sessions, first_ever: this.#start === firstEver }
  }

  #rate(): StoryCard | null {
    if (this.#sessions < SETTINGS.WRAPPED_SESSIONS_MIN.value) return null
    return {
      kind: 'rate',
      sessions: this.#sessions,
      active_days: this.#days.activeDays,
      messages: this.#messages,
      tool_calls: this.#toolCalls,
    }
  }

  /** Among few days, the busiest says nothing; nor does one with a single session. */
  #busiest(): StoryCard | null {
    const busiest = this.#days.busiestDay()
    if (busiest === null || busiest.sessions < 2) return null
    if (this.#days.activeDays < SETTINGS.WRAPPED_DAYS_MIN.value) return null
    const { hour, sessions } = this.#days.busiestHour()
    return {
      kind: 'busiest',
      day: busiest.day,
      day_sessions: busiest.sessions,
      hour,
      hour_sessions: sessions,
    }
  }

  #streak(): StoryCard | null {
    const run = this.#days.longestRun()
    return run === null || run.days < SETTINGS.WRAPPED_DAYS_MIN.value ? null : { kind: 'streak', ...run }
  }

  #favourites(wanted: Favourites): FavouritesCard | null {
    const tools = this.#tools.report()
    if (wanted === 'none' || (tools[0]?.count ?? 0) < SETTINGS.WRAPPED_TOOL_USES_MIN.value) return null
    const models = this.#models.report().filter(({ model }) => model !== UNKNOWN)
    const [model] = models
    const isNamed = wanted === 'names'
    const named = isNamed ? tools.slice(0, SETTINGS.WRAPPED_TOOLS_MAX.value) : []
    return {
      kind: 'favourites',
      distinct_tools: this.#tools.distinct,
      distinct_models: models.length,
      tools: named.map(({ tool, count }) => ({ name: tool, uses: count })),
      model: isNamed && model !== undefined ? { name: model.model, sessions: model.sessions } : null,
    }
  }

  #finale(badges: number): StoryCard {
    return {
      kind: 'finale',
      sessions: this.#sessions,
      active_days: this.#days.activeDays,
      streak: this.#days.longestRun()?.days ?? 0,
      badges,
    }
  }
}

/** Returns the story of a period, of all sessions there are. */
export function storyOf(
  records: readonly SessionRecord[],
  period: Period,
  { timeZone, ...facts }: Omit<StoryFacts, 'firstEver'> & { timeZone: string },
): Story | null {
  const tally = new StoryTally(period, timeZone)
  let firstEver = Number.POSITIVE_INFINITY
  for (const record of records) {
    tally.add(record)
    firstEver = Math.min(firstEver, record.started_at || firstEver)
  }
  return tally.story({ ...facts, firstEver })
}

/** Returns which periods have sessions: each year with its months, newest first. */
export function periodsWith(records: readonly SessionRecord[], timeZone: string): Period[] {
  const found = new Map<string, Period>()
  for (const { started_at } of records) {
    const local = localTime(started_at || null, timeZone)
    if (local === null || local.year < 1970) continue
    const { year, month } = local
    for (const period of [
      { year, month: null },
      { year, month },
    ])
      found.set(periodKey(period), period)
  }
  const newestFirst = (a: Period, b: Period) => b.year - a.year || (b.month ?? 13) - (a.month ?? 13)
  return [...found.values()].sort(newestFirst)
}
