import type { WarningKind } from '../contract/warnings.ts'
import { type Place, placeOf } from '../engine/place.ts'
import type { SessionRecord } from '../engine/session-record.ts'
import type { SessionStats } from '../engine/types.ts'
import { type Checkpoint, decodeStats } from '../scan/checkpoint.ts'
import type { KnownCheckpoints } from '../scan/scan-history.ts'
import { decodeRecord } from '../sessions/stored-record.ts'
import type { Counting, SessionNames } from '../snapshot/snapshot.ts'
import { fieldsIn, warningsIn } from './checkpoint-line.ts'
import type { LineBytes } from './line-bytes.ts'

/** What is known of lines without a look at them, column by column. */
export interface Columns {
  /** When each session was last active, as `Place` has it; infinite for null. */
  times: Float64Array
  /** Where each line ends, its line end included; of later lines, among these. */
  ends: Uint32Array
  /** See `hashOf`. */
  hashes: Uint32Array
  /** The places of those with warnings. */
  warned: Uint32Array
}

/** Lines that were written later, beside those of a file, and what they say of these. */
export interface LaterColumns extends Columns {
  /** Where each stands among all sessions. */
  order: Uint32Array
  /** The places of lines of the file that hold no longer. */
  gone: Uint32Array
}

/** A file that the lines are from, to which more can be written. */
export interface KeptFile {
  /** The line that it begins with. */
  head: Buffer
  /** Where it ends, without what was written later. */
  end: number
  counting: Counting
  /** The head of what was written later; null if there is none. */
  changes: Buffer | null
}

/**
 * The lines of a checkpoint file, as the bytes that they are: one is decoded when its session is asked for. Where little
 * has changed, hardly any are.
 */
export class KeptLines implements KnownCheckpoints, SessionNames {
  /** Of all lines: those of the file, and after them the later ones. */
  readonly columns: Columns
  /** How many of them are not later ones. */
  readonly own: number
  /** Undefined if nothing can be written beside them. */
  file: KeptFile | undefined
  readonly #lines: LineBytes
  readonly #later: Pick<LaterColumns, 'order' | 'gone'> & { lines: LineBytes }
  readonly #warned: ReadonlySet<number>
  #byPlace: readonly KeptCheckpoint[] | undefined
  #checkpoints: readonly KeptCheckpoint[] | undefined
  /** Places, each at the hash of its id or after it, plus one; 0 where there is none. */
  #slots: Uint32Array | undefined

  private constructor(lines: LineBytes, columns: Columns, later?: LaterColumns & { lines: LineBytes }) {
    this.#lines = lines
    this.own = columns.ends.length
    this.columns = later === undefined ? columns : together(columns, later)
    this.#later = later ?? NONE_LATER
    this.#warned = new Set(this.columns.warned)
  }

  /**
   * Returns the lines of a file; null if the parts do not belong together.
   * @param later those that were written later
   */
  static from({ lines, index, count }: LinesPart, later?: LinesPart): KeptLines | null {
    const columns = columnsIn(index, count)
    if (columns === null || (columns.ends.at(-1) ?? 0) !== lines.length) return null
    if (later === undefined) return new KeptLines(lines, columns)
    const added = laterColumnsIn(later.index)
    if (added === null || (added.ends.at(-1) ?? 0) !== later.lines.length) return null
    const kept = new KeptLines(lines, columns, { ...added, lines: later.lines })
    return kept.size === later.count ? kept : null
  }

  get count(): number {
    return this.columns.ends.length
  }

  get size(): number {
    return this.count - this.#later.gone.length
  }

  /** Returns a line, without its end. @throws UnreadableCheckpoint if it is damaged */
  line(place: number): string {
    return this.bytes(place).toString('utf8').slice(0, -1)
  }

