import fc from 'fast-check'
import { SessionAnalysis } from '../../src/engine/session-analysis.ts'
import { COUNTED_STATS } from '../../src/engine/stats.ts'
import type { SessionStats } from '../../src/engine/types.ts'

/** Returns the stats of a session without messages, with these values. */
export function session(over: Partial<SessionStats> = {}): SessionStats {
  const head = {
    id: 's',
    source: 'cli',
    model: null,
    display_title: 'T',
    started_at: null,
    last_active: null,
  }
  return { ...new SessionAnalysis().finish(head), ...over }
}

const counts = fc.record(Object.fromEntries(COUNTED_STATS.map((stat) => [stat, fc.nat(3)])))

/** Stats of a session with few different values, so that ties are common. */
export const anySession = fc
  .record({
    session_id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    title: fc.constantFrom('one', 'two'),
    started_at: fc.constantFrom(null, 0, 1750460400, 1750464000),
    model_names: fc.constantFrom<string[][]>(
      [],
      ['gpt-4'],
      ['openai/gpt'],
      ['None'],
      ['__proto__'],
      ['ollama/x'],
      ['constructor'],
    ),
    counts,
  })
  .map(({ counts, ...over }) => session({ ...counts, ...over }))
