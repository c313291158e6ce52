import type { Checkpoint } from '../scan/checkpoint.ts'
import { lineOf } from './checkpoint-line.ts'
import { encodeColumns, hashOf, KeptCheckpoint, type KeptLines, timeOf } from './kept-lines.ts'
import type { Places } from './kept-pages.ts'

/** The lines of checkpoints as they are written to a file. Those that were kept in one are copied as they are. */
export class WrittenLines implements Places {
  readonly count: number
  /** All lines, in turn. */
  readonly parts: Uint8Array[] = []
  /** See `encodeColumns`. */
  readonly index: Uint8Array
  /** The places of those that were not kept. */
  readonly #fresh = new Map<string, number>()
  /** What the others are from, and where each is now, plus one; 0 if it is gone. */
  readonly #former: KeptLines | undefined
  readonly #since: Uint32Array

  constructor(checkpoints: readonly Checkpoint[]) {
    this.count = checkpoints.length
    this.#former = checkpoints.find((one) => one instanceof KeptCheckpoint)?.lines
    this.#since = new Uint32Array(this.#former?.count ?? 0)
    const [times, ends, hashes, warned] = [
      new Float64Array(this.count),
      new Uint32Array(this.count),
      new Uint32Array(this.count),
      [] as number[],
    ]
    // Either is empty: texts that are not written yet, and where lines are copied from.
    const [texts, run]: [string[], { begin: number; end: number }] = [[], { begin: 0, end: 0 }]
    const flush = () => {
      if (texts.length > 0) this.parts.push(Buffer.from(texts.splice(0).join('')))
      if (this.#former && run.end > run.begin)
        this.parts.push(this.#former.bytes.subarray(run.begin, run.end))
      run.begin = run.end
    }
    let size = 0
    for (let at = 0; at < this.count; at++) {
      const checkpoint = checkpoints[at] as Checkpoint
      if (checkpoint.warnings !== undefined) warned.push(at)
      if (checkpoint instanceof KeptCheckpoint && checkpoint.lines === this.#former) {
        const { lines, place } = checkpoint
        const [begin, end] = [lines.begin(place), lines.begin(place + 1)]
        if (texts.length > 0 || begin !== run.end) {
          flush()
          run.begin = begin
        }
        run.end = end
        size += end - begin
        times[at] = lines.columns.times[place] ?? 0
        hashes[at] = lines.columns.hashes[place] ?? 0
        this.#since[place] = at + 1
      } else {
        if (run.end > run.begin) flush()
        const { stats } = checkpoint
        const line = `${lineOf(checkpoint)}\n`
        texts.push(line)
        size += Buffer.byteLength(line)
        times[at] = timeOf(stats)
        hashes[at] = hashOf(stats.session_id)
        this.#fresh.set(stats.session_id, at)
      }
      ends[at] = size
    }
    flush()
    this.index = encodeColumns({ times, ends, hashes, warned: Uint32Array.from(warned) })
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
}
