import { readFileSync, utimesSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { historyOnDisk } from '../../src/cli/push-file.ts'
import { sha256Hex } from '../../src/digest.ts'
import { HistoryReader } from '../../src/sync/chunks/history-reader.ts'
import { amidTransaction } from '../snapshot/journals.ts'
import { fill, writing } from '../snapshot/wal-pairs.ts'
import { useLaurel } from './laurel.ts'

const laurel = useLaurel()

const { main, journal, before } = amidTransaction((run) => {
  run("UPDATE messages SET role = 'tool'")
  run('INSERT INTO messages SELECT NULL, session_id, role, content, 0, 0, 0, 0 FROM messages')
  run("UPDATE sessions SET source = 'xxx'")
})

/** A history that a crash has left amid a transaction. */
function crashed(name: string): string {
  laurel.file(`${name}-journal`, journal)
  return laurel.file(name, main)
}

describe('a history that a crash has left with its journal', () => {
  it('gives what was committed, in lists and insights', async () => {
    const path = crashed('crashed.db')
    const plain = laurel.file('plain.db', before)
    for (const command of [
      ['scan', '--json', '--timezone', 'UTC'],
      ['sessions', '--json', '--timezone', 'UTC'],
      ['insights', '--days', '30000', '--json', '--timezone', 'UTC'],
    ]) {
      const [name = '', ...options] = command
      const read = async (database: string) => {
        const { status, stdout, stderr } = await laurel.run([name, database, ...options])
        expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
        return JSON.parse(stdout.replace(/"(generated_at|now|until)":[\d.]+/g, '"$1":0'))
      }
      expect(await read(path)).toEqual(await read(plain))
    }
  })

  it('stays as it is, its journal too', async () => {
    const path = crashed('kept.db')
    await laurel.run(['scan', path])
    expect(readFileSync(path).equals(main)).toBe(true)
    expect(readFileSync(`${path}-journal`).equals(journal)).toBe(true)
  })

  it('is sent as it was committed', async () => {
    const reader = new HistoryReader(historyOnDisk(crashed('sent.db')), { chunkSize: 1e6 })
    const manifest = await reader.manifest()
    const names = manifest.main.chunks
    expect(manifest).toEqual({
      main: { size: before.length, chunk_size: 1e6, chunks: [await sha256Hex(new Uint8Array(before))] },
      wal: null,
    })
    for (const chunk of reader.chunks(names)) expect(Buffer.compare(await chunk.read(), before)).toBe(0)
    reader.close()
  })
})

describe('a database without a log that is written to again and again', () => {
  it('is sent as it was at one moment', async () => {
    const path = laurel.file('busy.db', before)
    let writes = 0
    const agent = setInterval(() => {
      if (writes++ < 200) utimesSync(path, 1, writes)
    }, 10)
    const reader = new HistoryReader(historyOnDisk(path), { chunkSize: 1e6, pause: async () => undefined })
    try {
      const manifest = await reader.manifest()
      expect(manifest.main.chunks).toEqual([await sha256Hex(new Uint8Array(before))])
      const [chunk] = reader.chunks(manifest.main.chunks)
      expect(Buffer.compare((await chunk?.read()) ?? new Uint8Array(), before)).toBe(0)
    } finally {
      clearInterval(agent)
      reader.close()
    }
  })

  it('is given up when it grows a log meanwhile', async () => {
    const path = laurel.file('changing.db', before)
    const { main } = historyOnDisk(path)
    ;(await main()).close()
    const copy = await main()
    expect(await copy.unchanged()).toBe(true)
    laurel.file('changing.db-wal', 'frames')
    expect(await copy.unchanged()).toBe(false)
  })
})

describe('a database whose tables are in its log', () => {
  const pair = writing((database) => {
    fill(database, 0, 3)
    return database.pair()
  })

  it('says so when the log is missing', async () => {
    const { status, stderr } = await laurel.run(['scan', laurel.file('alone.db', pair.main)])
    expect(status).toBe(1)
    expect(stderr).toMatch(/in a -wal that is missing.*state\.db-wal/)
  })

  it('is no history at all when it is empty, whatever the log holds', async () => {
    laurel.file('empty.db-wal', pair.wal)
    const path = laurel.file('empty.db', '')
    const upload = ['push', path, '--upload', '--to', 'http://localhost:1', '--handle', 'ada', '--key', 'k']
    for (const command of [['scan', path], upload]) {
      const { status, stderr } = await laurel.run(command)
      expect([status, stderr]).toEqual([1, expect.stringContaining('The file is empty')])
    }
  })
})
