import type { Provenance } from '../../contract/achievements.ts'
import type { CardKind, Period, Story, StoryBadge, StoryCard } from '../../contract/wrapped.ts'
import { decimal, type Message, number, piecesOf, plural, t, wordingOf } from '../../language/language.ts'
import { longDay, month, shortMonth, weekday, year } from '../dates.ts'
import { sessions } from '../wording.ts'
import { rarestFacts } from './rarest.ts'

/** A card in words: what pages, pictures and the command line say. */
export interface CardText {
  title: string
  /** The one thing to remember, and what it is. */
  figure: string
  unit: string
  /** A sentence each. */
  facts: string[]
}

/** `2026`, `November 2026` */
export function periodName(period: Period): string {
  const begin = beginOf(period)
  return period.month === null ? year(begin, 'UTC') : month(begin, 'UTC')
}

/** `2026`, `Nov`: among those of a year */
export function shortPeriodName(period: Period): string {
  const begin = beginOf(period)
  return period.month === null ? year(begin, 'UTC') : shortMonth(begin, 'UTC')
}

/** `2026`; `November 2026, until 28 November` of one that was not over */
export function windowLine({ period, to }: Story): string {
  const end = period.month === null ? `${period.year}-12-31` : to
  const isOver = period.month === null ? to === end : isLastOfMonth(to)
  const name = periodName(period)
  return isOver ? name : t('{period}, until {day}', { period: name, day: dayName(to) })
}

/** `412 sessions, self-reported, in Europe/Berlin time`: what a card was made from. */
export function basisLine(story: Story, kind: CardKind): string {
  return t(COUNTED[story.provenance], {
    what: kind === 'badges' || kind === 'change' ? t('badges with a known date') : sessions(story.sessions),
    zone: story.time_zone,
  })
}

const COUNTED: Readonly<Record<Provenance, Message>> = {
  scanned: '{what}, in {zone} time',
  'self-reported': '{what}, self-reported, in {zone} time',
  mixed: '{what}, partly self-reported, in {zone} time',
  none: '{what}, in {zone} time',
}

/** `12 days in a row`; `3 March, a Tuesday` */
export function headline({ figure, unit }: CardText): string {
  return /^[\d.,→\s]+$/.test(figure)
    ? t('{figure} {unit}', { figure, unit })
    : t('{figure}, {unit}', { figure, unit })
}

/** Returns what a card says. */
export function cardText(card: StoryCard, { period }: Pick<Story, 'period'>): CardText {
  switch (card.kind) {
    case 'origin':
      return {
        title: card.first_ever
          ? t('Where it began')
          : t('How {period} began', { period: periodName(period) }),
        figure: dayName(card.day),
        unit: t('a {weekday}', { weekday: weekdayOf(card.day) }),
        facts: [plural(card.sessions, 'A single session.', 'The first of {n} sessions.')],
      }
    case 'rate':
      return {
        title: t('At work'),
        figure: number(card.sessions),
        unit: plural(card.sessions, 'session', 'sessions'),
        facts: [
          plural(
            card.active_days,
            '{sessions} on each of {n} active day.',
            '{sessions} on each of {n} active days.',
            { sessions: perDay(card.sessions, card.active_days) },
          ),
          ...(card.messages > 0 ? [plural(card.messages, '{n} message.', '{n} messages.')] : []),
          ...(card.tool_calls > 0 ? [plural(card.tool_calls, '{n} tool call.', '{n} tool calls.')] : []),
        ],
      }
    case 'busiest':
      return {
        title: t('The busiest day'),
        figure: dayName(card.day),
        unit: plural(card.day_sessions, '{n} session on a {weekday}', '{n} sessions on a {weekday}', {
          weekday: weekdayOf(card.day),
        }),
        facts: [
          plural(
            card.hour_sessions,
            'The busiest hour is from {from} to {to}: {n} session began in it.',
            'The busiest hour is from {from} to {to}: {n} sessions began in it.',
            { from: clock(card.hour), to: clock((card.hour + 1) % 24) },
          ),
        ],
      }
    case 'streak':
      return {
        title: t('The longest streak'),
        figure: number(card.days),
        unit: t('days in a row'),
        facts: [t('From {from} to {to}.', { from: dayName(card.from), to: dayName(card.to) })],
      }
    case 'favourites':
      return favouritesText(card)
    case 'badges':
      return {
        title: t('Earned'),
        figure: number(card.badges > 0 ? card.badges : card.steps),
        unit:
          card.badges > 0
            ? plural(card.badges, 'new badge', 'new badges')
            : plural(card.steps, 'higher tier', 'higher tiers'),
        facts: [
          ...(card.first ? [t('First: {badge}.', { badge: badgeName(card.first) })] : []),
          ...(rarestFacts(card, badgeName) ??
            (card.highest ? [t('Highest: {badge}.', { badge: badgeName(card.highest) })] : [])),
        ],
      }
    case 'change':
      return {
        title: t('Before and after'),
        figure: `${number(card.before)} → ${number(card.after)}`,
        unit: t('badges'),
        facts: tierFacts(card.tier_before, card.tier_after),
      }
    case 'finale':
      return {
        title: t('{period} in short', { period: periodName(period) }),
        figure: number(card.sessions > 0 ? card.sessions : card.badges),
        unit:
          card.sessions > 0
            ? plural(card.sessions, 'session', 'sessions')
            : plural(card.badges, 'new badge', 'new badges'),
        facts: [
          ...(card.active_days > 1 ? [plural(card.active_days, 'On {n} day.', 'On {n} days.')] : []),
          ...(card.streak > 1
            ? [plural(card.streak, '{n} day in a row at best.', '{n} days in a row at best.')]
            : []),
          ...(card.badges > 0 && card.sessions > 0
            ? [plural(card.badges, '{n} new badge.', '{n} new badges.')]
            : []),
        ],
      }
  }
}

