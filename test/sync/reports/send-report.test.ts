import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SETTINGS } from '../../../src/config.ts'
import type { ReportedSession } from '../../../src/contract/reports.ts'
import { ReportApi } from '../../../src/sync/reports/report-api.ts'
import { sendReport } from '../../../src/sync/reports/send-report.ts'
import { runs } from '../../properties.ts'
import { record } from '../../sessions/list/records.ts'
import { ReportServer } from './report-server.ts'

const ADDRESS = { server: 'http://laurel.test', handle: 'ada', source: 'default' }

/** Sessions whose ids are spread as digests are. */
function sessionNumber(number: number, version = 0): ReportedSession {
  const id = Math.imul(number + 1, 0x9e3779b1) >>> 0
  return {
    id: id.toString(16).padStart(8, '0').repeat(4),
    fingerprint: version.toString(16).padStart(16, '0'),
    started_at: null,
    model: null,
    counts: {},
  }
}

const history = (length: number) => Array.from({ length }, (_, number) => sessionNumber(number))

const send = (server: ReportServer, sessions: readonly ReportedSession[], progress: number[] = []) =>
  sendReport(new ReportApi(ADDRESS, server.fetch), sessions, {
    pause: async () => undefined,
    onProgress: ({ done }) => progress.push(done),
  })

const pairs = (sessions: readonly ReportedSession[]) =>
  new Map(sessions.map(({ id, fingerprint }) => [id, fingerprint]))

describe('a report', () => {
  it('sends all of a history that is not known, in batches, and says how far it is', async () => {
    const server = new ReportServer()
    const progress: number[] = []
    const { sent, removed, receipt } = await send(server, history(2_500), progress)
    expect({ sent, removed, sessions: receipt.sessions }).toEqual({
      sent: 2_500,
      removed: 0,
      sessions: 2_500,
    })
    expect(server.batches.map(({ sessions }) => sessions.length)).toEqual([1_000, 1_000, 500])
    expect(progress).toEqual([0, 1_000, 2_000, 2_500])
    expect(server.requests).not.toContain('GET')
  })

  it('puts no more into a batch than a server takes, whatever the records hold', async () => {
    const server = new ReportServer()
    const preview = '調'.repeat(60)
    const tools = Array.from({ length: 200 }, (_, index) => ({
      tool: `${preview}${index}`,
      rows: 1,
      calls: 1,
    }))
    const sessions = history(150).map((session) => ({ ...session, record: record('s', { preview, tools }) }))
    await send(server, sessions)
    const sizes = server.batches.map((batch) => new TextEncoder().encode(JSON.stringify(batch)).length)
    expect(sizes.length).toBeGreaterThan(1)
    expect(Math.max(...sizes)).toBeLessThan(SETTINGS.REPORT_BATCH_MAX_BYTES.value)
    expect(server.batches.flatMap((batch) => batch.sessions.map(({ id }) => id))).toEqual(
      sessions.map(({ id }) => id),
    )
  })

  it('of one changed session among 8,564 takes less than 2 kB on the wire', async () => {
    const server = new ReportServer()
    await send(server, history(8_564))
    const changed = history(8_564).with(77, sessionNumber(77, 1))
    const { sent, bytes } = await send(server, changed)
    expect(sent).toBe(1)
    expect(bytes).toBeLessThan(2_000)
  })

  it('of what is known already sends nothing', async () => {
    const server = new ReportServer()
    await send(server, history(300))
    const { sent, removed, bytes, receipt } = await send(server, history(300))
    expect({ sent, removed, bytes }).toEqual({ sent: 0, removed: 0, bytes: 0 })
    expect(receipt.unchanged).toBe(true)
  })

  it('of no session at all removes all that are known', async () => {
    const server = new ReportServer()
    await send(server, history(2_100))
    expect(await send(server, [])).toMatchObject({ sent: 0, removed: 2_100 })
    expect(server.known.size).toBe(0)
  })

  it('leaves the server with what the history has, whatever was known before', async () => {
    const sessions = fc.uniqueArray(fc.tuple(fc.nat(600), fc.nat(2)), {
      selector: ([number]) => number,
      maxLength: 400,
    })
    await fc.assert(
      fc.asyncProperty(sessions, sessions, async (before, after) => {
        const server = new ReportServer()
        await send(
          server,
          before.map(([number, version]) => sessionNumber(number, version)),
        )
        const now = after.map(([number, version]) => sessionNumber(number, version))
        await send(server, now)
        expect(server.known).toEqual(pairs(now))
      }),
      { numRuns: runs(25) },
    )
  })

  it('sends nothing twice that arrived before it was cut off', async () => {
    const server = new ReportServer()
    const cut = new AbortController()
    server.fault = (request, index) => {
      if (request === 'PUT' && index === 2) cut.abort()
      return undefined
    }
    const first = sendReport(new ReportApi(ADDRESS, server.fetch), history(2_500), { signal: cut.signal })
    await expect(first).rejects.toThrow()
    const arrived = server.batches.reduce((sum, { sessions }) => sum + sessions.length, 0)
    server.fault = () => undefined
    const { sent } = await send(server, history(2_500))
    expect(sent).toBe(2_500 - arrived)
    expect(arrived).toBeGreaterThanOrEqual(1_000)
  })

  it.each(['POST', 'PUT', 'COMMIT'])('survives an answer to %s that is lost', async (lost) => {
    const server = new ReportServer()
    let once = true
    server.fault = (request) => {
      if (request !== lost || !once) return undefined
      once = false
      return 'lost'
    }
    expect(await send(server, history(5))).toMatchObject({ receipt: { sessions: 5 } })
    expect(server.known).toEqual(pairs(history(5)))
  })

  it('compares again when another one came in between', async () => {
    const server = new ReportServer()
    let between = true
    server.fault = (request) => {
      if (request === 'COMMIT' && between) {
        between = false
        server.known.set(sessionNumber(9_999).id, 'f'.repeat(16))
      }
      return undefined
    }
    await send(server, history(5))
    expect(server.known).toEqual(pairs(history(5)))
  })
})
