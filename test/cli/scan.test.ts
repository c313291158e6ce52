import { mkdirSync, renameSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ScanPayload } from '../../src/cli/payload.ts'
import { CATALOG } from '../../src/engine/catalog.ts'
import { bySessionId, expectedOf } from '../engine/golden.ts'
import { plainDates } from '../engine/plain-dates.ts'
import { history } from '../snapshot/histories.ts'
import { asGolden } from './as-golden.ts'
import { useLaurel } from './laurel.ts'

const laurel = useLaurel()

const UTC = ['--timezone', 'UTC']

const HISTORIES = [
  { history: 'history', zone: 'UTC', expectedFile: 'history' },
  { history: 'edges', zone: 'UTC', expectedFile: 'edges' },
  { history: 'edges', zone: 'Asia/Tokyo', expectedFile: 'edges.tokyo' },
  { history: 'edges', zone: 'America/New_York', expectedFile: 'edges.newyork' },
  { history: 'fuzz', zone: 'UTC', expectedFile: 'fuzz' },
]

describe('laurel scan --json', () => {
  it.each(HISTORIES)(
    'gives the golden figures of $history in $zone',
    async ({ history, zone, expectedFile }) => {
      const args = ['scan', laurel.golden(history), '--json', '--timezone', zone]
      const { status, stdout, stderr } = await laurel.run(args)
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
      const payload: ScanPayload = JSON.parse(stdout)
      const expected = expectedOf(expectedFile)
      expect({
        ...payload,
        sessions: payload.sessions.sort(bySessionId),
        achievements: payload.achievements.map(asGolden),
      }).toEqual({ ...expected, sessions: expected.sessions.sort(bySessionId) })
      const dates = plainDates(expected.sessions, zone)
      for (const { id, unlocked_at, tier_history } of payload.achievements) {
        expect(unlocked_at ?? undefined).toBe(dates.get(id)?.at)
        for (const { tier, reached_at } of tier_history)
          expect(reached_at).toBe(dates.get(`${id} ${tier}`)?.at)
      }
      expect(payload.achievements.flatMap(({ tier_history }) => tier_history)).toHaveLength(
        [...dates.keys()].filter((key) => key.includes(' ')).length,
      )
    },
  )

  it('lists sessions newest first', async () => {
    const { stdout } = await laurel.run(['scan', laurel.golden('history'), '--json'])
    const starts = (JSON.parse(stdout) as ScanPayload).sessions.map(({ started_at }) => started_at ?? 0)
    expect(starts).toEqual([...starts].sort((a, b) => b - a))
  })
})

describe('laurel scan', () => {
  it('prints a table without colours when its output is no terminal', async () => {
    const args = ['scan', laurel.golden('history'), ...UTC]
    const { status, stdout, stderr } = await laurel.run([...args, '--table'])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain(`22 of ${CATALOG.length} unlocked`)
    expect(stdout).toMatch(/Subagent Commander +Copper +[━╌]+ +36 \/ 40\n/)
    expect(stdout).toMatch(/Let Him Cook +→ Copper +[━╌]+ +34 \/ 200\n/)
    expect(stdout).not.toContain('\x1b')
    const summary = (await laurel.run(args)).stdout
    expect(summary.split('\n').length).toBeLessThanOrEqual(40)
    expect(summary).toMatch(/Copper .*Subagent Commander/)
    expect(summary).not.toContain('Let Him Cook')
  })

  it('prints colours when they are forced', async () => {
    const args = ['scan', laurel.golden('history'), ...UTC]
    expect((await laurel.run(args, { env: { FORCE_COLOR: '3' } })).stdout).toContain('\x1b[38;5;')
    expect((await laurel.run(args, { env: { FORCE_COLOR: '0' } })).stdout).not.toContain('\x1b')
  })

  it('scans the newest sessions only, when they are limited', async () => {
    const database = laurel.golden('history')
    const scan = async (...limit: string[]): Promise<ScanPayload> =>
      JSON.parse((await laurel.run(['scan', database, '--json', ...limit])).stdout, (name, value) =>
        // When a scan is made is its own.
        name === 'recorded_at' ? 0 : value,
      )
    const all = await scan()
    const newest = await scan('--limit', '7')
    expect(newest.sessions).toEqual(all.sessions.slice(0, 7))
    expect(newest.aggregate.session_count).toBe(7)
    expect(newest.scan_meta).toMatchObject({ mode: 'full', sessions_total: 7, sessions_rescanned: 7 })
    for (const limit of ['0', '-3', '1000']) expect(await scan('--limit', limit)).toEqual(all)
  })

  it('finds the history in $HERMES_HOME, else in ~/.hermes', async () => {
    for (const folder of ['hermes', 'home/.hermes']) {
      mkdirSync(laurel.path(folder), { recursive: true })
      renameSync(laurel.golden(folder === 'hermes' ? 'edges' : 'history'), laurel.path(`${folder}/state.db`))
    }
    const env = { HERMES_HOME: laurel.path('hermes') }
    expect((await laurel.run(['scan'], { env })).stdout).toContain('64 sessions')
    expect((await laurel.run(['scan'])).stdout).toContain('110 sessions')
  })

  it('reads times in milliseconds, and says so', async () => {
    const NOON = 1_750_000_000
    const bytes = await history((run) => {
      run(`INSERT INTO sessions (id, source, started_at, ended_at) VALUES ('a', 'cli', ?, ?)`, [
        NOON * 1000 + 123,
        (NOON + 60) * 1000 + 123,
      ])
    })
    const path = laurel.file('milliseconds.db', bytes)
    const { status, stdout } = await laurel.run(['scan', path, '--json'])
    expect(status).toBe(0)
    const { sessions, scan_meta } = JSON.parse(stdout) as ScanPayload
    expect(sessions).toMatchObject([{ started_at: NOON + 0.123, last_active: NOON + 0.123 }])
    expect(scan_meta.warnings).toMatchObject([{ kind: 'time_in_milliseconds', session: 'a' }])
    expect((await laurel.run(['scan', path])).stdout).toContain('A time is in milliseconds')
  })

  it('counts in the zone of the machine unless told otherwise', async () => {
    const { stdout } = await laurel.spawn(['scan', laurel.golden('edges'), '--json'], {
      env: { TZ: 'Asia/Tokyo' },
    })
    const { timezone, aggregate } = JSON.parse(stdout) as ScanPayload
    expect({ timezone, aggregate }).toEqual({
      timezone: 'Asia/Tokyo',
      aggregate: expectedOf('edges.tokyo').aggregate,
    })
  })
})
