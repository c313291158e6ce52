import {
  appendFileSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { fileOnDisk } from '../../src/cli/push-file.ts'
import { sha256Hex } from '../../src/digest.ts'
import { HistoryReader } from '../../src/sync/chunks/history-reader.ts'
import { fill, type WalPair, writing } from '../snapshot/wal-pairs.ts'

const folder = mkdtempSync(join(tmpdir(), 'laurel-'))
afterAll(() => rmSync(folder, { recursive: true }))
const path = join(folder, 'state.db-wal')

describe('a file that is open', () => {
  const CHANGES: [string, () => void][] = [
    ['is longer', () => appendFileSync(path, 'more')],
    ['is shorter', () => truncateSync(path, 10)],
    ['is another one', () => renameSync(written(join(folder, 'other'), 'x'), path)],
    ['is gone', () => rmSync(path)],
    ['is written to in place at once', () => writeFileSync(path, 'Y'.repeat(100))],
    [
      'has other salts, at the same size and time',
      () => {
        const { atime, mtime } = statSync(path)
        writeFileSync(path, 'Y'.repeat(100))
        utimesSync(path, atime, mtime)
      },
    ],
  ]
  it.each(CHANGES)('is not as it was when it %s', async (_, change) => {
    written(path, 'x')
    const file = await fileOnDisk(path)()
    try {
      expect(await file.unchanged()).toBe(true)
      change()
      expect(await file.unchanged()).toBe(false)
    } finally {
      file.close()
    }
  })

  it('gives fewer bytes where it has become shorter', async () => {
    written(path, 'x')
    const file = await fileOnDisk(path)()
    truncateSync(path, 30)
    expect(await file.read(20, 100)).toHaveLength(10)
    expect(await file.read(40, 100)).toHaveLength(0)
    file.close()
  })
})

describe('a file that may be absent', () => {
  it('is empty until it is there', async () => {
    rmSync(path, { force: true })
    const file = await fileOnDisk(path, { optional: true })()
    expect([file.size, await file.unchanged()]).toEqual([0, true])
    written(path, 'x')
    expect(await file.unchanged()).toBe(false)
  })

  it('is refused when it must be there', async () => {
    rmSync(path, { force: true })
    await expect(fileOnDisk(path)()).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('a history that real SQLite writes', () => {
  it('is read again after a commit, and after a checkpoint', async () => {
    const main = join(folder, 'live.db')
    const [begun, ...later] = writing((database) => {
      fill(database, 0, 3)
      const first = database.pair()
      fill(database, 3, 5)
      const second = database.pair()
      database.run('PRAGMA wal_checkpoint(TRUNCATE)')
      return [first, second, database.pair()]
    })
    const put = (pair?: WalPair) => {
      if (pair) writeFileSync(main, pair.main)
      if (pair) writeFileSync(`${main}-wal`, pair.wal)
    }
    put(begun)
    const last = later.at(-1)?.main ?? new Uint8Array()
    const reader = new HistoryReader(
      { main: fileOnDisk(main), wal: fileOnDisk(`${main}-wal`, { optional: true }) },
      { chunkSize: 1e6, onHashed: (done, total) => done === total && put(later.shift()) },
    )
    const manifest = await reader.manifest()
    reader.close()
    expect(manifest).toEqual({
      main: { size: last.length, chunk_size: 1e6, chunks: [await sha256Hex(new Uint8Array(last))] },
      wal: null,
    })
  })
})

/** Writes a hundred such characters. */
function written(to: string, character: string): string {
  writeFileSync(to, character.repeat(100))
  return to
}