  /** Returns a line with its end, valid until the next call. @throws UnreadableCheckpoint if it is damaged */
  bytes(place: number): Buffer {
    const isLater = place >= this.own
    const begin = place === 0 || place === this.own ? 0 : (this.columns.ends[place - 1] ?? 0)
    return (isLater ? this.#later.lines : this.#lines).subarray(begin, this.columns.ends[place] ?? 0)
  }

  isWarned(place: number): boolean {
    return this.#warned.has(place)
  }

  idOf(place: number): string {
    const line = this.bytes(place)
    return String(JSON.parse(line.toString('utf8', 0, line.indexOf('\t'))))
  }

  numberOf(id: string): number | undefined {
    this.#slots ??= slotsOf(this.columns.hashes, this.#later.gone)
    const slots = this.#slots
    const hash = hashOf(id)
    for (let slot = hash; ; slot++) {
      const place = slots[slot & (slots.length - 1)] ?? 0
      if (place === 0) return undefined
      if (this.columns.hashes[place - 1] === hash && this.idOf(place - 1) === id) return place - 1
    }
  }

  get(id: string): KeptCheckpoint | undefined {
    const place = this.numberOf(id)
    return place === undefined ? undefined : this.#all[place]
  }

  /** Returns the same objects each time, in the order in which they were saved. */
  values(): readonly KeptCheckpoint[] {
    this.#checkpoints ??= this.count === this.own && this.size === this.own ? this.#all : this.#inOrder()
    return this.#checkpoints
  }

  get #all(): readonly KeptCheckpoint[] {
    this.#byPlace ??= Array.from(this.columns.ends, (_, place) => new KeptCheckpoint(this, place))
    return this.#byPlace
  }

  #inOrder(): KeptCheckpoint[] {
    const [all, gone] = [this.#all, new Set(this.#later.gone)]
    const left = all.slice(0, this.own).filter(({ place }) => !gone.has(place))
    const ordered: KeptCheckpoint[] = []
    let next = 0
    for (const [at, order] of this.#later.order.entries()) {
      while (ordered.length < order) ordered.push(left[next++] as KeptCheckpoint)
      ordered.push(all[this.own + at] as KeptCheckpoint)
    }
    return ordered.concat(left.slice(next))
  }
}

/** Lines, the columns that belong to them, and how many sessions there are. */
interface LinesPart {
  lines: LineBytes
  index: Uint8Array
  count: number
}

const NONE_LATER = { order: new Uint32Array(), gone: new Uint32Array(), lines: Buffer.alloc(0) }

/** Returns the columns of lines, and after them those of later ones. */
function together(columns: Columns, later: Columns): Columns {
  const count = columns.ends.length
  const times = new Float64Array(count + later.times.length)
  times.set(columns.times)
  times.set(later.times, count)
  return {
    times,
    ends: joined(columns.ends, later.ends),
    hashes: joined(columns.hashes, later.hashes),
    warned: joined(columns.warned, later.warned, count),
  }
}

/** Returns numbers, and after them others, each with `plus` added. */
export function joined(first: Uint32Array, others: Uint32Array, plus = 0): Uint32Array {
  const all = new Uint32Array(first.length + others.length)
  all.set(first)
  for (let at = 0; at < others.length; at++) all[first.length + at] = (others[at] ?? 0) + plus
  return all
}

/**
 * A checkpoint as its line in a file has it: id, last activity, warnings, fingerprint, stats, and the two parts of the
 * record, separated by tabs. All are JSON, which contains no raw tabs or line ends; warnings and record may be empty.
 * All of it is decoded when it is asked for.
 */
export class KeptCheckpoint implements Checkpoint, Place {
  readonly lines: KeptLines
  readonly place: number
  #stats: SessionStats | undefined
  #record: SessionRecord | null | undefined

  constructor(lines: KeptLines, place: number) {
    this.lines = lines
    this.place = place
  }

  get line(): string {
    return this.lines.line(this.place)
  }

