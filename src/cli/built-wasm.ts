import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { useCompiledWalk } from '../engine/matcher/compiled-walk.ts'
import { useCompiledDigest } from '../snapshot/pages/page-digest.ts'

/** Supplies what the build compiled to WebAssembly. Call it before the first history is read. */
export async function useBuiltWasm(): Promise<void> {
  const { resolve } = createRequire(import.meta.url)
  const built = async (name: string) => WebAssembly.compile(await readFile(resolve(name)))
  useCompiledWalk(await built('laurel/walk.wasm'))
  useCompiledDigest(await built('laurel/page-digest.wasm'))
}
