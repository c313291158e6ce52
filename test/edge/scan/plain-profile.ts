import { aggregateSessions, figures } from '../../../src/engine/aggregate.ts'
import { CATALOG } from '../../../src/engine/catalog.ts'
import type { AggregateFigures, SessionStats } from '../../../src/engine/types.ts'
import { clocksOf } from '../../../src/engine/zone-clocks.ts'
import { plainDates } from '../../engine/plain-dates.ts'

/** When something was earned: Unix seconds, or by the scan if the session has no usable time. */
export type Earned = number | 'by the scan'

/** Achievements that count nights or weekends. */
const OF_CLOCKS = CATALOG.filter((definition) =>
  /weekend_sessions|night_sessions/.test(JSON.stringify(definition)),
).map(({ id }) => id)

/** What a profile has to show, counted plainly from the start each time. */
export class PlainProfile {
  /** The sessions of each source by name, as they count. */
  readonly sources = new Map<string, Map<string, SessionStats>>()
  /** By the id of an achievement, and by its id and tier. */
  #earned = new Map<string, Earned>()
  #zone = 'UTC'

  moveTo(zone: string): void {
    const others = [...this.#earned].filter(([key]) => !OF_CLOCKS.some((id) => key.split(' ')[0] === id))
    if (clocksOf(zone) !== clocksOf(this.#zone)) this.#earned = new Map(others)
    this.#zone = zone
  }

  /** Takes back what was earned and is not reached any more. */
  recount(): void {
    this.#earned.clear()
  }

  figures(): AggregateFigures {
    return figures(aggregateSessions(this.#counting(), this.#zone))
  }

  /** Returns when each achievement and tier was earned. What was earned stays so; what is reached has today's date. */
  earned(): Map<string, Earned> {
    for (const [key, { at }] of plainDates(this.#counting(), this.#zone))
      this.#earned.set(key, at ?? 'by the scan')
    return new Map(this.#earned)
  }

  /** The copies that count: the latest activity, then more messages, then the first source by name. */
  #counting(): SessionStats[] {
    const counting = new Map<string, SessionStats>()
    for (const [, sessions] of [...this.sources].sort(([a], [b]) => (a < b ? -1 : 1))) {
      for (const [name, stats] of sessions) {
        const other = counting.get(name)
        const [mine, others] = [stats.last_active ?? -1, other?.last_active ?? -1]
        if (!other || mine > others || (mine === others && stats.message_count > other.message_count))
          counting.set(name, stats)
      }
    }
    return [...counting.values()]
  }
}
