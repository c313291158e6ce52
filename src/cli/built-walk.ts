import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { useCompiledWalk } from '../engine/matcher/compiled-walk.ts'

/** Makes the engine use the walk compiled by the build. Call it before the first history is read. */
export async function useBuiltWalk(): Promise<void> {
  const path = createRequire(import.meta.url).resolve('laurel/walk.wasm')
  useCompiledWalk(await WebAssembly.compile(await readFile(path)))
}
