import { beforeAll, describe, expect, it } from 'vitest'
import type { ScanPayload } from '../../src/cli/payload.ts'
import { damaged, leaves, madeWith } from '../scan/damaged.ts'
import { history } from '../snapshot/histories.ts'
import { useLaurel } from './laurel.ts'

const laurel = useLaurel()
const TO = ['--to', 'http://localhost:1', '--handle', 'ada']

const withLongRow = (title: string) =>
  history((run) => {
    for (const id of ['long-one', 'short-one'])
      run("INSERT INTO sessions (id, source, started_at, title) VALUES (?, 'cli', 1, ?)", [id, title])
    const say = "INSERT INTO messages (session_id, role, content, timestamp) VALUES (?, 'tool', ?, 2)"
    run(say, ['long-one', `Error: ${'x'.repeat(17 * 1024 * 1024)}`])
    run(say, ['short-one', 'Error: 2'])
  })

describe('laurel scan of a history with a row over the limit', () => {
  let database: string
  beforeAll(async () => {
    database = laurel.file('long.db', await withLongRow('Titled'))
  })
  const warnings = [
    { kind: 'row_cut', session: 'long-one', effect: expect.stringContaining('first and last part') },
  ]

  it('counts it with what fits, and says so in --json', async () => {
    const { status, stdout, stderr } = await laurel.run(['scan', database, '--json'])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const { aggregate, scan_meta, sessions } = JSON.parse(stdout) as ScanPayload
    expect(scan_meta.warnings).toEqual(warnings)
    expect(sessions).toHaveLength(2)
    expect(aggregate.total_errors).toBe(2)
  })

  it('names the session, the kind and the effect in its text', async () => {
    const { stdout } = await laurel.spawn(['scan', database], { env: { COLUMNS: '60' } })
    expect(stdout).toContain('Not counted completely:')
    expect(stdout.replace(/\s+/g, ' ')).toContain('only the first and last part of its text count.')
    expect(stdout).toContain('long-one')
    expect(stdout).not.toContain('short-one')
  })

  it('is told of when it is pushed, without naming a session', async () => {
    const { stderr, stdout, status } = await laurel.run(['push', database, ...TO, '--print'], {
      env: { LAUREL_KEY: 'laurel_canary-0123456789' },
    })
    expect({ status, stdout: stdout.length > 0 }).toEqual({ status: 0, stdout: true })
    expect(stderr).toContain('1 session was not counted completely. Run “laurel scan”')
    expect(stderr).not.toContain('long-one')
  })

  it('is told of by laurel insights, without naming a session', async () => {
    const { stderr, status } = await laurel.run(['insights', database, '--days', '30000'])
    expect(status).toBe(0)
    expect(stderr).toBe(
      'laurel: 1 session was not counted completely. Run “laurel scan” to see which, and why.\n',
    )
  })

  it('keeps the warning of a session that is not read again', async () => {
    const checkpoint = laurel.path('long.checkpoint')
    await laurel.run(['scan', database, '--json', '--checkpoint', checkpoint])
    const { stdout } = await laurel.run(['scan', database, '--json', '--checkpoint', checkpoint])
    const { scan_meta } = JSON.parse(stdout) as ScanPayload
    expect(scan_meta).toMatchObject({ sessions_reused: 2, warnings })
  })
})

it('laurel scan of a session over the limit of messages counts its first ones, and names it', async () => {
  const bytes = await history((run) => {
    run("INSERT INTO sessions (id, source, started_at) VALUES ('many-one', 'cli', 1)")
    run(`WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 200001)
      INSERT INTO messages (session_id, role, content, timestamp) SELECT 'many-one', 'user', 'x', n FROM numbers`)
  })
  const database = laurel.file('many.db', bytes)
  const { scan_meta, sessions } = JSON.parse((await laurel.run(['scan', database, '--json'])).stdout)
  expect(sessions).toMatchObject([{ session_id: 'many-one', message_count: 200_000 }])
  const effect = 'It has more messages than the limit: only the first ones count.'
  expect(scan_meta.warnings).toEqual([{ kind: 'session_cut', session: 'many-one', effect }])
})

describe('a history with a damaged page', () => {
  let database: string
  beforeAll(async () => {
    const bytes = await history((run) => {
      for (const id of ['damaged', 'sound'])
        run("INSERT INTO sessions (id, source, started_at, title) VALUES (?, 'cli', ?, ?)", [
          id,
          Date.now() / 1000 - 60,
          `The ${id} one`,
        ])
      const say = "INSERT INTO messages (session_id, role, content, timestamp) VALUES (?, 'user', ?, 2)"
      // Each row takes a page of its own.
      for (const id of ['damaged', 'sound'])
        for (let row = 0; row < 3; row++) run(say, [id, `words of ${id} ${'x'.repeat(3500)}`])
    })
    // The last one: the first page of the table may hold what has moved on to others.
    const page = Math.floor(Buffer.from(bytes).lastIndexOf('words of damaged') / 4096)
    database = laurel.file('page.db', new Uint8Array(bytes).fill(0xff, page * 4096, (page + 1) * 4096))
  })

  it.each([['scan'], ['insights']])(
    'is read by laurel %s without the sessions that lie in it',
    async (command) => {
      const { status, stdout } = await laurel.run([command, database, '--json'])
      expect(status).toBe(0)
      const read = JSON.parse(stdout)
      expect(command === 'scan' ? read.sessions.length : read.overview.total_sessions).toBe(1)
    },
  )

  it('is told of by laurel insights, which names no session', async () => {
    const { stderr } = await laurel.run(['insights', database])
    expect(stderr).toBe('laurel: Some pages of this history are damaged: 1 session is left out.\n')
  })

  it('is listed by laurel sessions as far as its sessions can be read', async () => {
    const { status, stdout } = await laurel.run(['sessions', database])
    expect(status).toBe(0)
    expect(stdout).toContain('The sound one')
  })
})

describe('a history with a damaged page of messages that can have been anybody’s', () => {
  const TOLD = '1 page of messages is damaged, so any session may count less than it should.'
  let database: string
  beforeAll(async () => {
    const history = madeWith('', () => null)
    const [, page = 0] = await leaves(history)
    database = laurel.file('page.db', await damaged(page, undefined, history))
  })

  it('is scanned with a word of it', async () => {
    const { stdout } = await laurel.spawn(['scan', database])
    expect(stdout.replace(/\s+/g, ' ')).toContain(`Not counted completely: ${TOLD}`)
    expect(stdout).not.toContain('without a readable id')
  })

  it.each([['sessions'], ['insights'], ['templates', 'suggest']])(
    'is read with a word of it: %s',
    async (...command) => {
      const { status, stderr } = await laurel.run([...command, database])
      expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringContaining(TOLD) })
    },
  )

  it('is pushed with a word of it', async () => {
    const { stderr } = await laurel.run(['push', database, ...TO, '--print'], {
      env: { LAUREL_KEY: 'laurel_canary-0123456789' },
    })
    expect(stderr).toContain(TOLD)
    expect(stderr).not.toContain('session was')
  })
})
