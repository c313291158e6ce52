import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { brotliDecompressSync } from 'node:zlib'

declare global {
  // Node has it, but the types in force here are workerd's, which accepts compiled modules only.
  namespace WebAssembly {
    function compile(bytes: Uint8Array): Promise<Module>
  }
}

/** Compiles SQLite as the build compressed it, to two fifths: it is most of the package. For `loadSqlite` on Node. */
export async function compileSqliteOnNode(): Promise<WebAssembly.Module> {
  const path = createRequire(import.meta.url).resolve('laurel/sqlite.wasm.br')
  return WebAssembly.compile(brotliDecompressSync(await readFile(path)))
}
