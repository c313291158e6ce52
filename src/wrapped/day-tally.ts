import type { LocalTime } from '../engine/local-time.ts'
import { dayKey } from './period.ts'

const HOURS = 24
const DAY_MILLISECONDS = 86_400_000

/** A run of days. */
export interface Run {
  days: number
  from: string
  to: string
}

/** On which days and at which hours sessions started. */
export class DayTally {
  readonly #days = new Map<string, number>()
  readonly #hours = new Array<number>(HOURS).fill(0)

  add(start: LocalTime): void {
    const day = dayKey(start)
    this.#days.set(day, (this.#days.get(day) ?? 0) + 1)
    this.#hours[start.hour] = (this.#hours[start.hour] ?? 0) + 1
  }

  get activeDays(): number {
    return this.#days.size
  }

  /** Returns the first day; null without any. */
  first(): string | null {
    return this.#inOrder()[0]?.[0] ?? null
  }

  /** Returns the day with the most sessions, the earliest on a tie; null without any. */
  busiestDay(): { day: string; sessions: number } | null {
    const busiest = this.#inOrder().reduce<[string, number] | null>(
      (best, entry) => (best === null || entry[1] > best[1] ? entry : best),
      null,
    )
    return busiest && { day: busiest[0], sessions: busiest[1] }
  }

  /** Returns the hour of the day with the most sessions, the earliest on a tie. */
  busiestHour(): { hour: number; sessions: number } {
    const sessions = Math.max(...this.#hours)
    return { hour: this.#hours.indexOf(sessions), sessions }
  }

  /** Returns the longest run of consecutive days, the first on a tie; null without any. */
  longestRun(): Run | null {
    let longest: Run | null = null
    let run: Run = { days: 0, from: '', to: '' }
    for (const [day] of this.#inOrder()) {
      const isNextDay = isNext(run.to, day)
      run = isNextDay ? { ...run, days: run.days + 1, to: day } : { days: 1, from: day, to: day }
      if (longest === null || run.days > longest.days) longest = run
    }
    return longest
  }

  #inOrder(): [string, number][] {
    return [...this.#days].sort(([a], [b]) => (a < b ? -1 : 1))
  }
}

function isNext(day: string, other: string): boolean {
  return Date.parse(other) - Date.parse(day) === DAY_MILLISECONDS
}
