import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AggregateState,
  addSession,
  aggregateSessions,
  contributionOf,
  emptyAggregate,
  figures,
  maxima,
  needsMaximum,
  removeSession,
  replaceSession,
  setMaximum,
} from '../../src/engine/aggregate.ts'
import { type MaximumMetric, SESSION_MAXIMA } from '../../src/engine/stats.ts'
import type { SessionStats } from '../../src/engine/types.ts'
import { runs } from '../properties.ts'
import { anySession, session } from './sessions.ts'

const ZONE = 'Europe/Berlin'
const contribution = (stats: SessionStats) => contributionOf(stats, ZONE)

/** The session that a store would find for an unknown maximum. */
function greatest(sessions: Iterable<SessionStats>, metric: MaximumMetric): SessionStats | null {
  const stat = SESSION_MAXIMA[metric]
  const time = ({ started_at }: SessionStats) => started_at ?? Number.NEGATIVE_INFINITY
  const ranked = [...sessions].sort(
    (a, b) => b[stat] - a[stat] || time(b) - time(a) || (a.session_id < b.session_id ? -1 : 1),
  )
  return ranked[0] ?? null
}

const stored = (state: AggregateState): AggregateState => JSON.parse(JSON.stringify(state))

describe('an aggregate', () => {
  it('that sessions came to, changed in and went from is the aggregate of those that are left', () => {
    const step = fc.record({ stats: anySession, remove: fc.boolean(), settle: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const present = new Map<string, SessionStats>()
        let state = emptyAggregate(ZONE)
        const settle = () => {
          for (const metric of needsMaximum(state))
            setMaximum(state, metric, greatest(present.values(), metric))
        }
        for (const { stats, remove, settle: settles } of steps) {
          state = stored(state)
          const before = present.get(stats.session_id)
          if (before === undefined) addSession(state, contribution(stats))
          else if (remove) removeSession(state, contribution(before))
          else replaceSession(state, contribution(before), contribution(stats))
          if (before !== undefined && remove) present.delete(stats.session_id)
          else present.set(stats.session_id, stats)
          if (settles) settle()
        }
        settle()
        expect(state).toEqual(aggregateSessions(present.values(), ZONE))
      }),
      { numRuns: runs(1000) },
    )
  })

  it('does not depend on the order of its sessions', () => {
    const distinct = fc.uniqueArray(anySession, { selector: ({ session_id }) => session_id })
    fc.assert(
      fc.property(distinct, (sessions) => {
        expect(aggregateSessions([...sessions].reverse(), ZONE)).toEqual(aggregateSessions(sessions, ZONE))
      }),
    )
  })

  it('of nothing is all zeros, without evidence', () => {
    const none = emptyAggregate(ZONE)
    expect(Object.keys(figures(none))).toHaveLength(63)
    expect(new Set(Object.values(figures(none)))).toEqual(new Set([0]))
    expect(new Set(Object.values(maxima(none)))).toEqual(new Set([null]))
  })

  it('asks for a maximum when its holder goes, and for no other', () => {
    const state = aggregateSessions(
      [session({ session_id: 'a', message_count: 9 }), session({ session_id: 'b', web_calls: 9 })],
      ZONE,
    )
    removeSession(state, contribution(session({ session_id: 'a', message_count: 9 })))
    expect(needsMaximum(state)).toEqual(['max_messages_in_session'])
    expect(() => figures(state)).toThrow('max_messages_in_session')
  })

  it('never asks for a maximum when a session grows', () => {
    const before = session({ session_id: 'a', title: 'old', message_count: 9 })
    const after = session({ session_id: 'a', title: 'new', message_count: 10 })
    const state = aggregateSessions([before, session({ session_id: 'b', message_count: 9 })], ZONE)
    replaceSession(state, contribution(before), contribution(after))
    expect(needsMaximum(state)).toEqual([])
    expect(maxima(state).max_messages_in_session).toEqual({ session_id: 'a', title: 'new', value: 10 })
  })

  it('follows the rename of the session that holds a maximum', () => {
    const before = session({ title: 'old', message_count: 9 })
    const state = aggregateSessions([before], ZONE)
    replaceSession(state, contribution(before), contribution({ ...before, title: 'new' }))
    expect(maxima(state).max_messages_in_session?.title).toBe('new')
  })
})

describe('the evidence of a maximum', () => {
  const holder = (...sessions: SessionStats[]) =>
    maxima(aggregateSessions(sessions, ZONE)).max_messages_in_session?.session_id
  it('is the newest of the greatest', () =>
    expect(
      holder(
        session({ session_id: 'a', message_count: 5, started_at: 1 }),
        session({ session_id: 'b', message_count: 5, started_at: 2 }),
        session({ session_id: 'c', message_count: 4, started_at: 3 }),
        session({ session_id: 'd', message_count: 5 }),
      ),
    ).toBe('b'))
  it('is the smaller id of two that began together', () =>
    expect(
      holder(
        session({ session_id: 'b', message_count: 5, started_at: 1 }),
        session({ session_id: 'a', message_count: 5, started_at: 1 }),
      ),
    ).toBe('a'))
})

describe('distinct names', () => {
  it('are counted as written for models, and by provider', () => {
    const named = ['gpt-4', 'GPT-4', 'None', 'none', 'openai/x', 'my-openai'].map((model, index) =>
      session({ session_id: String(index), model_names: [model] }),
    )
    expect(figures(aggregateSessions(named, ZONE))).toMatchObject({
      distinct_model_count: 5,
      distinct_provider_count: 2,
    })
  })
})
