import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync } from 'node:fs'
import { recordOf } from '../engine/records.ts'
import type { Counting } from '../snapshot/counting.ts'
import { bytesOf } from './file-marks.ts'

/**
 * A checkpoint file begins with a line of JSON, its head. Its parts follow: what the last scan printed and what it
 * counted, each with a line end, digests of the lines block by block, what was on which page, where the lines are, and a
 * line for each session. The head has the size and the digest of each part, so that one can be read without the others,
 * and damage is noticed; the lines have digests of their own, since only some of them are read.
 *
 * What has changed since may follow, in the same form: what the last scan printed and counted, the lines that are new or
 * different, and of the pages and the places of lines what is new and what is gone. A refresh writes only that. If it was
 * cut off or is damaged, the rest is still a checkpoint, of an earlier time.
 */
export const FORMAT = 'laurel checkpoint 5'
/** Of older versions, which are still read, and replaced when they are written: with the lines before the last parts. */
const FORMER_FORMATS: readonly unknown[] = [
  'laurel checkpoint 2',
  'laurel checkpoint 3',
  'laurel checkpoint 4',
]
/** And one without parts: lines of sessions follow. */
const FIRST_FORMAT = 'laurel checkpoint 1'
/** Of the head of what has changed. */
const CHANGES_FORMAT = 'laurel changes 1'

/** In their order. */
export const PART_NAMES = ['result', 'count', 'blocks', 'pages', 'index', 'lines'] as const
export type PartName = (typeof PART_NAMES)[number]
export const FORMER_NAMES: readonly PartName[] = ['result', 'count', 'lines', 'pages', 'index']

export interface Part {
  bytes: number
  sha256: string
}

export type Parts = Record<PartName, Part>

export interface CheckpointHead {
  engine_version: number
  /** Which sessions and messages count. */
  counting: Counting
  sessions: number
  /** Of the first format: null. */
  parts: Parts | null
  /** Whether it is of the format that is written. */
  current: boolean
}

/** Of what has changed. */
export interface ChangesHead {
  /** How many there are now. */
  sessions: number
  parts: Parts
}

/** More than any head has. Unit: bytes. */
export const HEAD_MAX_BYTES = 4096

const LINE_END = '\n'.charCodeAt(0)

/** Returns the head that a file begins with, and its size with the line end; null if it begins with none. */
export function headIn(start: Buffer): { head: CheckpointHead; size: number } | null {
  const { value, size } = firstLine(start)
  if (!('format' in value && 'engine_version' in value && 'sessions' in value)) return null
  const { format, engine_version, sessions } = value
  if (format !== FORMAT && !FORMER_FORMATS.includes(format) && format !== FIRST_FORMAT) return null
  if (typeof engine_version !== 'number' || typeof sessions !== 'number') return null
  const counting = 'counting' in value && value.counting === 'hermes' ? 'hermes' : 'lived'
  const parts = 'parts' in value ? partsIn(value.parts) : null
  if ((parts === null) !== (format === FIRST_FORMAT)) return null
  return { head: { engine_version, counting, sessions, parts, current: format === FORMAT }, size }
}

/** Returns the head of what has changed. @param to the line that the file begins with, whole */
export function changesHead(to: Uint8Array, { sessions, parts }: ChangesHead): Buffer {
  return Buffer.from(`${JSON.stringify({ format: CHANGES_FORMAT, to: digestOf(to), sessions, parts })}\n`)
}

/** Returns the head of what has changed, and its size; null if there is none, or it belongs to another file. */
function changesHeadIn(start: Buffer, to: Uint8Array): { head: ChangesHead; size: number } | null {
  const { value, size } = firstLine(start)
  if (!('format' in value && 'to' in value && 'sessions' in value && 'parts' in value)) return null
  const { format, sessions } = value
  if (format !== CHANGES_FORMAT || typeof sessions !== 'number' || value.to !== digestOf(to)) return null
  const parts = partsIn(value.parts)
  return parts && { head: { sessions, parts }, size }
}

