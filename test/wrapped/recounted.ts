import type { Favourites, Period, StoryCard } from '../../src/contract/wrapped.ts'
import type { SessionRecord } from '../../src/engine/session-record.ts'
import { TIER_NAMES } from '../../src/engine/types.ts'
import type { EarnedBadge } from '../../src/wrapped/badge-steps.ts'

/** The cards of a story, counted plainly: all at once, from lists, with the clocks of `toLocaleString`. */

interface Asked {
  period: Period
  timeZone: string
  favourites: Favourites
}

export function recounted(
  records: readonly SessionRecord[],
  badges: readonly EarnedBadge[],
  { period, timeZone, favourites }: Asked,
): StoryCard[] {
  const prefix =
    period.month === null ? `${period.year}-` : `${period.year}-${String(period.month).padStart(2, '0')}-`
  const dated = records.filter(({ started_at }) => started_at)
  const here = dated.filter(({ started_at }) => clock(started_at, timeZone).startsWith(prefix))
  const days = here.map(({ started_at }) => clock(started_at, timeZone).slice(0, 10)).sort()
  const hours = here.map(({ started_at }) => Number(clock(started_at, timeZone).slice(11, 13)))
  const distinct = [...new Set(days)]
  const steps = stepsOf(badges, timeZone)
  const within = steps.filter(({ day }) => day.startsWith(prefix))
  const before = steps.filter(({ day }) => day < prefix)
  const fresh = within.filter(({ isNew }) => isNew)
  const cards: StoryCard[] = []
  const streak = longest(distinct)
  if (here.length > 0) {
    const first = Math.min(...dated.map(({ started_at }) => started_at ?? 0))
    const begins = Math.min(...here.map(({ started_at }) => started_at ?? 0))
    cards.push({
      kind: 'origin',
      day: distinct[0] ?? '',
      sessions: here.length,
      first_ever: first === begins,
    })
  }
  if (here.length >= 5) {
    cards.push({
      kind: 'rate',
      sessions: here.length,
      active_days: distinct.length,
      messages: sum(here.map(({ message_count }) => message_count ?? 0)),
      tool_calls: sum(here.map(({ tool_call_count }) => tool_call_count ?? 0)),
    })
  }
  const [day, day_sessions] = most(days)
  const [hour, hour_sessions] = most(hours.sort((a, b) => a - b))
  if (distinct.length >= 3 && day_sessions > 1) {
    cards.push({ kind: 'busiest', day: day ?? '', day_sessions, hour: hour ?? 0, hour_sessions })
  }
  if (streak.length >= 3) {
    cards.push({ kind: 'streak', days: streak.length, from: streak[0] ?? '', to: streak.at(-1) ?? '' })
  }
  const favourite = favouritesOf(here, favourites)
  if (favourite !== null) cards.push(favourite)
  if (within.length > 0) {
    const [first = null] = fresh
    const rankOf = ({ tier }: Step) => (tier === null ? 0 : TIER_NAMES.indexOf(tier) + 1)
    const top = Math.max(...within.map(rankOf))
    const highest = within.findLast((step) => rankOf(step) === top) ?? null
    cards.push({
      kind: 'badges',
      badges: fresh.length,
      steps: within.length,
      first: first && shown(first),
      highest: highest === first || highest === null ? null : shown(highest),
    })
  }
  const old = before.filter(({ isNew }) => isNew).length
  if (old > 0 && fresh.length > 0) {
    const top = (reached: Step[]) =>
      TIER_NAMES.filter((tier) => reached.some((step) => step.tier === tier)).at(-1)
    cards.push({
      kind: 'change',
      before: old,
      after: old + fresh.length,
      tier_before: top(before) ?? null,
      tier_after: top([...before, ...within]) ?? null,
    })
  }
  if (cards.length === 0) return []
  const totals = { sessions: here.length, active_days: distinct.length, streak: streak.length }
  return [...cards, { kind: 'finale', ...totals, badges: fresh.length }]
}

