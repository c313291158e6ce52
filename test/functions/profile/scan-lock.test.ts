import { describe, expect, it } from 'vitest'
import { ScanLock } from '../../../functions/profile/scan-lock.ts'

describe('the turns of an isolate', () => {
  it('are taken by one at a time, and by whoever holds it as often as it likes', () => {
    const lock = new ScanLock(60)
    expect(lock.acquire('a', 0)).toBe(true)
    expect(lock.acquire('b', 0)).toBe(false)
    expect(lock.acquire('a', 1)).toBe(true)
  })

  it('go round in the order in which they were asked for', () => {
    const lock = new ScanLock(60)
    lock.acquire('a', 0)
    expect([lock.acquire('b', 0), lock.acquire('c', 0)]).toEqual([false, false])
    lock.release('a')
    expect([lock.acquire('a', 1), lock.acquire('c', 1), lock.acquire('b', 1)]).toEqual([false, false, true])
    lock.release('b')
    expect([lock.acquire('b', 2), lock.acquire('a', 2), lock.acquire('c', 2)]).toEqual([false, false, true])
    lock.release('c')
    expect(lock.acquire('a', 3)).toBe(true)
  })

  it('pass over whoever asks no more', () => {
    const lock = new ScanLock(60)
    lock.acquire('a', 0)
    lock.acquire('gone', 0)
    lock.release('a')
    expect(lock.acquire('a', 1)).toBe(false)
    expect(lock.acquire('a', 10)).toBe(true)
  })

  it('are free at once of whoever leaves, be it with the turn or in the queue', () => {
    const lock = new ScanLock(60)
    lock.acquire('a', 0)
    lock.acquire('b', 0)
    lock.acquire('c', 0)
    lock.leave('b')
    lock.leave('a')
    expect(lock.dueAt('c', 0)).toBe(0)
    expect(lock.acquire('c', 0)).toBe(true)
  })

  it('end by themselves when their holder never gives them back, who then can’t give back another’s', () => {
    const lock = new ScanLock(60)
    lock.acquire('lost', 0)
    expect(lock.acquire('a', 59)).toBe(false)
    expect(lock.acquire('a', 60)).toBe(true)
    lock.release('lost')
    expect(lock.acquire('b', 61)).toBe(false)
  })

  it('are to be asked for at once when they can be had, and a little later when not', () => {
    const lock = new ScanLock(60)
    expect(lock.dueAt('a', 5)).toBe(5)
    lock.acquire('a', 5)
    expect(lock.dueAt('a', 5)).toBe(5)
    expect(lock.dueAt('b', 5)).toBeGreaterThan(5)
    lock.acquire('b', 5)
    lock.release('a')
    expect(lock.dueAt('a', 6)).toBeGreaterThan(6)
    expect(lock.dueAt('b', 6)).toBe(6)
  })
})
