import { readFileSync } from 'node:fs'
import { type GoldenList, goldenLists } from './golden-lists.ts'

/** Histories that current Hermes has written. */
export const TODAY = ['today', 'today-next', 'today-edges', 'today-older'] as const

/** Every list of each of them. */
export const TODAY_LISTS: readonly GoldenList[] = TODAY.flatMap((history) => {
  const url = new URL(`../../golden/today/${history}.sessions.expected.json`, import.meta.url)
  return goldenLists(history, JSON.parse(readFileSync(url, 'utf8')))
})
