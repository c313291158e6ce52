import { describe, expect, it } from 'vitest'
import { type SourceStamp, stampText } from '../../../src/sessions/list/source-stamp.ts'

const IDLE: SourceStamp = { snapshot: 'v1', content: '9', settings: '1', live: '4', streaming: [] }

describe('the stamp of a list’s sources', () => {
  it.each(['snapshot', 'content', 'settings', 'live'] as const)('changes with %s', (part) => {
    expect(stampText({ ...IDLE, [part]: 'other' })).not.toBe(stampText(IDLE))
  })

  it.each(['snapshot', 'content', 'live'] as const)(
    'stays while sessions stream, whatever becomes of %s',
    (part) => {
      const streaming = { ...IDLE, streaming: ['s1'] }
      expect(stampText({ ...streaming, [part]: 'other' })).toBe(stampText(streaming))
    },
  )

  it('changes with the settings even while sessions stream', () => {
    const streaming = { ...IDLE, streaming: ['s1'] }
    expect(stampText({ ...streaming, settings: '2' })).not.toBe(stampText(streaming))
  })

  it('is of the set of sessions that stream: another one the moment that one starts or stops', () => {
    const stamps = [[], ['s1'], ['s1', 's2'], ['s2']].map((streaming) => stampText({ ...IDLE, streaming }))
    expect(new Set(stamps).size).toBe(4)
    expect(stampText({ ...IDLE, streaming: ['s2', 's1', 's2'] })).toBe(stamps[2])
  })
})