  get session_id(): string {
    return this.lines.idOf(this.place)
  }

  /** When it was last active: see `Place`. */
  get at(): number | null {
    return this.time === Number.POSITIVE_INFINITY ? null : this.time
  }

  /** The same as a number: see `Columns`. */
  get time(): number {
    return this.lines.columns.times[this.place] ?? 0
  }

  get fingerprint(): string {
    return fieldsIn(this.line)[3] ?? ''
  }

  get warnings(): readonly WarningKind[] | undefined {
    return this.lines.isWarned(this.place) ? warningsIn(fieldsIn(this.line)[2] ?? '') : undefined
  }

  /** @throws UnreadableCheckpoint */
  get stats(): SessionStats {
    this.#stats ??= decodeStats(fieldsIn(this.line)[4] ?? '')
    return this.#stats
  }

  get record(): SessionRecord | null {
    if (this.#record === undefined) {
      const [, , , , , facts = '', uses = ''] = fieldsIn(this.line)
      this.#record = decodeRecord({ facts, uses })
    }
    return this.#record
  }
}

/** Returns the id of a session, without decoding its stats. */
export function idOf(checkpoint: Checkpoint): string {
  return checkpoint instanceof KeptCheckpoint ? checkpoint.session_id : checkpoint.stats.session_id
}

/** Returns the columns as bytes. */
export function encodeColumns({ times, ends, hashes, warned }: Columns): Uint8Array {
  return Buffer.concat([times, ends, hashes, warned].map(bytesOf))
}

/** Returns the columns of later lines as bytes. */
export function encodeLater(columns: LaterColumns): Uint8Array {
  const { ends, order, gone } = columns
  const places = [Uint32Array.of(ends.length, gone.length), order, gone].map(bytesOf)
  return Buffer.concat([...places, encodeColumns(columns)])
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float64Array | Uint32Array) =>
  Buffer.from(buffer, byteOffset, byteLength)

/** Returns null if there are not enough bytes. */
function columnsIn(bytes: Uint8Array, count: number): Columns | null {
  if (bytes.length < 16 * count || bytes.length % 4 !== 0) return null
  // A copy begins where numbers of eight bytes may.
  const { buffer } = new Uint8Array(bytes)
  return {
    times: new Float64Array(buffer, 0, count),
    ends: new Uint32Array(buffer, 8 * count, count),
    hashes: new Uint32Array(buffer, 12 * count, count),
    warned: new Uint32Array(buffer, 16 * count),
  }
}

/** Returns null if there are not enough bytes. */
function laterColumnsIn(bytes: Uint8Array): LaterColumns | null {
  if (bytes.length < 8 || bytes.length % 4 !== 0) return null
  const words = new Uint32Array(new Uint8Array(bytes).buffer)
  const [count = 0, gone = 0] = words
  const columns = columnsIn(bytes.subarray(4 * (2 + count + gone)), count)
  return (
    columns && {
      ...columns,
      order: words.subarray(2, 2 + count),
      gone: words.subarray(2 + count, 2 + count + gone),
    }
  )
}

/** Returns when a session was last active, as it is kept in the columns. */
export function timeOf(session: { session_id: string; last_active: number | null }): number {
  return placeOf(session).at ?? Number.POSITIVE_INFINITY
}

/** FNV-1a, of UTF-16 code units. */
export function hashOf(id: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

function slotsOf(hashes: Uint32Array, without: Uint32Array): Uint32Array {
  const skipped = new Set(without)
  // A power of two, half of it empty at least.
  const slots = new Uint32Array(2 ** Math.ceil(Math.log2(2 * hashes.length + 1)))
  for (let place = 0; place < hashes.length; place++) {
    if (skipped.has(place)) continue
    let slot = hashes[place] ?? 0
    while (slots[slot & (slots.length - 1)] !== 0) slot++
    slots[slot & (slots.length - 1)] = place + 1
  }
  return slots
}
