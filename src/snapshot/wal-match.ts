import { type ByteSource, whenAtHand } from './byte-source.ts'
import { isInWalMode, pageSizeIn } from './header.ts'
import { framePageOffset, readWal, walMismatch } from './wal.ts'

/** Offsets of big-endian header fields (https://sqlite.org/fileformat2.html section 1.3). */
const CHANGE_COUNTER = 24
const ENCODING = 56
const APPLICATION = 68
const HEADER_BYTES = 100

/**
 * Checks that a log whose name differs from the database's can belong to it. Its page size must be the same. If it has
 * the first page, that must be a later version of the database's: same encoding and application, with a change counter
 * that is not lower, and not higher by more than the number of commits.
 * @throws LaurelError `wal_mismatch`, and as `pageSizeIn` and `readWal`
 * @throws MissingBytes if a source cannot fetch
 */
export async function belongTogether(main: ByteSource, wal: ByteSource): Promise<void> {
  const index = await readWal(wal)
  if (index === null || main.size < HEADER_BYTES) return
  if (!(await isInWalMode(main)) || (await pageSizeIn(main)) !== index.pageSize) throw walMismatch()
  const frame = index.frames.get(1)
  if (frame === undefined) return
  const before = await headerAt(main, 0)
  const after = await headerAt(wal, framePageOffset(frame, index.pageSize))
  const commits = (after.changes - before.changes) >>> 0
  const same = after.encoding === before.encoding && after.application === before.application
  if (!same || commits > frame + 1) throw walMismatch()
}

function headerAt(source: ByteSource, page: number) {
  return whenAtHand(source, () => {
    const { buffer, byteOffset } = source.read(page, page + HEADER_BYTES)
    const view = new DataView(buffer, byteOffset, HEADER_BYTES)
    return {
      changes: view.getUint32(CHANGE_COUNTER),
      encoding: view.getUint32(ENCODING),
      application: view.getUint32(APPLICATION),
    }
  })
}
