import type { Problem } from './answer.ts'

/** A history as it was chosen: the database and, where it came along, its write-ahead log. */
export interface ChosenHistory {
  main: File
  wal: File | null
}

const SQLITE_MAGIC = 'SQLite format 3\0'
const GZIP_MAGIC = [0x1f, 0x8b]

/**
 * The history among the files that were chosen together, or why there is none to send. Only first bytes are
 * read: a database begins with `SQLite format 3` and NUL (SQLite file format, section 1.3), a compressed one
 * with 1f 8b (RFC 1952).
 */
export async function historyIn(files: readonly File[]): Promise<ChosenHistory | Problem> {
  const chosen = togetherIn(files)
  return 'message' in chosen ? chosen : ((await refusalOf(chosen.main)) ?? chosen)
}

/** The database among the files that were chosen together and the log that goes with it, by their names alone. */
export function togetherIn(files: readonly File[]): ChosenHistory | Problem {
  const [main, ...more] = files.filter(({ name }) => !/-(wal|shm)$/.test(name))
  if (!main) return { message: 'Choose the state.db itself, and its -wal together with it.' }
  if (more.length > 0) return { message: 'Choose one history at a time.' }
  return { main, wal: files.find(({ name }) => name === `${main.name}-wal`) ?? null }
}

async function refusalOf(file: Blob): Promise<Problem | undefined> {
  const hint = 'Choose the state.db of your Hermes agent, usually in ~/.hermes.'
  if (file.size === 0) return { message: 'This file is empty.', hint }
  const head = new Uint8Array(await file.slice(0, SQLITE_MAGIC.length).arrayBuffer())
  if (String.fromCharCode(...head) === SQLITE_MAGIC) return undefined
  if (GZIP_MAGIC.every((byte, index) => head[index] === byte)) {
    return { message: 'This file is compressed.', hint: 'Unpack it, and choose the state.db inside.' }
  }
  return { message: 'This is not a SQLite database.', hint }
}
