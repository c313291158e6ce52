import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { describe, expect, inject, it, vi } from 'vitest'
import { loadCheckpoints, saveCheckpoints } from '../../src/cli/checkpoint-file.ts'
import type { ScanPayload } from '../../src/cli/payload.ts'
import { CATALOG } from '../../src/engine/catalog.ts'
import { STATS_VERSION } from '../../src/engine/version.ts'
import { TableReader } from '../../src/snapshot/table-reader.ts'
import { expectedOf } from '../engine/golden.ts'
import { Random } from '../fixtures/random.ts'
import { history } from '../snapshot/histories.ts'
import { changingHistory } from '../snapshot/pages/changing-history.ts'
import { fill, type WalPair, writing } from '../snapshot/wal-pairs.ts'
import { useLaurel } from './laurel.ts'

const laurel = useLaurel()

async function scan(database: string, checkpoint: string, ...more: string[]) {
  const args = ['scan', database, '--json', '--timezone', 'UTC', '--checkpoint', checkpoint, ...more]
  const { status, stdout, stderr } = await laurel.run(args)
  expect(status).toBe(0)
  const payload: ScanPayload = JSON.parse(stdout)
  return { payload, stderr }
}

describe('a checkpoint file', () => {
  it('spares the sessions that have not changed', async () => {
    const checkpoint = laurel.path('next.checkpoint')
    await scan(laurel.golden('history'), checkpoint)
    const { payload } = await scan(laurel.golden('history-next'), checkpoint)
    const { scan_meta, aggregate } = JSON.parse(JSON.stringify(expectedOf('history-next')))
    expect(payload.scan_meta).toEqual(scan_meta)
    expect(payload.scan_meta).toMatchObject({ sessions_rescanned: 6, sessions_reused: 106 })
    expect(payload.aggregate).toEqual(aggregate)
  })

  it('gives the very figures of a full scan', async () => {
    const checkpoint = laurel.path('same.checkpoint')
    const full = await scan(laurel.golden('edges'), checkpoint)
    const reused = await scan(laurel.golden('edges'), checkpoint)
    expect(reused.payload.scan_meta).toMatchObject({ mode: 'incremental', sessions_rescanned: 0 })
    expect(reused.payload.sessions).toEqual(full.payload.sessions)
    expect(reused.payload.aggregate).toEqual(full.payload.aggregate)
  })

  it('gives the very figures of a full scan whatever was written since', async () => {
    const versions = changingHistory(new Random(`${inject('seed')} kept`), 5)
    const checkpoint = laurel.path('random.checkpoint')
    for (const { main, wal } of versions) {
      const database = laurel.file('random.db', main)
      laurel.file('random.db-wal', wal)
      const { payload } = await scan(database, checkpoint)
      rmSync(laurel.path('whole.checkpoint'), { force: true })
      const whole = await scan(database, laurel.path('whole.checkpoint'))
      const { sessions, aggregate, unlocked_count } = whole.payload
      expect(payload).toMatchObject({ sessions, aggregate, unlocked_count })
    }
  })

  it('finds a session that was appended without a list of all', async () => {
    const [before, after] = writing((database) => {
      fill(database, 0, 400)
      database.run(`UPDATE sessions SET title = id WHERE id <> 's7'; PRAGMA wal_checkpoint(TRUNCATE)`)
      const before = database.pair()
      fill(database, 400, 401)
      return [before, database.pair()]
    })
    const write = ({ main, wal }: WalPair) => {
      laurel.file('appended.db-wal', wal)
      return laurel.file('appended.db', main)
    }
    const checkpoint = laurel.path('appended.checkpoint')
    await scan(write(before), checkpoint)
    const list = vi.spyOn(TableReader.prototype, 'nextSession')
    const { payload } = await scan(write(after), checkpoint)
    expect(list).not.toHaveBeenCalled()
    list.mockRestore()
    expect(payload.scan_meta).toMatchObject({ sessions_rescanned: 1, sessions_reused: 400 })
    rmSync(checkpoint)
    const whole = await scan(laurel.path('appended.db'), checkpoint)
    expect(payload.sessions).toEqual(whole.payload.sessions)
  })

  it('gives them too where each refresh is written beside the rest', async () => {
    const random = new Random(`${inject('seed')} beside`)
    const message = `INSERT INTO messages (session_id, role, content, timestamp) VALUES (?, 'user', 'git status: error', ?)`
    const versions = writing((database) => {
      fill(database, 0, 120)
      database.run('PRAGMA foreign_keys = OFF; UPDATE sessions SET title = id WHERE rowid % 2 = 0')
      const found = [database.pair()]
      for (let step = 0; step < 10; step++) {
        const id = `s${random.int(0, 119)}`
        random.pick([
          () => fill(database, 120 + step, 121 + step),
          () => database.run(message, [id, 1000 + step]),
          () => database.run('UPDATE sessions SET title = NULL WHERE id = ?', [id]),
          () => database.run('UPDATE sessions SET title = ? WHERE id = ?', [`Title ${step}`, id]),
          () => database.run('DELETE FROM messages WHERE session_id = ?', [id]),
          () => database.run('DELETE FROM sessions WHERE id = ?', [id]),
          () =>
            database.run(
              `INSERT INTO sessions (id, source, started_at) VALUES ('empty${step}', 'cli', ${step})`,
            ),
        ])()
        found.push(database.pair())
      }
      return found
    })
    const checkpoint = laurel.path('beside.checkpoint')
    let beside = 0
    for (const { main, wal } of versions) {
      const database = laurel.file('beside.db', main)
      laurel.file('beside.db-wal', wal)
      const before = existsSync(checkpoint) ? readFileSync(checkpoint, 'latin1').split('\n', 1)[0] : ''
      const { payload } = await scan(database, checkpoint)
      if (readFileSync(checkpoint, 'latin1').startsWith(`${before}\n`)) beside++
      rmSync(laurel.path('whole.checkpoint'), { force: true })
      const whole = await scan(database, laurel.path('whole.checkpoint'))
      const { sessions, aggregate, unlocked_count } = whole.payload
      expect(payload).toMatchObject({ sessions, aggregate, unlocked_count })
    }
    expect(beside).toBeGreaterThan(4)
  })

  it('that the build before wrote spares every session', async () => {
    const checkpoint = laurel.path('before.checkpoint')
    copyFileSync(new URL('../fixtures/state-before/edges.checkpoint', import.meta.url), checkpoint)
    const { payload } = await scan(laurel.golden('edges'), checkpoint)
    expect(payload.scan_meta).toMatchObject({ mode: 'incremental', sessions_rescanned: 0 })
    expect(payload.aggregate).toEqual(JSON.parse(JSON.stringify(expectedOf('edges').aggregate)))
  })

  it('whose records an older version wrote by place is read, and written by name', () => {
    const path = laurel.path('by-place.checkpoint')
    const header = {
      format: 'laurel checkpoint 1',
      engine_version: STATS_VERSION,
      counting: 'lived',
      sessions: 1,
    }
    const stats =
      '{"session_id":"s","title":"T","source":"cli","started_at":1.5,"last_active":3,"model_names":[],"tool_names":[],"port_conflict":false}'
    const facts =
      '["s","cli",1.5,2.25,3,"cli_close",null,"m","T",4,5,6,7,8,9,0.25,0.5,"","0123456789abcdef",7,2,[["gpt-5","","",0,3,0,0,0,0,0,0.5]]]'
    const uses = '["p",1,3,2,[["terminal",1,2]],[["deploy",1,0,null]]]'
    writeFileSync(path, `${JSON.stringify(header)}\n${['[1]', stats, facts, uses].join('\t')}\n`)
    const { checkpoints, warning } = loadCheckpoints(path, laurel.golden('edges'))
    const records = Array.from(checkpoints.values(), ({ record }) => record)
    expect(warning).toBeNull()
    expect(records).toMatchObject([
      {
        ...{ id: 's', model: 'm', message_count: 4, actual_cost_usd: 0.5, reasoning_tokens: 7, preview: 'p' },
        usage: [{ model: 'gpt-5', output_tokens: 3 }],
        tools: [{ tool: 'terminal', rows: 1, calls: 2 }],
      },
    ])
    saveCheckpoints(path, [...checkpoints.values()])
    expect(readFileSync(path, 'utf8')).toContain('"actual_cost_usd":0.5')
    const again = loadCheckpoints(path, laurel.golden('edges')).checkpoints
    expect(Array.from(again.values(), ({ record }) => record)).toEqual(records)
  })

  it('keeps what it knows of sessions beyond a limit', async () => {
    const checkpoint = laurel.path('limited.checkpoint')
    const database = laurel.golden('edges')
    await scan(database, checkpoint)
    const limited = await scan(database, checkpoint, '--limit', '5')
    expect(limited.payload.scan_meta).toMatchObject({ sessions_total: 5, sessions_reused: 5 })
    expect((await scan(database, checkpoint)).payload.scan_meta).toMatchObject({ sessions_reused: 64 })
  })

  it('can be read by its owner alone, and leaves no draft behind', async () => {
    const checkpoint = laurel.path('private.checkpoint')
    await scan(laurel.golden('edges'), checkpoint)
    expect(statSync(checkpoint).mode & 0o777).toBe(0o600)
    expect(readdirSync(laurel.path('')).filter((name) => name.includes('.tmp'))).toEqual([])
  })

  it('is bound to the engine’s version', async () => {
    const checkpoint = laurel.path('version.checkpoint')
    const database = laurel.golden('edges')
    await scan(database, checkpoint)
    const other = readFileSync(checkpoint, 'utf8').replace(
      `"engine_version":${STATS_VERSION}`,
      `"engine_version":${STATS_VERSION + 1}`,
    )
    laurel.file('version.checkpoint', other)
    const { payload, stderr } = await scan(database, checkpoint)
    expect(stderr).toMatch(/^laurel: .*another version.*\n$/)
    expect(payload.scan_meta).toMatchObject({ mode: 'full', sessions_rescanned: 64 })
  })

  const DAMAGES: [string, (text: string) => string][] = [
    ['empty', () => ''],
    ['something else', () => 'hello\n'],
    ['cut short', (text) => text.slice(0, text.length / 2)],
    ['a line short', (text) => text.split('\n').toSpliced(5, 1).join('\n')],
    ['overwritten in the middle', (text) => text.replace('"message_count":', '"message_count":-')],
    ['of another shape', () => '[1]\n{}\n'],
  ]
  it.each(DAMAGES)('that is %s is reported and made again', async (_, damage) => {
    const checkpoint = laurel.path('damaged.checkpoint')
    const database = laurel.golden('edges')
    await scan(database, checkpoint)
    laurel.file('damaged.checkpoint', damage(readFileSync(checkpoint, 'utf8')))
    const { payload, stderr } = await scan(database, checkpoint)
    expect(stderr).toMatch(/^laurel: The checkpoint .*; all sessions are scanned\.\n$/)
    expect(payload.scan_meta).toMatchObject({ mode: 'full', sessions_rescanned: 64 })
    expect(await scan(database, checkpoint)).toMatchObject({
      payload: { scan_meta: { sessions_reused: 64 } },
      stderr: '',
    })
  })

  it('that is damaged in the line of a session is reported when that is needed, and made again', async () => {
    const [before, after] = writing((database) => {
      fill(database, 0, 60)
      const before = database.pair()
      database.run(`UPDATE sessions SET title = 'Another' WHERE id = 's7'`)
      return [before, database.pair()]
    })
    const database = laurel.path('line.db')
    const write = ({ main, wal }: WalPair) => {
      laurel.file('line.db', main)
      laurel.file('line.db-wal', wal)
    }
    const checkpoint = laurel.path('line.checkpoint')
    const report = async (...more: string[]) => {
      const args = ['scan', database, '--timezone', 'UTC', '--checkpoint', checkpoint, ...more]
      const { stdout, stderr } = await laurel.run(args)
      return { stdout: stdout.replace(/[\d.]+ m?s · UTC|\(\d+ unchanged\) /, ''), stderr }
    }
    const DAMAGED = 'laurel: The checkpoint is damaged; all sessions are scanned.\n'
    write(before)
    await report()
    const kept = readFileSync(checkpoint, 'latin1')
    const damaged = () =>
      writeFileSync(
        checkpoint,
        kept.replace(/"message_count":4(?=[^\n]*"s7")/, '"message_count":5'),
        'latin1',
      )
    // Nothing changed but its title, and only what all sessions come to is shown.
    write(after)
    damaged()
    const { stdout, stderr } = await report()
    expect(stderr).toBe(DAMAGED)
    rmSync(checkpoint)
    expect(await report()).toEqual({ stdout, stderr: '' })
    damaged()
    expect((await report('--json')).stderr).toBe(DAMAGED)
    expect((await report('--json')).stderr).toBe('')
  })

  it('is never put in the place of a database', async () => {
    const database = laurel.golden('history')
    const before = readFileSync(database)
    for (const checkpoint of [database, laurel.golden('edges')]) {
      const { status, stderr } = await laurel.run(['scan', database, '--checkpoint', checkpoint])
      expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('names a database') })
    }
    expect(readFileSync(database).equals(before)).toBe(true)
  })

  it('that cannot be written fails the run, but not before its result is printed', async () => {
    const checkpoint = laurel.path('nowhere/checkpoint')
    const args = ['scan', laurel.golden('edges'), '--checkpoint', checkpoint]
    const { status, stdout, stderr } = await laurel.run(args)
    expect(status).toBe(1)
    expect(stdout).toContain(`of ${CATALOG.length} unlocked`)
    expect(stderr).toMatch(/^laurel: The checkpoint cannot be written: .*\n$/)
  })
})

