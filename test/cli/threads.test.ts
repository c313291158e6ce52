import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { describe, expect, inject, it } from 'vitest'
import { readingFile } from '../../src/cli/history-on-disk.ts'
import { ScanThread } from '../../src/cli/scan-threads.ts'
import type { PartReader } from '../../src/scan/part-reader.ts'
import { type FinishedScan, scanHistory } from '../../src/scan/scan-history.ts'
import { fill, writing } from '../snapshot/wal-pairs.ts'
import { useLaurel } from './laurel.ts'

const laurel = useLaurel()

interface ByThreads {
  begin?: () => void
  records?: boolean
  /** Runs before they are asked for anything. */
  ready?: (threads: readonly ScanThread[]) => Promise<unknown>
}

/** Scans a history by threads alone, begun after `begin`. Returns the parts that each has read, too. */
function byThreads(
  path: string,
  count: number,
  { begin = () => {}, records = false, ready = async () => {} }: ByThreads = {},
): Promise<{ scan: FinishedScan; swept: number[] }> {
  return readingFile(path, async (snapshot, nextTurn, version) => {
    begin()
    if (version === null) throw new Error('Other threads cannot read this.')
    const entry = pathToFileURL(inject('laurel')).href
    const threads = Array.from({ length: count }, () => new ScanThread(entry, { version, records }))
    try {
      await Promise.all(threads.map(({ ready }) => ready))
      await ready(threads)
      const swept = threads.map(() => 0)
      const readers = threads.map(
        (thread, at): PartReader => ({
          read: (sessions, onProgress) => thread.read(sessions, onProgress),
          async sweep(part, onProgress) {
            const scan = await thread.sweep(part, onProgress)
            swept[at] = (swept[at] ?? 0) + 1
            return scan
          },
        }),
      ) as [PartReader, ...PartReader[]]
      const scan = await scanHistory(snapshot, {
        ...{ checkpoints: new Map(), limit: 0, records, onProgress: () => {}, nextTurn },
        parts: () => ({ readers, cut: (parts) => snapshot.parts(parts) }),
      })
      return { scan, swept }
    } finally {
      for (const thread of threads) thread.end()
    }
  })
}

const alone = (path: string, records = false) =>
  readingFile(path, (snapshot, nextTurn) =>
    scanHistory(snapshot, { checkpoints: new Map(), limit: 0, records, onProgress: () => {}, nextTurn }),
  )

const figures = ({ scanned, meta }: FinishedScan) => ({ scanned, meta })

describe('threads that scan a history together', () => {
  const [before, later] = writing((database) => {
    fill(database, 0, 40)
    const pair = database.pair()
    fill(database, 40, 60)
    return [pair, database.pair()]
  })
  const written = () => {
    laurel.file('pair.db-wal', before.wal)
    return laurel.file('pair.db', before.main)
  }

  it('read the version that was opened, though its -wal grows meanwhile', async () => {
    const path = written()
    const plain = figures(await alone(path, true))
    expect(plain.scanned).toHaveLength(40)
    const begin = () => writeFileSync(`${path}-wal`, later.wal)
    const { scan, swept } = await byThreads(path, 2, { begin, records: true })
    expect(figures(scan)).toEqual(plain)
    expect(Math.min(...swept)).toBeGreaterThan(0)
  })

  it('are done without if one of them ends', async () => {
    const path = written()
    const ready = async ([thread]: readonly ScanThread[]) => thread?.end()
    const { scan, swept } = await byThreads(path, 2, { ready })
    expect(figures(scan)).toEqual(figures(await alone(path)))
    expect(swept[0]).toBe(0)
  })
})
