import type { Automaton } from './automaton.ts'
import { type Walker, WINDOW } from './walker.ts'

const LANES = 3

/** As the walk takes them: twice a class is a byte. */
const CLASSES_MAX = 128

/** In three lanes at once, by `walk.wasm`: walk.wat says how, and what its memory holds where. */
export class LaneWalker implements Walker {
  readonly notes: Uint16Array
  readonly lanes = LANES
  readonly #reach: number
  readonly #bytes: Uint8Array
  readonly #input: number
  /** The first entry for each lane's notes, where those begin that count, and where they end in memory. */
  readonly #rooms: readonly number[]
  readonly #begins: number[] = Array(LANES).fill(0)
  readonly #ends: Int32Array
  readonly #walk: (length: number, stride: number) => void
  /** The index of the first lane's first byte, and how far the lanes are from each other. */
  #first = 0
  #stride = 0

  /** @throws Error when the automaton is more than the module has room for */
  constructor({ table, classes, classCount, firstEnd, reach }: Automaton, module: WebAssembly.Module) {
    const { exports } = new WebAssembly.Instance(module)
    const { memory, walk } = exports
    if (!(memory instanceof WebAssembly.Memory) || typeof walk !== 'function') throw new Error('no walk')
    const { buffer } = memory
    const [notes, notesBytes] = [addressOf(exports, 'notes'), addressOf(exports, 'notesBytes')]
    const longest = laneLength(WINDOW + reach, reach)
    if (longest > addressOf(exports, 'laneBytes') || 4 * longest > notesBytes)
      throw new Error('needles reach too far for a lane')
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
    this.#rooms = Array.from({ length: LANES }, (_, lane) => (notes + lane * notesBytes) / 2)
    this.#ends = new Int32Array(buffer, addressOf(exports, 'ends'), LANES)
    this.#input = input
    this.#reach = reach
    this.#walk = (length, stride) => walk(length, stride, firstEnd, classCount)
  }

  walk(memory: Uint8Array, begin: number, from: number, until: number): void {
    const [input, reach] = [this.#input, this.#reach]
    const first = Math.max(begin, from - reach)
    const length = laneLength(until - first, reach)
    const stride = length - reach
    this.#bytes.set(memory.subarray(first, until), input)
    // No needle goes on with a zero byte, so that none ends behind the text.
    this.#bytes.fill(0, input + until - first, input + length + (LANES - 1) * stride)
    this.#walk(length, stride)
    this.#first = first
    this.#stride = stride
    // What a lane reads before these, it may have begun to read too late, and the lane before it has read.
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

  /** The first note of a lane on this of its bytes or one behind. */
  #noted(lane: number, byte: number): number {
    const end = this.end(lane)
    let note = this.#rooms[lane] ?? 0
    while (note < end && (this.notes[note + 1] ?? 0) < byte) note += 2
    return note
  }
}

/** So long that the lanes, each `reach` into the one before, make up these bytes. */
function laneLength(bytes: number, reach: number): number {
  return Math.max(reach, Math.ceil((bytes + (LANES - 1) * reach) / LANES))
}

function addressOf(exports: WebAssembly.Exports, name: string): number {
  const address = exports[name]
  if (!(address instanceof WebAssembly.Global)) throw new Error(`no ${name}`)
  return Number(address.value)
}
