import { type ByteSource, whenAtHand } from './byte-source.ts'

/** The first bytes of a rollback journal's header (https://sqlite.org/fileformat2.html section 3). */
const JOURNAL_MAGIC: readonly number[] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]

/** Offsets of big-endian header fields; the last two count in the first header only. */
const RECORDS = 8
const NONCE = 12
const ORIGINAL_PAGES = 16
const SECTOR_SIZE = 20
const PAGE_SIZE = 24
const FIELDS_BYTES = 28

/** A record: page number, page, checksum. Unit: bytes. */
const NUMBER_BYTES = 4
const CHECKSUM_BYTES = 4

/** All following records: the journal was written without syncing (section 3). */
const TO_THE_END = 0xffff_ffff

/**
 * The page sizes that SQLite accepts; it also expects the header to fill at least the smallest usual sector. Unit:
 * bytes.
 */
const PAGE_BYTES = { min: 512, max: 65_536 }
const SECTOR_BYTES = { min: 32, max: 65_536 }
const JOURNAL_BYTES_MIN = 512

/** The page that holds the lock bytes is never part of a database; its number marks a super-journal's name. */
const LOCK_BYTE = 0x4000_0000

/** The checksum adds one byte of a page in this many, counted from its end. */
const CHECKSUM_STEP = 200

/** A super-journal's name is followed by its length, its checksum and the magic. SQLite ignores longer names. */
const NAME_TRAILER_BYTES = 16
const NAME_BYTES_MAX = 512

/** Read at once, as complete records. Unit: bytes. */
const STRETCH_BYTES = 64 * 1024

/** The pages that a hot journal restores. */
export interface JournalIndex {
  /** Unit: bytes. It may differ from the main file's, if a VACUUM was interrupted. */
  readonly pageSize: number
  /** Number of pages in the database when the transaction began. */
  readonly pageCount: number
  /** By page, counted from 1: the offset of its original content in the journal. */
  readonly offsets: ReadonlyMap<number, number>
}

export interface JournalOptions {
  /**
   * Whether a file of this name exists. A journal that names a super-journal is hot only while the super-journal
   * exists: a commit over several databases deletes it first. Default: it does not exist.
   */
  superJournalExists?: (path: string) => boolean
}

interface Segment {
  records: number
  nonce: number
}

/**
 * Reads a rollback journal as SQLite does to roll a transaction back: segment after segment, up to the first record
 * that is cut off or has a wrong checksum. If a page occurs twice, the later record counts.
 * @returns null if it isn't hot: it is empty, cut off in its header, or has a zeroed header, as a commit leaves it in
 * the modes PERSIST and TRUNCATE; it is not a journal; or its super-journal is gone
 * @throws MissingBytes if the source cannot fetch
 */
export async function readJournal(
  source: ByteSource,
  { superJournalExists = () => false }: JournalOptions = {},
): Promise<JournalIndex | null> {
  if (source.size < JOURNAL_BYTES_MIN) return null
  const header = await viewAt(source, 0, FIELDS_BYTES)
  const first = segmentFrom(header)
  const [sectorSize, pageSize] = [header.getUint32(SECTOR_SIZE), header.getUint32(PAGE_SIZE)]
  const pageCount = header.getUint32(ORIGINAL_PAGES)
  if (first === null || !isPower(sectorSize, SECTOR_BYTES) || !isPower(pageSize, PAGE_BYTES)) return null
  const superJournal = await superJournalOf(source)
  if (superJournal !== null && !superJournalExists(superJournal)) return null
  const offsets = new Map<number, number>()
  const records = new Records(source, pageSize, pageCount, offsets)
  let at = 0
  for (let segment: Segment | null = first; segment !== null; ) {
    const end = await records.play(segment, at + sectorSize)
    if (end === null) break
    at = Math.ceil(end / sectorSize) * sectorSize
    segment = at + sectorSize > source.size ? null : segmentFrom(await viewAt(source, at, FIELDS_BYTES))
  }
  return { pageSize, pageCount, offsets }
}

