let compiled: WebAssembly.Module | undefined

/** Supplies `murmur.wasm`; call it before a history is read. The platform compiles the module. */
export function useCompiledMurmur(module: WebAssembly.Module): void {
  compiled = module
}

/** Where the state is. Unit: bytes. */
const STATE_AT = 0xf000

/** Computes MurmurHash3_x86_128, in the memory of `murmur.wasm`: see murmur.wat. */
export class Murmur {
  /** Where bytes are laid, a piece at a time. */
  readonly input: Uint8Array
  /** Four words: the hash, after the last piece. */
  readonly state: Uint32Array
  readonly #run: (length: number, total: number) => void

  constructor() {
    if (compiled === undefined) throw new Error('murmur.wasm was not supplied')
    const { memory, run } = new WebAssembly.Instance(compiled).exports
    if (!(memory instanceof WebAssembly.Memory) || typeof run !== 'function') throw new Error('no hash')
    this.input = new Uint8Array(memory.buffer, 0, STATE_AT)
    this.state = new Uint32Array(memory.buffer, STATE_AT, 4)
    this.#run = (length, total) => run(length, total)
  }

  begin(): void {
    this.state.fill(0)
  }

  /** Takes a piece, of a multiple of 16 bytes. */
  add(length: number): void {
    this.#run(length, 0)
  }

  /**
   * Takes the last piece.
   * @param length padded with zeros to a multiple of 16 bytes
   * @param total of all pieces without the padding, at least 1
   */
  end(length: number, total: number): void {
    this.#run(length, total)
  }
}
