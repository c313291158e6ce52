import { describe, expect, it } from 'vitest'
import { aggregateSessions, figures, maxima } from '../../src/engine/aggregate.ts'
import { evaluate } from '../../src/engine/evaluate.ts'
import type { SessionStats } from '../../src/engine/types.ts'
import type { Checkpoint } from '../../src/scan/checkpoint.ts'
import { type FinishedScan, scanHistory } from '../../src/scan/scan-history.ts'
import type { Counting } from '../../src/snapshot/snapshot.ts'
import { bySessionId, type Expected } from '../engine/golden.ts'
import { reading } from '../snapshot/histories.ts'
import { TODAY, type TodayName, todayExpected, todayHistory } from './today.ts'

const WAYS = [
  { way: 'lived', counting: 'lived' },
  { way: 'plugin', counting: 'hermes' },
] as const
const CASES = TODAY.flatMap((name) => WAYS.map((way) => ({ name, ...way })))

interface Terms {
  counting: Counting
  checkpoints?: Iterable<Checkpoint>
  records?: boolean
}

/** Scans a history: by a sweep where no checkpoints are given, else by listing it. */
function scan(
  name: TodayName,
  { counting, checkpoints = [], records = false }: Terms,
): Promise<FinishedScan> {
  const known = new Map(Array.from(checkpoints, (each) => [each.stats.session_id, each]))
  const request = { checkpoints: known, limit: 0, records, onProgress() {}, nextTurn: async () => {} }
  return reading(todayHistory(name), (snapshot) => scanHistory(snapshot, request), counting)
}

/** A checkpoint of no session, which keeps a scan from sweeping. */
const foreign = ({ known: [first] }: FinishedScan): Checkpoint[] =>
  first === undefined ? [] : [{ ...first, stats: { ...first.stats, session_id: 'no session has this id' } }]

function expectFigures({ scanned, meta }: FinishedScan, expected: Expected) {
  const total = expected.sessions.length
  expect(meta).toMatchObject({
    ...{ sessions_total: total, sessions_scanned_so_far: total, sessions_expected_total: total },
  })
  const sessions: SessionStats[] = scanned.map(({ stats }) => stats)
  expect(sessions.toSorted(bySessionId)).toEqual(expected.sessions.toSorted(bySessionId))
  const state = aggregateSessions(sessions, expected.timezone)
  expect(figures(state)).toEqual(expected.aggregate)
  const evaluated = evaluate(figures(state), maxima(state))
  expect(evaluated.map(({ description, criteria, ...rest }) => rest)).toEqual(expected.achievements)
}

describe.each(CASES)('$name, counted as $way', ({ name, way, counting }) => {
  it('has the expected figures when it is swept', async () => {
    expectFigures(await scan(name, { counting }), todayExpected(name, way))
  })

  it('has the same figures when each session is read by the index', async () => {
    const swept = await scan(name, { counting, records: true })
    const read = await scan(name, { counting, records: true, checkpoints: foreign(swept) })
    expectFigures(read, todayExpected(name, way))
    const byId = (a: Checkpoint, b: Checkpoint) => bySessionId(a.stats, b.stats)
    expect(read.known.toSorted(byId)).toEqual(swept.known.toSorted(byId))
  })

  it('is unchanged when it is scanned again', async () => {
    const checkpoints = (await scan(name, { counting })).known
    const again = await scan(name, { counting, checkpoints })
    expect(again.meta).toMatchObject({ sessions_rescanned: 0, sessions_reused: checkpoints.length })
  })
})

describe.each(WAYS)('a day later, counted as $way', ({ way, counting }) => {
  it('what changed is read again, and nothing else is', async () => {
    const { known } = await scan('today', { counting })
    const next = await scan('today-next', { counting, checkpoints: known })
    expectFigures(next, todayExpected('today-next', way))
    expect(next.meta.sessions_reused).toBeGreaterThan(0)
  })
})
