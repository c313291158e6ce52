import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { useCompiledWalk } from '../engine/matcher/compiled-walk.ts'
import { useCompiledMurmur } from '../snapshot/murmur.ts'

let supplied: Promise<void> | undefined

/** Supplies what the build compiled to WebAssembly, once. Call it before a history is read. */
export function useBuiltWasm(): Promise<void> {
  supplied ??= supply()
  return supplied
}

async function supply(): Promise<void> {
  const [walk, murmur] = await Promise.all([built('walk'), built('murmur')])
  useCompiledWalk(walk)
  useCompiledMurmur(murmur)
}

async function built(name: string): Promise<WebAssembly.Module> {
  const path = createRequire(import.meta.url).resolve(`laurel/${name}.wasm`)
  return WebAssembly.compile(await readFile(path))
}
