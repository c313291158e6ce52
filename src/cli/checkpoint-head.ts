import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync } from 'node:fs'
import type { Counting } from '../snapshot/counting.ts'
import { bytesOf } from './file-marks.ts'

/**
 * A checkpoint file begins with a line of JSON, its head. Five parts follow: what the last scan printed and what it
 * counted, each with a line end, a line for each session, what was on which page, and where the lines are. The head has
 * the size and the digest of each part, so that one can be read without the others, and damage is noticed.
 */
export const FORMAT = 'laurel checkpoint 4'
/** Of older versions, which are still read, and replaced when they are written: without the last part or two. */
const FEWER_PARTS: readonly unknown[] = ['laurel checkpoint 2', 'laurel checkpoint 3']
/** And one without parts: lines of sessions follow. */
const FORMER_FORMAT = 'laurel checkpoint 1'

export const PART_NAMES = ['result', 'count', 'lines', 'pages', 'index'] as const
export type PartName = (typeof PART_NAMES)[number]

export interface Part {
  bytes: number
  sha256: string
}

export interface CheckpointHead {
  engine_version: number
  /** Which sessions and messages count. */
  counting: Counting
  sessions: number
  /** Of the first format: null. */
  parts: Record<PartName, Part> | null
  /** Whether it is of the format that is written. */
  current: boolean
}

/** More than any head has. Unit: bytes. */
const HEAD_MAX_BYTES = 4096

const LINE_END = '\n'.charCodeAt(0)

/** Returns the head that a file begins with, and its size with the line end; null if it begins with none. */
export function headIn(start: Buffer): { head: CheckpointHead; size: number } | null {
  const end = start.indexOf(LINE_END)
  const value = end < 0 || end > HEAD_MAX_BYTES ? null : parsed(start.toString('utf8', 0, end))
  if (typeof value !== 'object' || value === null) return null
  if (!('format' in value && 'engine_version' in value && 'sessions' in value)) return null
  const { format, engine_version, sessions } = value
  if (format !== FORMAT && !FEWER_PARTS.includes(format) && format !== FORMER_FORMAT) return null
  if (typeof engine_version !== 'number' || typeof sessions !== 'number') return null
  const counting = 'counting' in value && value.counting === 'hermes' ? 'hermes' : 'lived'
  const parts = 'parts' in value ? partsIn(value.parts) : null
  if ((parts === null) !== (format === FORMER_FORMAT)) return null
  return { head: { engine_version, counting, sessions, parts, current: format === FORMAT }, size: end + 1 }
}

/** Returns what the last scan printed, without the rest of the file; null if there is none or the file is damaged. */
export function keptResultIn(path: string): { head: CheckpointHead; result: string } | null {
  let file: number | undefined
  try {
    file = openSync(path, 'r')
    const found = headIn(Buffer.from(bytesOf(file, 0, HEAD_MAX_BYTES)))
    const parts = found?.head.parts
    if (!found || !parts) return null
    const { head, size } = found
    if (fstatSync(file).size !== size + totalBytes(parts)) return null
    const bytes = bytesOf(file, size, size + parts.result.bytes)
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

/** Returns the parts of a file by name; null if one is damaged. */
export function partsOf(
  bytes: Buffer,
  { head: { parts }, size }: { head: CheckpointHead; size: number },
): Record<PartName, Buffer> | null {
  if (parts === null || bytes.length !== size + totalBytes(parts)) return null
  let begin = size
  const found = PART_NAMES.map((name) => {
    const part = bytes.subarray(begin, begin + parts[name].bytes)
    begin += parts[name].bytes
    return digestOf(part) === parts[name].sha256 ? ([name, part] as const) : null
  })
  if (found.includes(null)) return null
  return Object.fromEntries(found.filter((part) => part !== null)) as Record<PartName, Buffer>
}

/** Returns what the head says of a part that is written in several pieces. */
export function describedPart(pieces: readonly Uint8Array[]): Part {
  return { bytes: pieces.reduce((sum, { length }) => sum + length, 0), sha256: digestOf(...pieces) }
}

const EMPTY = describedPart([])

function digestOf(...pieces: readonly Uint8Array[]): string {
  const hash = createHash('sha256')
  for (const piece of pieces) hash.update(piece)
  return hash.digest('hex')
}

function totalBytes(parts: Record<PartName, Part>): number {
  return PART_NAMES.reduce((sum, name) => sum + parts[name].bytes, 0)
}

function partsIn(value: unknown): CheckpointHead['parts'] {
  const named = new Map(Object.entries(value ?? {}))
  const [result, count, lines, pages = EMPTY, index = EMPTY] = PART_NAMES.map((name) => named.get(name))
  return isPart(result) && isPart(count) && isPart(lines) && isPart(pages) && isPart(index)
    ? { result, count, lines, pages, index }
    : null
}

function isPart(value: unknown): value is Part {
  if (typeof value !== 'object' || value === null || !('bytes' in value && 'sha256' in value)) return false
  return Number.isSafeInteger(value.bytes) && Number(value.bytes) >= 0 && typeof value.sha256 === 'string'
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
