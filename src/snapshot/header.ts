import { LaurelError } from '../errors.ts'
import { READ_WHOLE } from './advice.ts'
import { type ByteSource, whenAtHand } from './byte-source.ts'
import { foreignFile } from './foreign-file.ts'

/** The first 16 bytes of every database (https://sqlite.org/fileformat2.html section 1.3). */
const MAGIC = 'SQLite format 3\0'
const HEADER_BYTES = 100

/** Offsets of big-endian header fields. */
const PAGE_SIZE = 16
const WRITE_VERSION = 18
const READ_VERSION = 19
const RESERVED = 20
const FRACTIONS_AT = 21
const CHANGE_COUNTER = 24
const PAGE_COUNT = 28
const ENCODING = 56
const VERSION_VALID_FOR = 92

/** For both version numbers, 1 is a rollback journal and 2 is WAL (section 1.3.3). */
const WAL_MODE = 2
/** The payload fractions: the same in all databases. */
const FRACTIONS = [64, 32, 32]
const USABLE_BYTES_MIN = 480

/** Text encodings by their number in the header; 0 means a database without an encoding yet. */
const ENCODINGS = ['utf-8', 'utf-8', 'utf-16le', 'utf-16be'] as const
export type Encoding = (typeof ENCODINGS)[number]

/** The fields of the header that concern all pages (https://sqlite.org/fileformat2.html section 1.3). */
export interface Header {
  pageBytes: number
  /** Of each page; the bytes after them are reserved for extensions. */
  usableBytes: number
  pageCount: number
  encoding: Encoding
}

/** A database as it is stored in a file. */
export interface StoredFile {
  /** Replaced by one that throws once the database is closed. */
  source: ByteSource
  readonly header: Header
}

/** Bytes of a file that is not a database read to determine its kind. */
const SAMPLE_BYTES = 4096

/**
 * Checks a history before SQLite opens it: that it is a database, complete and not encrypted.
 * @throws LaurelError `empty_upload`, `not_a_database`, `snapshot_encrypted`, `snapshot_truncated` or
 * `snapshot_corrupt`
 * @throws MissingBytes
 */
export function checkHeader(source: ByteSource): Header {
  const { size } = source
  checkNotEmpty(size)
  const start = source.read(0, Math.min(size, SAMPLE_BYTES))
  checkMagic(start, size)
  if (size < HEADER_BYTES) throw truncated()
  const header = new DataView(start.buffer, start.byteOffset, HEADER_BYTES)
  const pageSize = pageSizeOf(header)
  const usableBytes = pageSize - header.getUint8(RESERVED)
  if (isRefused(header, usableBytes)) throw damaged()
  // All versions since 3.7.0 maintain the page count; in files of older ones the two counters differ. Bytes after the
  // counted pages are not part of the database.
  const pageCountHolds = header.getUint32(CHANGE_COUNTER) === header.getUint32(VERSION_VALID_FOR)
  const pageCount = pageCountHolds ? header.getUint32(PAGE_COUNT) : 0
  const isWhole = pageCount > 0 ? size >= pageCount * pageSize : size % pageSize === 0
  if (!isWhole) throw truncated()
  return {
    pageBytes: pageSize,
    usableBytes,
    pageCount: pageCount || size / pageSize,
    encoding: encodingOf(header),
  }
}

/** Like SQLite, which looks at two bits of the number. */
function encodingOf(header: DataView): Encoding {
  return ENCODINGS[header.getUint32(ENCODING) & 3] ?? 'utf-8'
}

/** Whether SQLite refuses the file as not a database although it begins like one (`lockBtree` in its btree.c). */
function isRefused(header: DataView, usableBytes: number): boolean {
  const fractions = FRACTIONS.every((fraction, at) => header.getUint8(FRACTIONS_AT + at) === fraction)
  return header.getUint8(READ_VERSION) > WAL_MODE || !fractions || usableBytes < USABLE_BYTES_MIN
}

/** Whether the header says that the latest changes may be in a -wal. False without a header. @throws MissingBytes */
export function isInWalMode(source: ByteSource): Promise<boolean> {
  return whenAtHand(source, () => {
    if (source.size < HEADER_BYTES) return false
    const [write, read] = source.read(WRITE_VERSION, WRITE_VERSION + 2)
    return write === WAL_MODE && read === WAL_MODE
  })
}

/**
 * Returns the page size in bytes. @throws LaurelError `not_a_database`, `snapshot_encrypted`, `snapshot_corrupt`;
 * MissingBytes
 */
export function pageSizeIn(source: ByteSource): Promise<number> {
  return whenAtHand(source, () => {
    const start = source.read(0, Math.min(source.size, SAMPLE_BYTES))
    checkMagic(start, source.size)
    if (start.length < HEADER_BYTES) throw truncated()
    return pageSizeOf(new DataView(start.buffer, start.byteOffset, HEADER_BYTES))
  })
}

/** @throws LaurelError `empty_upload` */
export function checkNotEmpty(size: number): void {
  if (size > 0) return
  throw new LaurelError('empty_upload', 'The file is empty: this is not an SQLite database.', {
    hint: 'Choose the state.db in your Hermes folder; its size is never zero.',
  })
}

/**
 * Checks that a file begins like a database.
 * @param start its first few thousand bytes
 * @param size its length in bytes, as far as known
 * @throws LaurelError `not_a_database` or `snapshot_encrypted`
 */
export function checkMagic(start: Uint8Array, size: number): void {
  if ([...MAGIC].every((character, at) => start[at] === character.charCodeAt(0))) return
  throw foreignFile(start.subarray(0, SAMPLE_BYTES), size)
}

/** A power of two from 512 to 65,536, which is stored as 1. */
function pageSizeOf(header: DataView): number {
  const written = header.getUint16(PAGE_SIZE)
  if (written === 1) return 65_536
  if (written >= 512 && (written & (written - 1)) === 0) return written
  throw damaged()
}

function damaged(): LaurelError {
  return new LaurelError('snapshot_corrupt', 'The header of this database is damaged.', { hint: READ_WHOLE })
}

function truncated(): LaurelError {
  return new LaurelError('snapshot_truncated', 'The end of this database is missing.', { hint: READ_WHOLE })
}
