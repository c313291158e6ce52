import type { WarningKind } from '../contract/warnings.ts'
import { type Place, placeOf } from '../engine/place.ts'
import type { SessionRecord } from '../engine/session-record.ts'
import type { SessionStats } from '../engine/types.ts'
import { type Checkpoint, decodeStats } from '../scan/checkpoint.ts'
import type { KnownCheckpoints } from '../scan/scan-history.ts'
import { decodeRecord } from '../sessions/stored-record.ts'
import type { SessionNames } from '../snapshot/snapshot.ts'
import { fieldsIn, warningsIn } from './checkpoint-line.ts'

/** What is known of lines without a look at them, column by column. */
export interface Columns {
  /** When each session was last active, as `Place` has it; infinite for null. */
  times: Float64Array
  /** Where each line ends, its line end included. */
  ends: Uint32Array
  /** See `hashOf`. */
  hashes: Uint32Array
  /** The places of those with warnings. */
  warned: Uint32Array
}

/**
 * The lines of a checkpoint file, as the bytes that they are: one is decoded when its session is asked for. Where little
 * has changed, hardly any are.
 */
export class KeptLines implements KnownCheckpoints, SessionNames {
  readonly bytes: Buffer
  readonly columns: Columns
  readonly #warned: ReadonlySet<number>
  #checkpoints: readonly KeptCheckpoint[] | undefined
  /** Places, each at the hash of its id or after it, plus one; 0 where there is none. */
  #slots: Uint32Array | undefined

  constructor(bytes: Buffer, columns: Columns) {
    this.bytes = bytes
    this.columns = columns
    this.#warned = new Set(columns.warned)
  }

  /** Returns null if the two do not belong together. @param index as `encodeColumns` wrote it */
  static from(bytes: Buffer, index: Uint8Array, count: number): KeptLines | null {
    const columns = columnsIn(index, count)
    return columns && (columns.ends.at(-1) ?? 0) === bytes.length ? new KeptLines(bytes, columns) : null
  }

  get count(): number {
    return this.columns.ends.length
  }

  get size(): number {
    return this.count
  }

  /** Returns a line, without its end. */
  line(place: number): string {
    return this.bytes.toString('utf8', this.begin(place), (this.columns.ends[place] ?? 0) - 1)
  }

  /** Returns where a line begins. */
  begin(place: number): number {
    return place === 0 ? 0 : (this.columns.ends[place - 1] ?? 0)
  }

  isWarned(place: number): boolean {
    return this.#warned.has(place)
  }

  idOf(place: number): string {
    const begin = this.begin(place)
    return String(JSON.parse(this.bytes.toString('utf8', begin, this.bytes.indexOf('\t', begin))))
  }

  numberOf(id: string): number | undefined {
    this.#slots ??= slotsOf(this.columns.hashes)
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
    return place === undefined ? undefined : this.values()[place]
  }

  /** Returns the same objects each time. */
  values(): readonly KeptCheckpoint[] {
    this.#checkpoints ??= Array.from(this.columns.ends, (_, place) => new KeptCheckpoint(this, place))
    return this.#checkpoints
  }
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
    const time = this.lines.columns.times[this.place] ?? 0
    return time === Number.POSITIVE_INFINITY ? null : time
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
  return Buffer.concat([times, ends, hashes, warned].map(({ buffer }) => Buffer.from(buffer)))
}

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

function slotsOf(hashes: Uint32Array): Uint32Array {
  // A power of two, half of it empty at least.
  const slots = new Uint32Array(2 ** Math.ceil(Math.log2(2 * hashes.length + 1)))
  for (let place = 0; place < hashes.length; place++) {
    let slot = hashes[place] ?? 0
    while (slots[slot & (slots.length - 1)] !== 0) slot++
    slots[slot & (slots.length - 1)] = place + 1
  }
  return slots
}
