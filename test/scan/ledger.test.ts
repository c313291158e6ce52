import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { aggregateSessions, figures, maxima } from '../../src/engine/aggregate.ts'
import { decodeStats, UnreadableCheckpoint } from '../../src/scan/checkpoint.ts'
import { Ledger } from '../../src/scan/ledger.ts'
import { anySession, session } from '../engine/sessions.ts'
import { MemoryStore } from './memory-store.ts'

const put = (ledger: Ledger, stats = session(), source = 'default') =>
  ledger.put(source, stats.session_id, { fingerprint: 'f', stats, record: null })

describe('the ledger', () => {
  it('always has the aggregate of the stored checkpoints', () => {
    const step = fc.record({
      stats: anySession,
      source: fc.constantFrom('laptop', 'work'),
      what: fc.constantFrom('put', 'put', 'put', 'remove', 'save and open', 'settle'),
      zone: fc.constantFrom('UTC', 'Asia/Tokyo'),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const store = new MemoryStore()
        let zone = 'UTC'
        let ledger = Ledger.open(store, zone)
        for (const { stats, source, what, ...next } of steps) {
          if (what === 'put') put(ledger, stats, source)
          if (what === 'remove') ledger.remove(source, stats.session_id)
          if (what === 'settle') ledger.settled()
          if (what === 'save and open') {
            ledger.save()
            zone = next.zone
            ledger = Ledger.open(store, zone)
          }
        }
        const settled = ledger.settled()
        const fresh = aggregateSessions([...store.eachCheckpoint()].map(decodeStats), zone)
        expect(figures(settled)).toEqual(figures(fresh))
        expect(maxima(settled)).toEqual(maxima(fresh))
      }),
    )
  })

  it('looks at no other checkpoint to change one', () => {
    const store = new MemoryStore()
    const ledger = Ledger.open(store, 'UTC')
    for (const id of ['a', 'b', 'c']) put(ledger, session({ session_id: id }))
    const each = vi.spyOn(store, 'eachCheckpoint')
    const one = vi.spyOn(store, 'checkpoint')
    put(ledger, session({ session_id: 'b', error_count: 2 }))
    ledger.remove('default', 'c')
    expect(each).not.toHaveBeenCalled()
    expect(one.mock.calls).toEqual([
      ['default', 'b'],
      ['default', 'c'],
    ])
  })

  it('refuses to replace, remove or count what it cannot read', () => {
    const store = new MemoryStore()
    const ledger = Ledger.open(store, 'UTC')
    store.saveCheckpoint('default', 's', { fingerprint: 'f', stats: 'unreadable', record: null })
    expect(() => put(ledger)).toThrow(UnreadableCheckpoint)
    expect(() => ledger.remove('default', 's')).toThrow(UnreadableCheckpoint)
    expect(() => Ledger.open(store, 'UTC')).toThrow(UnreadableCheckpoint)
  })

  it('drops all checkpoints of what can be read anew when it begins anew', () => {
    const store = new MemoryStore()
    put(Ledger.open(store, 'UTC'))
    expect(Ledger.anew(store, 'UTC').settled().session_count).toBe(0)
    expect(store.checkpointCount()).toBe(0)
  })

  it('begins anew with the figures of histories that are gone, but for what it cannot read', () => {
    const store = new MemoryStore()
    store.upload('default', 'version 1')
    put(Ledger.open(store, 'UTC'))
    store.saveCheckpoint('default', 'unreadable', { fingerprint: 'f', stats: 'unreadable', record: null })
    store.deleteHistory('default')
    expect(Ledger.anew(store, 'UTC').settled().session_count).toBe(1)
    expect(store.checkpointCount()).toBe(1)
  })
})