function favouritesText(card: Extract<StoryCard, { kind: 'favourites' }>): CardText {
  const { distinct_tools, distinct_models } = card
  const [tool, ...others] = card.tools
  const title = t('Favourites')
  if (tool === undefined) {
    return {
      title,
      figure: number(distinct_tools),
      unit: plural(distinct_tools, 'tool', 'tools'),
      facts: distinct_models > 0 ? [plural(distinct_models, 'On {n} model.', 'On {n} models.')] : [],
    }
  }
  const list = others.map(({ name, uses }) => `${name} (${number(uses)})`).join(', ')
  return {
    title,
    figure: tool.name,
    unit: plural(tool.uses, 'used {n} time', 'used {n} times'),
    facts: [
      ...(list === ''
        ? []
        : [plural(distinct_tools, 'Then {list}, of {n} tool.', 'Then {list}, of {n} tools.', { list })]),
      ...(card.model
        ? [
            t('Most tokens: {model}, in {sessions}, of {models}.', {
              model: card.model.name,
              sessions: sessions(card.model.sessions),
              models: plural(distinct_models, '{n} model', '{n} models'),
            }),
          ]
        : []),
    ],
  }
}

function tierFacts(before: string | null, after: string | null): string[] {
  if (after === null) return []
  return before === after || before === null
    ? [t('The highest tier is {tier}.', { tier: after })]
    : [t('The highest tier was {before}, and is {after}.', { before, after })]
}

function badgeName({ name, tier, day }: StoryBadge): string {
  return `${name}, ${tier ?? t('one-time')}, ${dayName(day)}`
}

/** `5.3 sessions`: with one decimal, unless it is whole. */
function perDay(sessions: number, days: number): string {
  const tenths = Math.round((10 * sessions) / days) / 10
  const n = Number.isInteger(tenths) ? tenths : decimal(tenths)
  return piecesOf(wordingOf('{n} sessions', tenths, '{n} session'), { n }).join('')
}

/** `14:00` */
function clock(hour: number): string {
  return `${hour}:00`
}

/** `12 March` */
export function dayName(day: string): string {
  return longDay(momentOf(day), 'UTC')
}

function weekdayOf(day: string): string {
  return weekday(momentOf(day), 'UTC', 'long')
}

/** Returns the midnight (UTC) of a day, in Unix seconds. */
function momentOf(day: string): number {
  return Date.parse(day) / 1000
}

function beginOf({ year, month }: Period): number {
  return Date.UTC(year, (month ?? 1) - 1) / 1000
}

function isLastOfMonth(day: string): boolean {
  return new Date(Date.parse(day) + 86_400_000).getUTCDate() === 1
}
