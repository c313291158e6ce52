import { type ByteSource, whenAtHand } from './byte-source.ts'
import { type JournalIndex, type JournalOptions, readJournal } from './journal.ts'
import { PageOverlay } from './page-overlay.ts'

/** The first bytes of every database. A file without them was torn while it was written. */
const MAGIC = new TextEncoder().encode('SQLite format 3\0')

/** Offsets of big-endian fields in a database's header (https://sqlite.org/fileformat2.html section 1.3). */
const PAGE_SIZE = 16
const CHANGE_COUNTER = 24
const PAGE_COUNT = 28
const VERSION_VALID_FOR = 92
const HEADER_BYTES = 100

/**
 * Returns a database as it was before the transaction that its rollback journal would undo: the main file itself if the
 * journal is not hot, or belongs to another database. Nothing is written.
 * @param journal the bytes of `state.db-journal`; null if there is no such file
 * @throws MissingBytes if a source cannot fetch
 */
export async function rolledBack(
  main: ByteSource,
  journal: ByteSource | null,
  options: JournalOptions = {},
): Promise<ByteSource> {
  const index = journal === null ? null : await hotJournal(main, journal, options)
  return journal === null || index === null ? main : new JournalOverlay(main, journal, index)
}

/** Returns what the journal beside a database restores; null if nothing. */
export async function hotJournal(
  main: ByteSource,
  journal: ByteSource,
  options: JournalOptions = {},
): Promise<JournalIndex | null> {
  // SQLite takes the journal of an empty file for a leftover, and deletes it.
  if (main.size === 0 || journal.size === 0) return null
  const index = await readJournal(journal, options)
  if (index === null) return null
  const changesNothing = index.offsets.size === 0 && index.pageCount * index.pageSize === main.size
  return changesNothing || (await isForeign(main, journal, index)) ? null : index
}

/** Takes each page from the journal, or from the main file if the transaction did not change it. */
class JournalOverlay extends PageOverlay {
  constructor(main: ByteSource, journal: ByteSource, { pageSize, pageCount, offsets }: JournalIndex) {
    super(main, journal, { pageSize, pageCount, offsetOf: (page) => offsets.get(page) })
  }
}

/**
 * Whether the journal belongs to another database. SQLite does not check, and would damage the database. A transaction
 * increments the change counter on the first page, so the file has the journal's value or the next one. If that page is
 * not in the journal, the file still has it unchanged, and has not been truncated either.
 */
async function isForeign(
  main: ByteSource,
  journal: ByteSource,
  { pageSize, pageCount, offsets }: JournalIndex,
): Promise<boolean> {
  if (main.size < HEADER_BYTES) return false
  const now = await fieldsAt(main, 0)
  if (!now.whole) return false
  const page = offsets.get(1)
  if (page === undefined) {
    return now.pageSize !== pageSize || now.pageCount > pageCount || main.size < pageCount * pageSize
  }
  const before = await fieldsAt(journal, page)
  return now.changes !== before.changes && now.changes !== (before.changes + 1) >>> 0
}

/** Returns the fields of the header on a first page; no pages if it does not state their number. */
function fieldsAt(source: ByteSource, page: number) {
  return whenAtHand(source, () => {
    const bytes = source.read(page, page + HEADER_BYTES)
    const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES)
    const [changes, size] = [view.getUint32(CHANGE_COUNTER), view.getUint16(PAGE_SIZE)]
    const counts = view.getUint32(VERSION_VALID_FOR) === changes
    return {
      whole: MAGIC.every((byte, at) => bytes[at] === byte),
      pageSize: size === 1 ? 65_536 : size,
      pageCount: counts ? view.getUint32(PAGE_COUNT) : 0,
      changes,
    }
  })
}
