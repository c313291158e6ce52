import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

declare global {
  // Node has it, but the types in force here are workerd's, which accepts compiled modules only.
  namespace WebAssembly {
    function compile(bytes: Uint8Array): Promise<Module>
  }
}

/** Compiles SQLite from the installed package, for `loadSqlite` on Node. */
export async function compileSqliteOnNode(): Promise<WebAssembly.Module> {
  const path = createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm')
  return WebAssembly.compile(await readFile(path))
}
