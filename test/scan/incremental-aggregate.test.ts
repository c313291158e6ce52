import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { aggregateSessions, figures, maxima } from '../../src/engine/aggregate.ts'
import { countedInOrder, milestone } from '../../src/engine/milestones.ts'
import type { SessionStats } from '../../src/engine/types.ts'
import { decodeStats, UnreadableCheckpoint } from '../../src/scan/checkpoint.ts'
import { IncrementalAggregate } from '../../src/scan/incremental-aggregate.ts'
import { reportedModel } from '../../src/scan/reported-model.ts'
import { anySession, session } from '../engine/sessions.ts'
import { MemoryStore } from './memory-store.ts'

const put = (aggregate: IncrementalAggregate, stats = session(), source = 'default') =>
  aggregate.put(source, stats.session_id, { fingerprint: 'f', stats, record: null })

const UNREADABLE = {
  ...{ source: 'default', session_id: 'unreadable', fingerprint: 'f', stats: 'unreadable' },
  ...{ record: null, standing: true },
}

/** Of the copies of a session the one with the latest activity, then with more messages, then of the first source. */
function plainlyStanding(all: readonly { source: string; stats: SessionStats }[]): SessionStats[] {
  const best = new Map<string, { source: string; stats: SessionStats }>()
  for (const copy of all) {
    const other = best.get(copy.stats.session_id)
    const rank = ({ source, stats }: typeof copy) =>
      [stats.last_active ?? -1, stats.message_count, source === 'laptop' ? 1 : 0] as const
    const [mine, theirs] = [rank(copy), other && rank(other)]
    const at = theirs ? mine.findIndex((value, index) => value !== theirs[index]) : -1
    if (!theirs || (at >= 0 && (mine[at] ?? 0) > (theirs[at] ?? 0))) best.set(copy.stats.session_id, copy)
  }
  return [...best.values()].map(({ stats }) => stats)
}

describe('the incremental aggregate', () => {
  it('always equals the aggregate of the present sessions, each by the copy that counts', () => {
    const step = fc.record({
      stats: fc.tuple(anySession, fc.constantFrom(null, 1, 2, 3, 4, 5, 6, 7)).map(([stats, last_active]) => ({
        ...stats,
        // Enough for a tier here and there.
        git_events: stats.git_events * 1_000,
        tool_call_count: stats.tool_call_count * 200,
        last_active,
      })),
      source: fc.constantFrom('laptop', 'work'),
      what: fc.constantFrom('put', 'put', 'put', 'remove', 'save and open', 'settle', 'date'),
      zone: fc.constantFrom('UTC', 'Asia/Tokyo'),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const store = new MemoryStore()
        const present = new Map<string, { source: string; stats: SessionStats }>()
        let zone = 'UTC'
        let aggregate = IncrementalAggregate.open(store, zone)
        for (const { stats, source, what, ...next } of steps) {
          const key = `${source} ${stats.session_id}`
          if (what === 'put') {
            put(aggregate, stats, source)
            present.set(key, { source, stats })
          }
          if (what === 'remove') {
            aggregate.remove(source, stats.session_id)
            present.delete(key)
          }
          if (what === 'settle') aggregate.settled()
          if (what === 'date') aggregate.milestones()
          if (what === 'save and open') {
            aggregate.save()
            zone = next.zone
            aggregate = IncrementalAggregate.open(store, zone)
          }
        }
        const settled = aggregate.settled()
        const counting = plainlyStanding([...present.values()])
        const fresh = aggregateSessions(counting, zone)
        expect(figures(settled)).toEqual(figures(fresh))
        expect(maxima(settled)).toEqual(maxima(fresh))
        const inOrder = countedInOrder(counting, zone)
        expect(aggregate.milestones()).toEqual(inOrder.milestones)
      }),
    )
  })

  it('looks at no other checkpoint to change one', () => {
    const store = new MemoryStore()
    const aggregate = IncrementalAggregate.open(store, 'UTC')
    for (const id of ['a', 'b', 'c']) put(aggregate, session({ session_id: id }))
    const each = vi.spyOn(store, 'eachCheckpoint')
    const one = vi.spyOn(store, 'copies')
    put(aggregate, session({ session_id: 'b', error_count: 2 }))
    aggregate.remove('default', 'c')
    expect(each).not.toHaveBeenCalled()
    expect(one.mock.calls).toEqual([['b'], ['c']])
  })

  it('dates what an appended session earned without a look at the others', () => {
    const store = new MemoryStore()
    let aggregate = IncrementalAggregate.open(store, 'UTC')
    const grown = (id: string, last_active: number) =>
      put(aggregate, session({ session_id: id, last_active, git_events: 100 * last_active }))
    for (let at = 1; at <= 20; at++) grown(`s${at}`, at)
    aggregate.milestones()
    aggregate.save()
    aggregate = IncrementalAggregate.open(store, 'UTC')
    const all = () => [...store.eachCheckpoint()].map(decodeStats)
    const read = vi.spyOn(store, 'checkpointsFrom')
    grown('s21', 21)
    aggregate.milestones()
    grown('s21', 30)
    const reached = aggregate.milestones()
    // It is passed over twice: once to know what came before it.
    expect(read.mock.calls).toEqual(Array(4).fill([{ at: 21, session_id: 's21' }]))
    expect(reached).toEqual(countedInOrder(all(), 'UTC').milestones)
  })

  it('counts a model once in its dates, whether it was scanned or reported', () => {
    const aggregate = IncrementalAggregate.open(new MemoryStore(), 'UTC')
    const used = (session_id: string, last_active: number, model: string | null, source?: string) =>
      put(aggregate, session({ session_id, last_active, model_names: model === null ? [] : [model] }), source)
    used('a', 1, 'openai/gpt-5')
    used('b', 2, reportedModel('openai/gpt-5'), 'laptop')
    const twoProviders = milestone('distinct_provider_count', 2)
    expect(aggregate.milestones()).not.toHaveProperty([twoProviders])
    used('c', 3, 'anthropic/claude-opus-4.1')
    expect(aggregate.milestones()).toMatchObject({ [twoProviders]: { at: 3, session_id: 'c' } })
  })

  it('refuses to replace, remove or count what it cannot read', () => {
    const store = new MemoryStore()
    const aggregate = IncrementalAggregate.open(store, 'UTC')
    store.saveCheckpoint({ ...UNREADABLE, session_id: 's' })
    expect(() => put(aggregate)).toThrow(UnreadableCheckpoint)
    expect(() => aggregate.remove('default', 's')).toThrow(UnreadableCheckpoint)
    expect(() => IncrementalAggregate.open(store, 'UTC')).toThrow(UnreadableCheckpoint)
  })

  it('drops all checkpoints of what can be read again when it is reset', () => {
    const store = new MemoryStore()
    put(IncrementalAggregate.open(store, 'UTC'))
    expect(IncrementalAggregate.reset(store, 'UTC').settled().session_count).toBe(0)
    expect(store.checkpointCount()).toBe(0)
  })

  it('keeps the figures of histories that are gone when it is reset, except unreadable ones', () => {
    const store = new MemoryStore()
    store.upload('default', 'version 1')
    put(IncrementalAggregate.open(store, 'UTC'))
    store.saveCheckpoint(UNREADABLE)
    store.deleteHistory('default')
    expect(IncrementalAggregate.reset(store, 'UTC').settled().session_count).toBe(1)
    expect(store.checkpointCount()).toBe(1)
  })
})