function favouritesOf(records: readonly SessionRecord[], wanted: Favourites): StoryCard | null {
  const names = [...new Set(records.flatMap(({ tools }) => tools.map(({ tool }) => tool)))]
  const used = names.map((name) => {
    const uses = (of: (record: SessionRecord) => boolean) =>
      records.filter(of).flatMap(({ tools }) => tools.filter(({ tool }) => tool === name))
    const older = uses(({ marks }) => marks === null)
    const rows = sum(older.map((use) => use.rows))
    const calls = sum(older.map((use) => use.calls))
    const newer = sum(uses(({ marks }) => marks !== null).map((use) => Math.max(use.rows, use.calls)))
    return { name, uses: Math.max(rows, calls) + newer }
  })
  used.sort((a, b) => b.uses - a.uses || (a.name < b.name ? -1 : 1))
  if (wanted === 'none' || (used[0]?.uses ?? 0) < 10) return null
  const models = modelsOf(records)
  return {
    kind: 'favourites',
    distinct_tools: names.length,
    distinct_models: models.length,
    tools: wanted === 'names' ? used.slice(0, 3) : [],
    model: wanted === 'names' ? (models[0] ?? null) : null,
  }
}

/** By tokens, then sessions, then the newest one. A model of a newer session counts if anything was spent or called. */
function modelsOf(records: readonly SessionRecord[]): { name: string; sessions: number }[] {
  const nameOf = ({ model }: SessionRecord) => model?.split('/').at(-1) || 'unknown'
  const names = [...new Set(records.map(nameOf))].filter((name) => name !== 'unknown')
  const all = names.flatMap((name) => {
    const own = records.filter((one) => nameOf(one) === name)
    const spent = own.filter(({ marks, input_tokens }) => marks === null || (input_tokens ?? 0) > 0)
    const called = own.filter(({ tool_call_count }) => (tool_call_count ?? 0) > 0)
    if (spent.length + called.length === 0) return []
    const tokens = sum(own.map(({ input_tokens }) => input_tokens ?? 0))
    const newest = Math.max(...[...spent, ...called].map(({ started_at }) => started_at ?? 0))
    return [{ name, sessions: spent.length, tokens, newest }]
  })
  all.sort(
    (a, b) =>
      b.tokens - a.tokens || b.sessions - a.sessions || b.newest - a.newest || (a.name < b.name ? -1 : 1),
  )
  return all.map(({ name, sessions }) => ({ name, sessions }))
}

interface Step {
  id: string
  name: string
  icon: string
  tier: (typeof TIER_NAMES)[number] | null
  day: string
  at: number
  isNew: boolean
}

function stepsOf(badges: readonly EarnedBadge[], timeZone: string): Step[] {
  const steps: Step[] = []
  for (const { id, name, icon, unlocked, unlocked_at, dated_by, tier_history } of badges) {
    if (!unlocked) continue
    if (tier_history.length === 0 && dated_by !== 'scan' && unlocked_at !== null)
      steps.push({
        id,
        name,
        icon,
        tier: null,
        day: dayOf(unlocked_at, timeZone),
        at: unlocked_at,
        isNew: true,
      })
    tier_history.forEach(({ tier, reached_at, dated_by: how }, index) => {
      if (how === 'scan') return
      const day = dayOf(reached_at, timeZone)
      steps.push({ id, name, icon, tier, day, at: reached_at, isNew: index === 0 })
    })
  }
  return steps.sort((a, b) => a.at - b.at)
}

function shown({ id, name, icon, tier, day }: Step) {
  return { id, name, icon, tier, day }
}

/** `2026-11-30 14:05:00` */
function clock(time: number | null, timeZone: string): string {
  // Half a microsecond is far below what these tests draw; times are rounded to it as elsewhere.
  const rounded = Math.floor(Math.round((time ?? 0) * 1e6) / 1e6) * 1000
  return new Date(rounded).toLocaleString('sv-SE', { timeZone })
}

function dayOf(time: number, timeZone: string): string {
  return clock(time, timeZone).slice(0, 10)
}

/** Returns the value that a list has most often, the first on a tie, and how often. */
function most<Value>(values: readonly Value[]): [Value | undefined, number] {
  const countOf = (value: Value) => values.filter((other) => other === value).length
  const max = Math.max(0, ...values.map(countOf))
  return [values.find((value) => countOf(value) === max), max]
}

/** Returns the first of the longest runs of days. */
function longest(days: readonly string[]): string[] {
  const runs = days.map((_, start) => {
    let end = start + 1
    while (end < days.length && Date.parse(days[end] ?? '') - Date.parse(days[end - 1] ?? '') === 86_400_000)
      end++
    return days.slice(start, end)
  })
  return runs.reduce<string[]>((best, run) => (run.length > best.length ? run : best), [])
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
