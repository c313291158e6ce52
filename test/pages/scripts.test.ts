import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { answerOf } from '../../src/browser/answer.ts'
import { historyIn } from '../../src/browser/history-file.ts'
import { PauseGate } from '../../src/browser/pause-gate.ts'
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

describe('the files that are chosen together', () => {
  const database = `SQLite format 3\0${'x'.repeat(100)}`
  const file = (name: string, content: string | Uint8Array<ArrayBuffer> = database) =>
    new File([content], name)
  const [main, wal, shm] = [file('state.db'), file('state.db-wal', 'frames'), file('state.db-shm', 'index')]

  it.each([
    ['a database alone', [main], null],
    ['a database with its -wal', [wal, shm, main], wal],
    ['a database with the -wal of another one', [main, file('other.db-wal')], null],
  ])('are a history when they are %s', async (_, files, expected) => {
    const history = await historyIn(files)
    expect(history).toHaveProperty('main', main)
    expect('main' in history && history.wal).toBe(expected)
  })

  it.each([
    ['the -wal alone', [wal], /state\.db itself/],
    ['two databases', [main, file('other.db')], /one history/],
    ['compressed', [file('state.db.gz', new Uint8Array(gzipSync(database)))], /compressed/],
    ['empty', [file('state.db', '')], /empty/],
    ['cut off', [file('state.db', 'SQLite format 3')], /not a SQLite database/],
    ['notes', [file('state.db', 'some text that is no database')], /not a SQLite database/],
  ])('are none when they are %s, and it is said why', async (_, files, words) => {
    expect(await historyIn(files)).toEqual(expect.objectContaining({ message: expect.stringMatching(words) }))
  })
})

describe('a pause', () => {
  it('holds whoever comes until it is over, also when it is begun anew meanwhile', async () => {
    const gate = new PauseGate()
    await gate.passed()
    gate.shut()
    gate.shut()
    const passed: string[] = []
    const waiting = gate.passed().then(() => passed.push('through'))
    gate.open()
    gate.shut()
    await Promise.resolve()
    expect(passed).toEqual([])
    gate.open()
    await waiting
    expect(passed).toEqual(['through'])
  })
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
