import type { Problem } from './answer.ts'

const SQLITE_MAGIC = 'SQLite format 3\0'
const GZIP_MAGIC = [0x1f, 0x8b]

/**
 * Why a file need not be sent at all, or undefined. Only its first bytes are read: a database begins with
 * `SQLite format 3` and NUL (SQLite file format, section 1.3), a compressed one with 1f 8b (RFC 1952).
 */
export async function refusalOf(file: Blob): Promise<Problem | undefined> {
  const hint = 'Choose the state.db of your Hermes agent, usually in ~/.hermes.'
  if (file.size === 0) return { message: 'This file is empty.', hint }
  const head = new Uint8Array(await file.slice(0, SQLITE_MAGIC.length).arrayBuffer())
  const gzipped = GZIP_MAGIC.every((byte, index) => head[index] === byte)
  if (gzipped || String.fromCharCode(...head) === SQLITE_MAGIC) return undefined
  return { message: 'This is not a SQLite database.', hint }
}
