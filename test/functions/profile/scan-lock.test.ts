import { describe, expect, it } from 'vitest'
import { Turns } from '../../../functions/profile/scan-lock.ts'

describe('the turns of an isolate', () => {
  it('are taken by one at a time, and by whoever holds it as often as it likes', () => {
    const turns = new Turns(60)
    expect(turns.take('a', 0)).toBe(true)
    expect(turns.take('b', 0)).toBe(false)
    expect(turns.take('a', 1)).toBe(true)
  })

  it('go round in the order in which they were asked for', () => {
    const turns = new Turns(60)
    turns.take('a', 0)
    expect([turns.take('b', 0), turns.take('c', 0)]).toEqual([false, false])
    turns.give('a')
    expect([turns.take('a', 1), turns.take('c', 1), turns.take('b', 1)]).toEqual([false, false, true])
    turns.give('b')
    expect([turns.take('b', 2), turns.take('a', 2), turns.take('c', 2)]).toEqual([false, false, true])
    turns.give('c')
    expect(turns.take('a', 3)).toBe(true)
  })

  it('pass over whoever asks no more', () => {
    const turns = new Turns(60)
    turns.take('a', 0)
    turns.take('gone', 0)
    turns.give('a')
    expect(turns.take('a', 1)).toBe(false)
    expect(turns.take('a', 10)).toBe(true)
  })

  it('are free at once of whoever leaves, be it with the turn or in the queue', () => {
    const turns = new Turns(60)
    turns.take('a', 0)
    turns.take('b', 0)
    turns.take('c', 0)
    turns.leave('b')
    turns.leave('a')
    expect(turns.dueAt('c', 0)).toBe(0)
    expect(turns.take('c', 0)).toBe(true)
  })

  it('end by themselves when their holder never gives them back, who then can’t give back another’s', () => {
    const turns = new Turns(60)
    turns.take('lost', 0)
    expect(turns.take('a', 59)).toBe(false)
    expect(turns.take('a', 60)).toBe(true)
    turns.give('lost')
    expect(turns.take('b', 61)).toBe(false)
  })

  it('are to be asked for at once when they can be had, and a little later when not', () => {
    const turns = new Turns(60)
    expect(turns.dueAt('a', 5)).toBe(5)
    turns.take('a', 5)
    expect(turns.dueAt('a', 5)).toBe(5)
    expect(turns.dueAt('b', 5)).toBeGreaterThan(5)
    turns.take('b', 5)
    turns.give('a')
    expect(turns.dueAt('a', 6)).toBeGreaterThan(6)
    expect(turns.dueAt('b', 6)).toBe(6)
  })
})
