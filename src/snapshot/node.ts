import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { setFlagsFromString } from 'node:v8'
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

/**
 * Keeps V8 from compiling functions of SQLite a second time, with TurboFan: a command ends before that pays, and it takes
 * a fifth of its time, in threads that the garbage collector waits for. The first function of a module may still be:
 * `walk.wasm`, in which a scan spends its time, has only one, and so has `murmur.wasm`. Bun and Deno have other engines or
 * other flags.
 */
function compileOnce(): void {
  if (process.versions.bun === undefined && process.versions.deno === undefined) {
    setFlagsFromString('--wasm-tier-up-filter=0')
  }
}

async function compile(): Promise<WebAssembly.Module> {
  compileOnce()
  const path = createRequire(import.meta.url).resolve('laurel/sqlite.wasm.br')
  return WebAssembly.compile(brotliDecompressSync(await readFile(path)))
}
