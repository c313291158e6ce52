import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

declare global {
  // Node has it; workerd, whose types are the ones in force here, takes compiled modules only.
  namespace WebAssembly {
    function compile(bytes: Uint8Array): Promise<Module>
  }
}

/** Compiles SQLite from the installed package: what Node hands to `loadSqlite`. */
export async function compileSqliteOnNode(): Promise<WebAssembly.Module> {
  const path = createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm')
  return WebAssembly.compile(await readFile(path))
}
