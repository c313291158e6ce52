/** SQLite's own default, with which agents write. Pages of other sizes are not noted. Unit: bytes. */
export const PAGE_BYTES = 4096

let compiled: WebAssembly.Module | undefined

/** Supplies `page-digest.wasm`; call it before the first page is noted. The platform compiles the module. */
export function useCompiledDigest(module: WebAssembly.Module): void {
  compiled = module
}

/**
 * Computes digests of pages: the first 64 bits of their MurmurHash3_x86_128. They need not resist an attacker, who could
 * only keep their own figures as they were; two different pages have the same digest once in 2^64.
 */
export class PageDigest {
  /** Where a page is laid for `run` to look at. */
  readonly page: Uint8Array
  /** The digest, in two words, of what `page` held when `run` was called last. */
  readonly words: Uint32Array
  readonly run: () => void

  constructor() {
    if (compiled === undefined) throw new Error('page-digest.wasm was not supplied')
    const { memory, run } = new WebAssembly.Instance(compiled).exports
    if (!(memory instanceof WebAssembly.Memory) || typeof run !== 'function') throw new Error('no digest')
    this.page = new Uint8Array(memory.buffer, 0, PAGE_BYTES)
    this.words = new Uint32Array(memory.buffer, PAGE_BYTES, 2)
    this.run = () => run()
  }
}
