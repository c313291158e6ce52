import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { answerOf } from '../../src/browser/answer.ts'
import { refusalOf } from '../../src/browser/history-file.ts'
import { isOver, parseScanEvent } from '../../src/browser/scan-event.ts'

describe('an answer of the API', () => {
  it('that failed gives its message and hint', () => {
    const body = JSON.stringify({
      error: { code: 'handle_taken', message: 'Taken.', hint: 'Choose another.' },
    })
    expect(answerOf(409, body)).toEqual({
      ok: false,
      problem: { message: 'Taken.', hint: 'Choose another.' },
    })
  })

  it.each(['<html>', '', 'null', '{"error":"text"}'])('that failed with %j still gives a message', (body) => {
    expect(answerOf(502, body)).toMatchObject({ ok: false, problem: { message: 'The server answered 502.' } })
  })

  it('that never came is a problem with the connection', () => {
    expect(answerOf(0, '')).toMatchObject({ problem: { message: 'The server could not be reached.' } })
  })

  it('without a body is an empty one', () => {
    expect(answerOf(204, '')).toEqual({ ok: true, body: {} })
  })
})

describe('a chosen file', () => {
  const database = `SQLite format 3\0${'x'.repeat(100)}`

  it('is sent when it is a database, compressed or not', async () => {
    expect(await refusalOf(new Blob([database]))).toBeUndefined()
    expect(await refusalOf(new Blob([new Uint8Array(gzipSync(database))]))).toBeUndefined()
  })

  it.each(['', 'SQLite format 3', 'some text that is no database'])(
    'is not sent when it is %j',
    async (text) => {
      expect(await refusalOf(new Blob([text]))).toHaveProperty('message')
    },
  )
})

describe('a scan event', () => {
  const data = { state: 'running', mode: 'in_progress', revision: 7, generated_at: 5 }
  const event = (change: object) => parseScanEvent(JSON.stringify({ ...data, ...change }))

  it('of another shape is passed over', () => {
    expect(parseScanEvent('not json')).toBeUndefined()
    expect(event({ state: 4 })).toBeUndefined()
  })

  it('without figures counts from nothing', () => {
    expect(event({})).toMatchObject({ scanned: 0, expected: 0, revision: '7', generatedAt: 5 })
  })

  it.each([
    ['idle', 'full', true],
    ['idle', 'incremental', true],
    ['failed', 'in_progress', true],
    ['running', 'full', false],
    ['idle', 'pending', false],
    ['idle', 'in_progress', false],
  ])('%s, %s: over is %s', (state, mode, over) => {
    const parsed = event({ state, mode })
    expect(parsed && isOver(parsed)).toBe(over)
  })
})
