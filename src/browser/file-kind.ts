import { chosenBytes } from './chosen-file.ts'

/**
 * The kind of a file of a history. `beside` contains no data of its own: the index of a -wal, or what a commit leaves
 * behind.
 */
export type FileKind = 'database' | 'wal' | 'journal' | 'beside' | 'other'

/** First bytes of the files of a history (SQLite file format, sections 1.3, 4.1 and 3; walformat section 2.1). */
const BEGINNINGS: readonly { kind: FileKind; bytes: readonly number[] }[] = [
  { kind: 'database', bytes: [...new TextEncoder().encode('SQLite format 3\0')] },
  { kind: 'wal', bytes: [0x37, 0x7f, 0x06, 0x82] },
  { kind: 'wal', bytes: [0x37, 0x7f, 0x06, 0x83] },
  { kind: 'journal', bytes: [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7] },
  { kind: 'beside', bytes: [0x18, 0xe2, 0x2d, 0x00] },
  { kind: 'beside', bytes: [0x00, 0x2d, 0xe2, 0x18] },
]
const LONGEST = 16

/** For files whose first bytes identify nothing: an empty log, or a journal whose header a commit has zeroed. */
const NAMES: readonly { kind: FileKind; name: RegExp }[] = [
  { kind: 'wal', name: /-wal$/ },
  { kind: 'journal', name: /-journal$/ },
  { kind: 'beside', name: /-shm$/ },
]

/** Returns the kind of a file by its first bytes, or else by its name. @throws LaurelError as `chosenBytes` */
export async function fileKind(file: File): Promise<FileKind> {
  const start = await chosenBytes(file, 0, LONGEST)
  const begun = BEGINNINGS.find(({ bytes }) => bytes.every((byte, at) => start[at] === byte))
  return begun?.kind ?? NAMES.find(({ name }) => name.test(file.name))?.kind ?? 'other'
}
