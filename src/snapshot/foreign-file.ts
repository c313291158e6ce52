import { LaurelError } from '../errors.ts'

const CHOOSE_STATE_DB = 'Choose the file named state.db in your Hermes folder.'
const UNPACK = 'Unpack it and send the state.db inside.'
const BESIDE = 'It belongs to a state.db: send that file.'

interface Kind {
  name: string
  hint: string
  begins: readonly number[]
}

const bytesOf = (text: string): number[] => [...text].map((character) => character.charCodeAt(0))

/** Kinds of file that a person may send by mistake, by their first bytes. */
const KINDS: readonly Kind[] = [
  { name: 'gzip data', hint: UNPACK, begins: [0x1f, 0x8b] },
  { name: 'a zip archive', hint: UNPACK, begins: bytesOf('PK\x03\x04') },
  { name: 'zstd data', hint: UNPACK, begins: [0x28, 0xb5, 0x2f, 0xfd] },
  { name: 'xz data', hint: UNPACK, begins: [0xfd, ...bytesOf('7zXZ'), 0x00] },
  { name: 'a 7z archive', hint: UNPACK, begins: [...bytesOf('7z'), 0xbc, 0xaf, 0x27, 0x1c] },
  { name: 'bzip2 data', hint: UNPACK, begins: bytesOf('BZh') },
  // Write-ahead log, WAL index and rollback journal: file format sections 4.1 and 3, walformat section 2.1.
  { name: 'a database’s -wal file', hint: BESIDE, begins: [0x37, 0x7f, 0x06, 0x82] },
  { name: 'a database’s -wal file', hint: BESIDE, begins: [0x37, 0x7f, 0x06, 0x83] },
  { name: 'a database’s -shm file', hint: BESIDE, begins: [0x18, 0xe2, 0x2d, 0x00] },
  {
    name: 'a database’s -journal file',
    hint: BESIDE,
    begins: [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7],
  },
]

/** SQLCipher and similar tools encrypt whole pages, and the smallest page has 512 bytes. */
const PAGE_BYTES = 512
const ENCRYPTED_MIN_BYTES = 2 * PAGE_BYTES

/**
 * Above this, bytes are not evenly distributed. Random bytes give a chi-squared of 255 ± 23 over 256 values whatever
 * their number; text, images and programs give thousands.
 */
const EVEN_CHI_SQUARED = 400

/**
 * Returns the error for a file that does not begin like a database: encrypted if it consists of whole pages of evenly
 * distributed bytes; otherwise not a database, with the kind it looks like.
 * @param start its first few thousand bytes
 * @param size its length in bytes
 */
export function foreignFile(start: Uint8Array, size: number): LaurelError {
  const kind = KINDS.find(({ begins }) => begins.every((byte, at) => start[at] === byte)) ?? textKind(start)
  if (kind !== undefined) {
    return new LaurelError('not_a_database', `This is not an SQLite database; it looks like ${kind.name}.`, {
      hint: kind.hint,
    })
  }
  if (size >= ENCRYPTED_MIN_BYTES && size % PAGE_BYTES === 0 && chiSquared(start) < EVEN_CHI_SQUARED) {
    return new LaurelError('snapshot_encrypted', 'This database seems to be encrypted.', {
      hint: 'Send an unencrypted copy: with SQLCipher, use sqlcipher_export into a database without a key.',
    })
  }
  return new LaurelError('not_a_database', 'This is not an SQLite database.', { hint: CHOOSE_STATE_DB })
}

function textKind(start: Uint8Array): Omit<Kind, 'begins'> | undefined {
  if (start.includes(0)) return undefined
  const text = new TextDecoder().decode(start).trimStart().toLowerCase()
  if (text.includes('\ufffd\ufffd')) return undefined
  if (/^(<!doctype html|<html)/.test(text)) return { name: 'a web page', hint: CHOOSE_STATE_DB }
  if (/^[[{]/.test(text)) return { name: 'JSON', hint: CHOOSE_STATE_DB }
  if (/^(pragma foreign_keys|begin transaction)/.test(text)) {
    return { name: 'an SQL dump', hint: 'Send the state.db itself.' }
  }
  return undefined
}

/** Returns Pearson's statistic of the bytes against a uniform distribution. */
function chiSquared(bytes: Uint8Array): number {
  const counts = new Uint32Array(256)
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1
  const expected = bytes.length / 256
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
}