describe('an interrupted scan', () => {
  it('ends with 130 and leaves the checkpoint as it was', async () => {
    const long = await history((run) => {
      run(`
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600)
        INSERT INTO sessions (id, source, started_at) SELECT i, 'cli', i FROM n`)
      run(`
        INSERT INTO messages (session_id, role, content, timestamp)
        SELECT id, 'user', replace(hex(zeroblob(2500)), '00', 'git status: error, npm install ok '), 1 FROM sessions`)
    })
    const database = laurel.file('long.db', long)
    const checkpoint = laurel.file('long.checkpoint', 'as it was')
    const outcome = await laurel.spawn(['scan', database, '--checkpoint', checkpoint], {
      // It says first that the checkpoint is unreadable, and has 50 MB of text before it then.
      onStderr: (_, interrupt) => interrupt(),
    })
    expect(outcome).toMatchObject({ status: 130, stdout: '' })
    expect(readFileSync(checkpoint, 'utf8')).toBe('as it was')
    expect(readdirSync(laurel.path('')).filter((name) => name.includes('.tmp'))).toEqual([])
  })
})

it('a scan that fails writes no checkpoint', async () => {
  const checkpoint = laurel.path('failed.checkpoint')
  expect((await laurel.run(['scan', laurel.file('empty.db', ''), '--checkpoint', checkpoint])).status).toBe(1)
  expect(existsSync(checkpoint)).toBe(false)
})
