import type { BasisRarity } from '../../src/contract/rarity.ts'
import type { Period, Story } from '../../src/contract/wrapped.ts'
import { storyOf } from '../../src/wrapped/story.ts'
import { record } from '../sessions/list/records.ts'
import { NOW, unlocked } from './made-views.ts'

const DAY = 86_400
/** The month of NOW, and its year. */
export const STORY_MONTH: Period = { year: 2026, month: 9 }
export const STORY_YEAR: Period = { year: 2026, month: null }

/** A history with every card, or with one session a month. */
export function madeStory(
  period: Period = STORY_YEAR,
  { isQuiet = false, rarity = null }: { isQuiet?: boolean; rarity?: BasisRarity | null } = {},
): Story {
  const tools = [
    'terminal',
    'read_file',
    'a_tool_with_a_name_that_is_far_too_long_for_any_picture_of_it',
  ].map((tool, at) => ({ tool, rows: 30 - at, calls: 0 }))
  const sessions = Array.from({ length: isQuiet ? 1 : 40 }, (_, at) =>
    record(`s${at}`, {
      started_at: NOW - Math.floor(at / 2) * DAY,
      message_count: 40 + at,
      tool_call_count: 7,
      model: 'vendor/one',
      input_tokens: 1000,
      tools: at === 0 && !isQuiet ? tools : [],
    }),
  )
  const badges = [
    unlocked('old', 'Silver', { tier_history: [{ tier: 'Silver', reached_at: NOW - 400 * DAY }] }),
    ...(isQuiet ? [] : [unlocked('one', 'Gold'), unlocked('two', null)]),
  ]
  const story = storyOf(sessions, period, {
    badges,
    provenance: 'self-reported',
    favourites: 'names',
    rarity,
    timeZone: 'Europe/Berlin',
    now: NOW,
  })
  if (story === null) throw new Error('there is nothing to tell')
  return story
}
