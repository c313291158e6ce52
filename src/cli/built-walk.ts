import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { useCompiledWalk } from '../engine/matcher/compiled-walk.ts'

/** Has the engine use the walk that the build compiled. To be called before the first history is read. */
export async function useBuiltWalk(): Promise<void> {
  const path = createRequire(import.meta.url).resolve('laurel/walk.wasm')
  useCompiledWalk(await WebAssembly.compile(await readFile(path)))
}
