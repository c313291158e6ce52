import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { answerOf } from '../../src/browser/answer.ts'
import { BlobSource, checkUnchanged, startOf } from '../../src/browser/blob-source.ts'
import { historyIn } from '../../src/browser/history-file.ts'
import { PauseGate } from '../../src/browser/pause-gate.ts'
import { reportSize, reportText } from '../../src/browser/report-text.ts'
import { isOver, parseScanEvent } from '../../src/browser/scan-event.ts'
import { REPORT_BATCH_MAX, ReportBatchSchema } from '../../src/contract/reports.ts'

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
    expect(answerOf(0, '')).toMatchObject({ problem: { message: 'Can’t reach the server.' } })
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
    ['a database and another one that is named like a -wal', [main, file('other.db-wal')], null],
  ])('are a history when they are %s', async (_, files, expected) => {
    const history = await historyIn(files)
    expect(history).toHaveProperty('main', main)
    expect('main' in history && history.wal).toBe(expected)
  })

  it.each([
    ['the -wal alone', [wal], /Choose state\.db, together/],
    ['two databases', [main, file('other.db')], /one history/],
    ['compressed', [file('state.db.gz', new Uint8Array(gzipSync(database)))], /compressed/],
    ['empty', [file('state.db', '')], /empty/],
    ['cut off', [file('state.db', 'SQLite format 3')], /not an SQLite database/],
    ['notes', [file('state.db', 'some text that is no database')], /not an SQLite database/],
  ])('are none when they are %s, and it is said why', async (_, files, words) => {
    expect(await historyIn(files)).toEqual(expect.objectContaining({ message: expect.stringMatching(words) }))
  })
})

describe('a pause', () => {
  it('holds whoever comes until it is over, also when it is begun again meanwhile', async () => {
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

describe('a report that is shown before it is sent', () => {
  const session = (id: number) => ({
    id: String(id).padStart(32, '0'),
    fingerprint: '0'.repeat(16),
    started_at: 60,
    model: null,
    counts: { message_count: id },
  })

  it('is the JSON of the batch, a session to a line', () => {
    const sessions = [session(1), session(2)]
    expect(ReportBatchSchema.parse(JSON.parse(reportText(sessions)))).toEqual({ sessions, removed: [] })
    expect(reportText(sessions).split('\n')).toHaveLength(4)
    expect(JSON.parse(reportText([]))).toEqual({ sessions: [], removed: [] })
  })

  it('is as large as the batches that will be sent', async () => {
    const sessions = Array.from({ length: REPORT_BATCH_MAX + 1 }, (_, id) => session(id))
    const batches = [sessions.slice(0, -1), sessions.slice(-1)].map((some) =>
      JSON.stringify({ sessions: some, removed: [] }),
    )
    const { raw, sent } = await reportSize(sessions)
    expect(raw).toBe(batches.join('').length)
    expect(sent).toBeLessThan(raw / 10)
  })
})

describe('a chosen file', () => {
  const bytes = Uint8Array.from({ length: 100 }, (_, at) => at)
  const sizes = { blockBytes: 32, blocksKept: 2 }

  it('that was written to since is refused, whether the browser says so or gives less', () => {
    const blob = new Blob([bytes])
    const unreadable = () => {
      throw new DOMException('gone', 'NotReadableError')
    }
    const shorter = () => new ArrayBuffer(1)
    for (const readAsArrayBuffer of [unreadable, shorter]) {
      const source = new BlobSource(blob, { readAsArrayBuffer }, sizes)
      expect(() => source.read(0, 10)).toThrow(expect.objectContaining({ code: 'history_busy' }))
      expect(source.bytesRead).toBe(0)
    }
  })

  it('that was written to while it was read is refused, where the browser does not say so', () => {
    const readAsArrayBuffer = (blob: Blob) => bytes.slice(0, blob.size).buffer
    const start = startOf(new Blob([bytes]), { readAsArrayBuffer })
    expect(() => checkUnchanged(new Blob([bytes]), { readAsArrayBuffer }, start)).not.toThrow()
    const written = (blob: Blob) => bytes.slice(0, blob.size).fill(9, 24, 28).buffer
    expect(() => checkUnchanged(new Blob([bytes]), { readAsArrayBuffer: written }, start)).toThrow(
      expect.objectContaining({ code: 'history_busy' }),
    )
  })

  it('is read by the block', () => {
    const source = new BlobSource(
      new Blob([bytes]),
      { readAsArrayBuffer: ({ size }) => new ArrayBuffer(size) },
      sizes,
    )
    source.read(0, 10)
    source.read(97, 100)
    expect([source.size, source.bytesRead]).toEqual([100, 36])
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
