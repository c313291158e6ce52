import type { Checkpoint } from '../scan/checkpoint.ts'
import { lineOf } from './checkpoint-line.ts'
import { encodeColumns, encodeLater, hashOf, KeptCheckpoint, type KeptLines, timeOf } from './kept-lines.ts'
import type { Places } from './kept-pages.ts'
import { BLOCK_BYTES } from './line-bytes.ts'

/**
 * The lines of checkpoints as they are written to a file. Those that were kept in one are copied as they are; beside a
 * file, only those are written that it does not have.
 */
export class WrittenLines implements Places {
  readonly count: number
  /** How many lines stay where they are. */
  readonly beside: number
  readonly allStay: boolean
  /** Whether no line is written, and all that were there stay. */
  readonly isUnchanged: boolean
  /** All that are written, in turn. */
  readonly parts: Uint8Array[] = []
  /** See `encodeColumns`, and `encodeLater` for lines beside others. */
  readonly index: Uint8Array
  /** Whether the lines that stay are in the order of the checkpoints. */
  readonly isOrdered: boolean
  /** The places of those that were not kept. */
  readonly #fresh = new Map<string, number>()
  /** What the others are from, and where each is now, plus one; 0 if it is gone. */
  readonly #former: KeptLines | undefined
  readonly #since: Uint32Array

  /** @param beside whether they are written beside those of the file that the checkpoints are from */
  constructor(checkpoints: readonly Checkpoint[], beside = false) {
    const former = formerOf(checkpoints)
    this.#former = former
    this.beside = beside ? (former?.own ?? 0) : 0
    this.#since = new Uint32Array(former?.count ?? 0)
    const times: number[] = []
    const ends: number[] = []
    const hashes: number[] = []
    const warned: number[] = []
    const order: number[] = []
    let size = 0
    let [block, used] = [Buffer.allocUnsafe(BLOCK_BYTES), 0]
    const flush = () => {
      this.parts.push(block.subarray(0, used))
      ;[block, used] = [Buffer.allocUnsafe(BLOCK_BYTES), 0]
    }
    // Copied, since a line that was kept is not valid for long.
    const write = (line: Buffer) => {
      if (used + line.length > BLOCK_BYTES) flush()
      if (line.length > BLOCK_BYTES) this.parts.push(Buffer.from(line))
      else used += line.copy(block, used)
      size += line.length
    }
    let [last, isOrdered] = [-1, true]
    for (let at = 0; at < checkpoints.length; at++) {
      const checkpoint = checkpoints[at] as Checkpoint
      const kept = checkpoint instanceof KeptCheckpoint && checkpoint.lines === former ? checkpoint : null
      if (kept !== null && kept.place < this.beside) {
        this.#since[kept.place] = kept.place + 1
        isOrdered &&= kept.place > last
        last = kept.place
        continue
      }
      const place = ends.length
      if (checkpoint.warnings !== undefined) warned.push(place)
      if (kept !== null) {
        const { lines } = kept
        write(lines.bytes(kept.place))
        times.push(lines.columns.times[kept.place] ?? 0)
        hashes.push(lines.columns.hashes[kept.place] ?? 0)
        this.#since[kept.place] = this.beside + place + 1
      } else {
        const { stats } = checkpoint
        write(Buffer.from(`${lineOf(checkpoint)}\n`))
        times.push(timeOf(stats))
        hashes.push(hashOf(stats.session_id))
        this.#fresh.set(stats.session_id, this.beside + place)
      }
      ends.push(size)
      order.push(at)
    }
    flush()
    const gone = this.#gone()
    this.count = this.beside + ends.length
    this.allStay = gone.length === 0
    this.isUnchanged = this.allStay && ends.length === 0
    this.isOrdered = isOrdered
    const encoded = {
      times: Float64Array.from(times),
      ends: Uint32Array.from(ends),
      hashes: Uint32Array.from(hashes),
      warned: Uint32Array.from(warned),
    }
    this.index = beside
      ? encodeLater({ ...encoded, order: Uint32Array.from(order), gone: Uint32Array.from(gone) })
      : encodeColumns(encoded)
  }

  numberOf(id: string): number | undefined {
    const fresh = this.#fresh.get(id)
    if (fresh !== undefined) return fresh
    const former = this.#former?.numberOf(id)
    return former === undefined ? undefined : this.since(former)
  }

  since(former: number): number | undefined {
    const place = this.#since[former] ?? 0
    return place === 0 ? undefined : place - 1
  }

  /** Returns the places of the lines that do not stay. */
  #gone(): number[] {
    const gone: number[] = []
    for (let place = 0; place < this.beside; place++) if (this.#since[place] === 0) gone.push(place)
    return gone
  }
}

/** Returns the lines that checkpoints are from; undefined if none is from any. */
export function formerOf(checkpoints: readonly Checkpoint[]): KeptLines | undefined {
  return checkpoints.find((one) => one instanceof KeptCheckpoint)?.lines
}
