import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { brotliDecompressSync } from 'node:zlib'

declare global {
  // Node has it, but the types in force here are workerd's, which accepts compiled modules only.
  namespace WebAssembly {
    function compile(bytes: Uint8Array): Promise<Module>
  }
}

let compiled: Promise<WebAssembly.Module> | undefined

/**
 * Compiles SQLite as the build compressed it, to two fifths: it is most of the package. For `loadSqlite` on Node, which
 * asks again after each damaged file: what is compiled by then stays compiled.
 */
export function compileSqliteOnNode(): Promise<WebAssembly.Module> {
  compiled ??= compile()
  return compiled
}

async function compile(): Promise<WebAssembly.Module> {
  const path = createRequire(import.meta.url).resolve('laurel/sqlite.wasm.br')
  return WebAssembly.compile(brotliDecompressSync(await readFile(path)))
}