/** Returns what the last scan printed, without the rest of the file; null if there is none or the file is damaged. */
export function keptResultIn(path: string): { head: CheckpointHead; result: string } | null {
  let file: number | undefined
  try {
    file = openSync(path, 'r')
    const start = Buffer.from(bytesOf(file, 0, HEAD_MAX_BYTES))
    const found = headIn(start)
    if (!found?.head.parts) return null
    const { head, size } = found
    const [end, fileBytes] = [size + totalBytes(found.head.parts), fstatSync(file).size]
    let last: { begin: number; parts: Parts } = { begin: size, parts: found.head.parts }
    if (fileBytes > end) {
      const after = Buffer.from(bytesOf(file, end, end + HEAD_MAX_BYTES))
      const changes = changesHeadIn(after, start.subarray(0, size))
      if (changes === null) return null
      last = { begin: end + changes.size, parts: changes.head.parts }
    }
    const { begin, parts } = last
    if (fileBytes !== begin + totalBytes(parts)) return null
    const bytes = bytesOf(file, begin, begin + parts.result.bytes)
    return digestOf(bytes) === parts.result.sha256
      ? { head, result: Buffer.from(bytes).toString('utf8') }
      : null
  } catch {
    // Whoever reads all of it says why.
    return null
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

/**
 * Returns the parts that follow a head by name; null if one is damaged.
 * @param bytes the head and all of its parts, or all but the lines
 */
export function partsOf<Name extends PartName>(
  bytes: Buffer,
  { head: { parts }, size }: { head: { parts: Parts | null }; size: number },
  names: readonly Name[],
): Record<Name, Buffer> | null {
  if (parts === null || bytes.length !== size + totalBytes(parts, names)) return null
  let begin = size
  const found = names.map((name) => {
    const part = bytes.subarray(begin, begin + parts[name].bytes)
    begin += parts[name].bytes
    return digestOf(part) === parts[name].sha256 ? ([name, part] as const) : null
  })
  if (found.includes(null)) return null
  return Object.fromEntries(found.filter((part) => part !== null)) as Record<Name, Buffer>
}

/** Returns what has changed since a file was written; null if nothing is kept of that. @param to see `changesHead` */
export function changesIn(after: Buffer, to: Uint8Array) {
  const found = changesHeadIn(after, to)
  const parts = found && partsOf(after, found, PART_NAMES)
  return found && parts && { head: after.subarray(0, found.size), sessions: found.head.sessions, parts }
}

/** Returns what the head says of a part that is written in several pieces. @param digested what its digest is of */
export function describedPart(pieces: readonly Uint8Array[], digested = pieces): Part {
  return { bytes: pieces.reduce((sum, { length }) => sum + length, 0), sha256: digestOf(...digested) }
}

const EMPTY = describedPart([])
/** Files of older versions lack some of these. */
const NEWER_PARTS: readonly PartName[] = ['blocks', 'pages', 'index']

function digestOf(...pieces: readonly Uint8Array[]): string {
  const hash = createHash('sha256')
  for (const piece of pieces) hash.update(piece)
  return hash.digest('hex')
}

export function totalBytes(parts: Parts, names: readonly PartName[] = PART_NAMES): number {
  return names.reduce((sum, name) => sum + parts[name].bytes, 0)
}

function partsIn(value: unknown): CheckpointHead['parts'] {
  const named = new Map(Object.entries(value ?? {}))
  const parts = recordOf(PART_NAMES, (name) => named.get(name) ?? (NEWER_PARTS.includes(name) ? EMPTY : null))
  return Object.values(parts).every(isPart) ? (parts as Parts) : null
}

function isPart(value: unknown): value is Part {
  if (typeof value !== 'object' || value === null || !('bytes' in value && 'sha256' in value)) return false
  return Number.isSafeInteger(value.bytes) && Number(value.bytes) >= 0 && typeof value.sha256 === 'string'
}

/** Returns the JSON object of the first line, empty if that is something else, and the line's size with its end. */
function firstLine(start: Buffer): { value: object; size: number } {
  const end = start.subarray(0, HEAD_MAX_BYTES).indexOf(LINE_END)
  try {
    const value: unknown = JSON.parse(start.toString('utf8', 0, Math.max(0, end)))
    return { value: typeof value === 'object' && value !== null ? value : {}, size: end + 1 }
  } catch {
    return { value: {}, size: 0 }
  }
}
