import { serialize } from 'node:v8'
import { describe, expect, it } from 'vitest'
import type { SessionRecord } from '../../../src/engine/session-record.ts'
import { namesIn } from '../../../src/sessions/insights/bounded-names.ts'
import { InsightsTally } from '../../../src/sessions/insights/report.ts'
import { NO_RECORD } from '../../../src/sessions/session-record.ts'

const MiB = 1024 * 1024
const NOW = 1_800_000_000
const DAY = 86_400
const ASKED = { days: 36_500, source: null, timeZone: 'UTC', now: NOW }
const SESSIONS = 1200
const NAMES = 1000
/** How many sessions have names that no other has: with four times as many names as are told apart. */
const DISTINCT = 20

/** A name of this many characters that need two bytes each. */
const long = (index: number, length: number) => `${index}`.padStart(length, 'Ω')

/** All names of a length that sessions have, made once: a new string is hashed when it is first looked up. */
const namesOf = (length: number) => Array.from({ length: DISTINCT * NAMES }, (_, at) => long(at, length))

/** A session on a day and of a model of its own, with its share of the names. */
function hostile(index: number, all: readonly string[]): SessionRecord {
  const from = (index % DISTINCT) * NAMES
  const names = all.slice(from, from + NAMES)
  return {
    ...NO_RECORD,
    id: `${index}`,
    source: long(index, 1000),
    model: long(index, 1000),
    started_at: NOW - index * DAY - 1,
    tool_call_count: 1,
    estimated_cost_usd: 1 / 3,
    marks: '',
    tools: names.map((tool) => ({ tool, rows: 1, calls: 0 })),
    skills: names.map((skill) => ({ skill, view_count: 1, manage_count: 0, last_used_at: NOW })),
  }
}

describe('a hostile report of 1,200 sessions, each with 1,000 names', () => {
  it.each([100, 256])('of %i letters gives insights below 1 MiB', (length) => {
    const tally = new InsightsTally(ASKED)
    const platforms: (string | null)[] = []
    const names = namesOf(length)
    for (let index = 0; index < SESSIONS * 2; index++) {
      const record = hostile(index, names)
      tally.add(record)
      platforms.push(record.source, long(index, 256))
    }
    const report = {
      report: tally.report(),
      daily: tally.daily(),
      platforms: namesIn(platforms),
      unlisted: 0,
    }
    expect(serialize(report).byteLength).toBeLessThan(MiB)
    expect(report.report.overview).toMatchObject({ total_sessions: SESSIONS * 2 })
    expect(report.report.tools).toHaveLength(200)
    expect(report.report.skills.top_skills).toHaveLength(200)
    expect(report.platforms).toHaveLength(200)
    expect(report.daily).toHaveLength(1200)
    expect(report.daily.at(-1)?.date).toBe(new Date((NOW - 1) * 1000).toISOString().slice(0, 10))
    expect(tally.distinct().tools).toBe(5000)
  })
})

describe('spending on more models than are told apart', () => {
  it('counts as spending on an unknown one, so that totals stay whole', () => {
    const tally = new InsightsTally(ASKED)
    for (let index = 0; index < 6000; index++)
      tally.add({ ...NO_RECORD, id: `${index}`, model: `m-${index}`, started_at: NOW - 1, input_tokens: 2 })
    const { models, overview } = tally.report()
    expect(models[0]).toMatchObject({ model: 'unknown', sessions: 1000, input_tokens: 2000 })
    expect(overview).toMatchObject({ total_input_tokens: 12_000 })
    expect(tally.distinct().models).toBe(5000)
  })
})
