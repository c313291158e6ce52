import { readFileSync } from 'node:fs'
import { useBuiltWalk } from '../../src/cli/built-walk.ts'
import { analyseAll, inBytes } from './analyse-texts.ts'

/** The same engine over the same texts on both platforms. Times in seconds. */
export interface Platforms {
  node: number
  workerd: number
}

/** A clock in workerd stands still while it computes: so it is timed from without, by many rounds against few. */
const FEW = 5
const MANY = 45
const TURNS = 5

/** `sample`: a file that `writeSample` wrote. To be run from the root of the repository. */
export async function comparePlatforms(sample: string): Promise<Platforms> {
  // Only here: the other steps are to be measured without them.
  const [{ build }, { Miniflare }] = await Promise.all([import('esbuild'), import('miniflare')])
  const body = readFileSync(sample, 'utf8')
  const { outputFiles } = await build({
    ...{ entryPoints: ['test/bench/worker.ts'], bundle: true, write: false },
    ...{ format: 'esm', target: 'es2022', logLevel: 'warning', external: ['*.wasm'] },
  })
  await useBuiltWalk()
  const worker = new Miniflare({
    compatibilityDate: '2026-04-01',
    modulesRoot: 'test/bench',
    modules: [
      { type: 'ESModule', path: 'test/bench/worker.js', contents: outputFiles[0]?.text ?? '' },
      { type: 'CompiledWasm', path: 'dist/walk.wasm', contents: readFileSync('dist/walk.wasm') },
    ],
  })
  const sessions = inBytes(JSON.parse(body))
  const onWorkerd = async (rounds: number) => {
    const response = await worker.dispatchFetch(`http://localhost/${rounds}`, { method: 'POST', body })
    await response.text()
  }
  const onNode = async (rounds: number) => {
    for (let round = 0; round < rounds; round++) analyseAll(sessions)
  }
  try {
    // Not yet compiled, the first rounds are slower.
    await onNode(MANY)
    await onWorkerd(MANY)
    const best = { node: Infinity, workerd: Infinity }
    for (let turn = 0; turn < TURNS; turn++) {
      best.node = Math.min(best.node, await secondsARound(onNode))
      best.workerd = Math.min(best.workerd, await secondsARound(onWorkerd))
    }
    return best
  } finally {
    await worker.dispose()
  }
}

async function secondsARound(run: (rounds: number) => Promise<void>): Promise<number> {
  const started = performance.now()
  await run(FEW)
  const few = performance.now()
  await run(MANY)
  return (performance.now() - few - (few - started)) / 1000 / (MANY - FEW)
}
