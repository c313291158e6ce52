import type { Provenance } from '../../contract/achievements.ts'
import type { CardKind, Period, Story, StoryBadge, StoryCard } from '../../contract/wrapped.ts'
import { counted, grouped, ONE_TIME } from '../wording.ts'

/** A card in words: what pages, pictures and the command line say. */
export interface CardText {
  title: string
  /** The one thing to remember, and what it is. */
  figure: string
  unit: string
  /** A sentence each. */
  facts: string[]
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** `2026`, `November 2026` */
export function periodName({ year, month }: Period): string {
  return month === null ? `${year}` : `${MONTHS[month - 1]} ${year}`
}

/** `2026`, `Nov`: among those of a year */
export function shortPeriodName({ year, month }: Period): string {
  return month === null ? `${year}` : (MONTHS[month - 1] ?? '').slice(0, 3)
}

/** `2026`; `November 2026, until 28 November` of one that was not over */
export function windowLine({ period, to }: Story): string {
  const end = period.month === null ? `${period.year}-12-31` : to
  const isOver = period.month === null ? to === end : isLastOfMonth(to)
  return isOver ? periodName(period) : `${periodName(period)}, until ${dayName(to)}`
}

/** `412 sessions, self-reported, in Europe/Berlin`: what a card was made from. */
export function basisLine(story: Story, kind: CardKind): string {
  const what =
    kind === 'badges' || kind === 'change' ? 'badges with a known date' : counted(story.sessions, 'session')
  return `${what}${COUNTED[story.provenance]}, in ${story.time_zone} time`
}

const COUNTED: Readonly<Record<Provenance, string>> = {
  scanned: '',
  'self-reported': ', self-reported',
  mixed: ', partly self-reported',
  none: '',
}

/** `12 days in a row`; `3 March, a Tuesday` */
export function headline({ figure, unit }: CardText): string {
  return /^[\d,→ ]+$/.test(figure) ? `${figure} ${unit}` : `${figure}, ${unit}`
}

/** Returns what a card says. */
export function cardText(card: StoryCard, { period }: Pick<Story, 'period'>): CardText {
  switch (card.kind) {
    case 'origin':
      return {
        title: card.first_ever ? 'Where it began' : `How ${periodName(period)} began`,
        figure: dayName(card.day),
        unit: `a ${weekdayOf(card.day)}`,
        facts: [
          card.sessions === 1 ? 'A single session.' : `The first of ${counted(card.sessions, 'session')}.`,
        ],
      }
    case 'rate':
      return {
        title: 'At work',
        figure: grouped(card.sessions),
        unit: 'sessions',
        facts: [
          `${perDay(card.sessions, card.active_days)} on each of ${counted(card.active_days, 'active day')}.`,
          ...(card.messages > 0 ? [`${counted(card.messages, 'message')}.`] : []),
          ...(card.tool_calls > 0 ? [`${counted(card.tool_calls, 'tool call')}.`] : []),
        ],
      }
    case 'busiest':
      return {
        title: 'The busiest day',
        figure: dayName(card.day),
        unit: `${counted(card.day_sessions, 'session')} on a ${weekdayOf(card.day)}`,
        facts: [
          `The busiest hour is from ${hourName(card.hour)}: ${counted(card.hour_sessions, 'session')} began in it.`,
        ],
      }
    case 'streak':
      return {
        title: 'The longest streak',
        figure: grouped(card.days),
        unit: 'days in a row',
        facts: [`From ${dayName(card.from)} to ${dayName(card.to)}.`],
      }
    case 'favourites':
      return favouritesText(card)
    case 'badges':
      return {
        title: 'Earned',
        figure: grouped(card.badges > 0 ? card.badges : card.steps),
        unit: card.badges > 0 ? plural(card.badges, 'new badge') : plural(card.steps, 'higher tier'),
        facts: [
          ...(card.first ? [`First: ${badgeName(card.first)}.`] : []),
          ...(card.highest ? [`Highest: ${badgeName(card.highest)}.`] : []),
        ],
      }
    case 'change':
      return {
        title: 'Before and after',
        figure: `${grouped(card.before)} → ${grouped(card.after)}`,
        unit: 'badges',
        facts: tierFacts(card.tier_before, card.tier_after),
      }
    case 'finale':
      return {
        title: `${periodName(period)} in short`,
        figure: grouped(card.sessions > 0 ? card.sessions : card.badges),
        unit: card.sessions > 0 ? plural(card.sessions, 'session') : plural(card.badges, 'new badge'),
        facts: [
          ...(card.active_days > 1 ? [`On ${counted(card.active_days, 'day')}.`] : []),
          ...(card.streak > 1 ? [`${counted(card.streak, 'day')} in a row at best.`] : []),
          ...(card.badges > 0 && card.sessions > 0 ? [`${counted(card.badges, 'new badge')}.`] : []),
        ],
      }
  }
}

function favouritesText(card: Extract<StoryCard, { kind: 'favourites' }>): CardText {
  const [tool, ...others] = card.tools
  const tools = counted(card.distinct_tools, 'tool')
  const models = card.distinct_models > 0 ? counted(card.distinct_models, 'model') : null
  const title = 'Favourites'
  if (tool === undefined) {
    const facts = models === null ? [] : [`On ${models}.`]
    return { title, figure: grouped(card.distinct_tools), unit: plural(card.distinct_tools, 'tool'), facts }
  }
  return {
    title,
    figure: tool.name,
    unit: `used ${counted(tool.uses, 'time')}`,
    facts: [
      ...(others.length > 0
        ? [`Then ${others.map(({ name, uses }) => `${name} (${grouped(uses)})`).join(', ')}, of ${tools}.`]
        : []),
      ...(card.model
        ? [`Most tokens: ${card.model.name}, in ${counted(card.model.sessions, 'session')}, of ${models}.`]
        : []),
    ],
  }
}

function tierFacts(before: string | null, after: string | null): string[] {
  if (after === null) return []
  return before === after || before === null
    ? [`The highest tier is ${after}.`]
    : [`The highest tier was ${before}, and is ${after}.`]
}

function badgeName({ name, tier, day }: StoryBadge): string {
  return `${name}, ${tier ?? ONE_TIME.toLowerCase()}, ${dayName(day)}`
}

/** `5.3 sessions`: with one decimal, unless it is whole. */
function perDay(sessions: number, days: number): string {
  const tenths = Math.round((10 * sessions) / days) / 10
  return `${tenths} ${tenths === 1 ? 'session' : 'sessions'}`
}

function plural(count: number, one: string): string {
  return count === 1 ? one : `${one}s`
}

/** `14:00 to 15:00` */
function hourName(hour: number): string {
  return `${hour}:00 to ${(hour + 1) % 24}:00`
}

/** `12 March` */
export function dayName(day: string): string {
  const [, month = 1, date = 1] = day.split('-').map(Number)
  return `${date} ${MONTHS[month - 1]}`
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

function weekdayOf(day: string): string {
  return WEEKDAYS[new Date(day).getUTCDay()] ?? ''
}

function isLastOfMonth(day: string): boolean {
  return new Date(Date.parse(day) + 86_400_000).getUTCDate() === 1
}