/** The records of a journal that are played back. */
class Records {
  readonly #source: ByteSource
  readonly #pageSize: number
  readonly #pageCount: number
  readonly #offsets: Map<number, number>

  constructor(source: ByteSource, pageSize: number, pageCount: number, offsets: Map<number, number>) {
    this.#source = source
    this.#pageSize = pageSize
    this.#pageCount = pageCount
    this.#offsets = offsets
  }

  /** Reads the records of a segment, which begin at `at`. Returns where they end; null if playback ends with them. */
  async play({ records, nonce }: Segment, at: number): Promise<number | null> {
    const recordBytes = NUMBER_BYTES + this.#pageSize + CHECKSUM_BYTES
    const whole = Math.max(0, Math.floor((this.#source.size - at) / recordBytes))
    const wanted = records === TO_THE_END ? whole : records
    const count = Math.min(wanted, whole)
    const stretchRecords = Math.ceil(STRETCH_BYTES / recordBytes)
    for (let first = 0; first < count; first += stretchRecords) {
      const begin = at + first * recordBytes
      const end = begin + Math.min(stretchRecords, count - first) * recordBytes
      const stretch = await viewAt(this.#source, begin, end - begin)
      for (let record = 0; record < stretch.byteLength; record += recordBytes) {
        if (!this.#take(stretch, record, nonce, begin)) return null
      }
    }
    return count < wanted ? null : at + count * recordBytes
  }

  /** Reads a record. Returns false if it ends the playback. */
  #take(stretch: DataView, at: number, nonce: number, begin: number): boolean {
    const page = stretch.getUint32(at)
    if (page === 0 || page === Math.floor(LOCK_BYTE / this.#pageSize) + 1) return false
    // The database did not have this page yet: rolling back removes it.
    if (page > this.#pageCount) return true
    const content = at + NUMBER_BYTES
    if (this.#checksum(stretch, content, nonce) !== stretch.getUint32(content + this.#pageSize)) return false
    this.#offsets.set(page, begin + content)
    return true
  }

  #checksum(bytes: DataView, begin: number, nonce: number): number {
    let sum = nonce
    for (let at = this.#pageSize - CHECKSUM_STEP; at > 0; at -= CHECKSUM_STEP)
      sum += bytes.getUint8(begin + at)
    return sum >>> 0
  }
}

function segmentFrom(header: DataView): Segment | null {
  if (JOURNAL_MAGIC.some((byte, at) => header.getUint8(at) !== byte)) return null
  return { records: header.getUint32(RECORDS), nonce: header.getUint32(NONCE) }
}

/** Returns the super-journal named at the end of a journal, or null. */
async function superJournalOf(source: ByteSource): Promise<string | null> {
  const trailer = await viewAt(source, source.size - NAME_TRAILER_BYTES, NAME_TRAILER_BYTES)
  const [length, checksum] = [trailer.getUint32(0), trailer.getUint32(4)]
  if (JOURNAL_MAGIC.some((byte, at) => trailer.getUint8(8 + at) !== byte)) return null
  if (length === 0 || length > NAME_BYTES_MAX || length > source.size - NAME_TRAILER_BYTES) return null
  const name = await viewAt(source, source.size - NAME_TRAILER_BYTES - length, length)
  let [signed, unsigned] = [0, 0]
  // Whether char is signed in C depends on the machine.
  for (let at = 0; at < length; at++) {
    signed += name.getInt8(at)
    unsigned += name.getUint8(at)
  }
  if (checksum !== signed >>> 0 && checksum !== unsigned) return null
  return new TextDecoder().decode(name)
}

function isPower(value: number, { min, max }: { min: number; max: number }): boolean {
  return value >= min && value <= max && (value & (value - 1)) === 0
}

function viewAt(source: ByteSource, begin: number, length: number): Promise<DataView> {
  return whenAtHand(source, () => {
    const { buffer, byteOffset, byteLength } = source.read(begin, begin + length)
    return new DataView(buffer, byteOffset, byteLength)
  })
}
