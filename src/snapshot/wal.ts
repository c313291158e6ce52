import { LaurelError } from '../errors.ts'
import { READ_WHOLE } from './advice.ts'
import { type ByteSource, whenAtHand } from './byte-source.ts'
import { WalChecksum } from './wal-checksum.ts'

/** The layout of a write-ahead log (https://sqlite.org/fileformat2.html section 4.1). Unit: bytes. */
const HEADER_BYTES = 32
export const FRAME_HEADER_BYTES = 24

/** Offsets of big-endian header fields. A frame's salts are at 8 too, its checksum at 16. */
const MAGIC = 0
const VERSION = 4
const PAGE_SIZE = 8
const SALTS = 16
const CHECKSUM = 24

const COMMITTED_PAGES = 4
const FRAME_SALTS = 8
const FRAME_CHECKSUM = 16

/** The checksum covers a frame's page number, commit size and page, but not the salts or itself. */
const FRAME_CHECKED_BYTES = 8

/** The lowest bit of the magic number gives the byte order of the checksums: 0 little-endian, 1 big-endian. */
const MAGIC_NUMBER = 0x377f0682 >>> 1
const KNOWN_VERSION = 3_007_000

/** Read at once, as whole frames. Unit: bytes. Large enough to make reading cheap compared to the checksums. */
const STRETCH_BYTES = 64 * 1024

/** The changes of a write-ahead log to its database, up to its last commit. */
export interface WalIndex {
  /** Unit: bytes. */
  readonly pageSize: number
  /** Number of pages of the database after the last commit. */
  readonly pageCount: number
  /** Of each of its frames. */
  readonly salts: Salts
  /** By page, counted from 1: the latest committed frame that contains it, counted from 0. */
  readonly frames: ReadonlyMap<number, number>
}

type Salts = readonly [number, number]

/** Whether a file begins like a write-ahead log. */
export function isLog(start: Uint8Array): boolean {
  return start.length >= HEADER_BYTES && viewOf(start).getUint32(MAGIC) >>> 1 === MAGIC_NUMBER
}

interface WalHeader {
  pageSize: number
  salts: Salts
  /** The checksum over the header. */
  checksum: WalChecksum
}

/**
 * Reads a write-ahead log as SQLite does to recover one: up to the first frame whose salts differ from the header's or
 * whose checksum is wrong. The bytes after it are torn, or left from before the log was restarted; frames after the
 * last commit do not count.
 * @returns null if nothing in it counts: it is empty, or has no valid header or no commit
 * @throws LaurelError `snapshot_corrupt` for a log of another version, which SQLite refuses as well
 * @throws MissingBytes if the source cannot fetch
 */
export async function readWal(source: ByteSource): Promise<WalIndex | null> {
  if (source.size <= HEADER_BYTES) return null
  const header = await whenAtHand(source, () => headerFrom(viewOf(source.read(0, HEADER_BYTES))))
  if (header === null) return null
  const { pageSize } = header
  const frameBytes = FRAME_HEADER_BYTES + pageSize
  const frameCount = Math.floor((source.size - HEADER_BYTES) / frameBytes)
  const stretchFrames = Math.ceil(STRETCH_BYTES / frameBytes)
  const frames = new Map<number, number>()
  const uncommitted: number[] = []
  let committed = 0
  let pageCount = 0
  walk: for (let first = 0; first < frameCount; first += stretchFrames) {
    const begin = HEADER_BYTES + first * frameBytes
    const end = begin + Math.min(stretchFrames, frameCount - first) * frameBytes
    const stretch = await whenAtHand(source, () => viewOf(source.read(begin, end)))
    for (let at = 0; at < stretch.byteLength; at += frameBytes) {
      if (!isValidFrame(stretch, at, header)) break walk
      uncommitted.push(stretch.getUint32(at))
      const committedPages = stretch.getUint32(at + COMMITTED_PAGES)
      if (committedPages === 0) continue
      pageCount = committedPages
      for (const page of uncommitted) frames.set(page, committed++)
      uncommitted.length = 0
    }
  }
  return pageCount === 0 ? null : { pageSize, pageCount, salts: header.salts, frames }
}

/** Returns the error for a log of another database. */
export function walMismatch(): LaurelError {
  return new LaurelError('wal_mismatch', 'The -wal does not belong to this state.db.', { hint: READ_WHOLE })
}

/** Returns the offset of a frame's page in the log. */
export function framePageOffset(frame: number, pageSize: number): number {
  return HEADER_BYTES + frame * (FRAME_HEADER_BYTES + pageSize) + FRAME_HEADER_BYTES
}

/**
 * @throws LaurelError `snapshot_replaced` if a frame of this header now contains another page, or belongs to another
 * log
 */
export function checkFrame(head: Uint8Array, page: number, { salts }: WalIndex): void {
  const view = viewOf(head)
  if (view.getUint32(0) === page && hasSalts(view, 0, salts)) return
  throw new LaurelError('snapshot_replaced', 'The history changed while it was read.', {
    hint: 'Try again later, or stop Hermes first.',
  })
}

function hasSalts(bytes: DataView, at: number, salts: Salts): boolean {
  return salts.every((salt, word) => bytes.getUint32(at + FRAME_SALTS + 4 * word) === salt)
}

function headerFrom(header: DataView): WalHeader | null {
  const magic = header.getUint32(MAGIC)
  const pageSize = header.getUint32(PAGE_SIZE)
  const powerOfTwo = (pageSize & (pageSize - 1)) === 0
  if (magic >>> 1 !== MAGIC_NUMBER || !powerOfTwo || pageSize < 512 || pageSize > 65_536) return null
  const checksum = new WalChecksum((magic & 1) === 0)
  checksum.add(header, 0, CHECKSUM)
  if (!checksum.equals(header, CHECKSUM)) return null
  if (header.getUint32(VERSION) !== KNOWN_VERSION) {
    throw new LaurelError('snapshot_corrupt', 'The -wal next to this history has an unknown version.', {
      hint: 'Stop Hermes so that it clears its -wal, then try again.',
    })
  }
  return { pageSize, salts: [header.getUint32(SALTS), header.getUint32(SALTS + 4)], checksum }
}

/** Adds the frame at `at` to the checksum, and returns whether it is the log's next one. */
function isValidFrame(bytes: DataView, at: number, { pageSize, salts, checksum }: WalHeader): boolean {
  if (!hasSalts(bytes, at, salts) || bytes.getUint32(at) === 0) return false
  checksum.add(bytes, at, at + FRAME_CHECKED_BYTES)
  checksum.add(bytes, at + FRAME_HEADER_BYTES, at + FRAME_HEADER_BYTES + pageSize)
  return checksum.equals(bytes, at + FRAME_CHECKSUM)
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}
