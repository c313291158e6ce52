import type { Automaton } from './automaton.ts'

/** Bytes per walk: they and their notes fit the processor's caches. */
export const WINDOW = 12_000

const LANES = 3

/** The walk stores twice a class in one byte. */
const CLASSES_MAX = 128

/**
 * Walks an automaton over bytes and notes, from left to right, each place at which keywords end. Notes lie in `notes`
 * from `begin(lane)` to `end(lane)`, lane after lane, two entries each: where the list of keywords begins, and the
 * place of the byte, which is its index in memory minus `origin(lane)`. Walks three lanes at once with `walk.wasm`:
 * walk.wat describes the algorithm and its memory layout.
 */
export class LaneWalker {
  readonly notes: Uint16Array
  readonly lanes = LANES
  readonly #reach: number
  readonly #bytes: Uint8Array
  readonly #input: number
  /** For each lane: the first entry for its notes, where the notes that count begin, and where they end in memory. */
  readonly #firstNotes: readonly number[]
  readonly #begins: number[] = Array(LANES).fill(0)
  readonly #ends: Int32Array
  readonly #walk: (length: number, stride: number) => void
  /** The index of the first lane's first byte, and the distance between lanes. */
  #first = 0
  #stride = 0

  /** @throws Error if the automaton does not fit the module's memory */
  constructor({ table, classes, classCount, firstEnd, reach }: Automaton, module: WebAssembly.Module) {
    const { exports } = new WebAssembly.Instance(module)
    const { memory, walk } = exports
    if (!(memory instanceof WebAssembly.Memory) || typeof walk !== 'function') throw new Error('no walk')
    const { buffer } = memory
    const [notes, notesBytes] = [addressOf(exports, 'notes'), addressOf(exports, 'notesBytes')]
    const longest = laneLength(WINDOW + reach, reach)
    if (longest > addressOf(exports, 'laneBytes') || 4 * longest > notesBytes)
      throw new Error('keywords reach too far for a lane')
    if (classCount > CLASSES_MAX) throw new Error('too many classes of bytes')
    const [tableAt, input] = [addressOf(exports, 'table'), addressOf(exports, 'input')]
    if (tableAt + table.byteLength > input) throw new Error('the table is too large')
    this.#bytes = new Uint8Array(buffer)
    this.#bytes.set(
      classes.map((each) => 2 * each),
      addressOf(exports, 'classes'),
    )
    new Uint16Array(buffer, tableAt).set(table)
    this.notes = new Uint16Array(buffer)
    this.#firstNotes = Array.from({ length: LANES }, (_, lane) => (notes + lane * notesBytes) / 2)
    this.#ends = new Int32Array(buffer, addressOf(exports, 'ends'), LANES)
    this.#input = input
    this.#reach = reach
    this.#walk = (length, stride) => walk(length, stride, firstEnd, classCount)
  }

  /**
   * Walks over the bytes from `from` to `until`, at most `WINDOW` of them, and drops earlier notes. A keyword may begin
   * before `from`, from `begin` on.
   */
  walk(memory: Uint8Array, begin: number, from: number, until: number): void {
    const [input, reach] = [this.#input, this.#reach]
    const first = Math.max(begin, from - reach)
    const length = laneLength(until - first, reach)
    const stride = length - reach
    this.#bytes.set(memory.subarray(first, until), input)
    // No keyword contains a zero byte, so none ends after the text.
    this.#bytes.fill(0, input + until - first, input + length + (LANES - 1) * stride)
    this.#walk(length, stride)
    this.#first = first
    this.#stride = stride
    // A lane may have started too late for keywords before its own range; the previous lane has read those.
    this.#begins[0] = this.#noted(0, from - first)
    for (let lane = 1; lane < LANES; lane++) this.#begins[lane] = this.#noted(lane, reach)
  }

  begin(lane: number): number {
    return this.#begins[lane] ?? 0
  }

  end(lane: number): number {
    return (this.#ends[lane] ?? 0) / 2
  }

  origin(lane: number): number {
    return this.#first + lane * this.#stride
  }

  /** Returns the first note of a lane at this byte or later. */
  #noted(lane: number, byte: number): number {
    const end = this.end(lane)
    let note = this.#firstNotes[lane] ?? 0
    while (note < end && (this.notes[note + 1] ?? 0) < byte) note += 2
    return note
  }
}

/** Returns the length at which the lanes, each overlapping the previous one by `reach`, cover these bytes. */
function laneLength(bytes: number, reach: number): number {
  return Math.max(reach, Math.ceil((bytes + (LANES - 1) * reach) / LANES))
}

function addressOf(exports: WebAssembly.Exports, name: string): number {
  const address = exports[name]
  if (!(address instanceof WebAssembly.Global)) throw new Error(`no ${name}`)
  return Number(address.value)
}
