import { describe, expect, it } from 'vitest'
import { aggregateSessions, figures, maxima } from '../../src/engine/aggregate.ts'
import { evaluate } from '../../src/engine/evaluate.ts'
import { analysed, bySessionId, expectedOf } from './golden.ts'

const HISTORIES = [
  { history: 'edges', expectedFile: 'edges' },
  { history: 'edges', expectedFile: 'edges.tokyo' },
  { history: 'edges', expectedFile: 'edges.newyork' },
  { history: 'fuzz', expectedFile: 'fuzz' },
  { history: 'history', expectedFile: 'history' },
  { history: 'history-next', expectedFile: 'history-next' },
]

describe.each(HISTORIES)('of the golden history $history, $expectedFile', ({ history, expectedFile }) => {
  it('expects these stats of its sessions', async () => {
    const { sessions } = expectedOf(expectedFile)
    expect((await analysed(history)).sort(bySessionId)).toEqual(sessions.sort(bySessionId))
  })

  it('expects this aggregate and these achievements', async () => {
    const { aggregate, achievements, timezone } = expectedOf(expectedFile)
    const state = aggregateSessions(await analysed(history), timezone)
    expect(figures(state)).toEqual(aggregate)
    const evaluated = evaluate(figures(state), maxima(state))
    expect(evaluated.map(({ description, criteria, ...rest }) => rest)).toEqual(achievements)
  })
})
