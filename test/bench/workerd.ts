import { readFileSync } from 'node:fs'

/** The same work on both platforms. Times of one round, in seconds. */
export interface Platforms {
  node: number
  workerd: number
}

/** A clock in workerd stands still while it computes: so it is timed from without, by many rounds against few. */
export interface Rounds {
  few: number
  many: number
}

const TURNS = 5

/**
 * Compares what a Worker does with what the same code does here. To be run from the root of the repository.
 * @param entry the Worker's source: it does as many rounds as the path says with the body that it is sent
 * @param onNode does so many rounds
 */
export async function comparePlatforms(
  entry: string,
  body: string,
  onNode: (rounds: number) => void,
  { few, many }: Rounds,
): Promise<Platforms> {
  // Only here: the other steps are to be measured without them.
  const [{ build }, { Miniflare }] = await Promise.all([import('esbuild'), import('miniflare')])
  const { outputFiles } = await build({
    ...{ entryPoints: [entry], bundle: true, write: false },
    ...{ format: 'esm', target: 'es2022', logLevel: 'warning', external: ['*.wasm'] },
  })
  const worker = new Miniflare({
    compatibilityDate: '2026-04-01',
    modulesRoot: '.',
    modules: [
      { type: 'ESModule', path: 'test/bench/worker.js', contents: outputFiles[0]?.text ?? '' },
      { type: 'CompiledWasm', path: 'dist/walk.wasm', contents: readFileSync('dist/walk.wasm') },
    ],
  })
  const onWorkerd = async (rounds: number) => {
    const response = await worker.dispatchFetch(`http://localhost/${rounds}`, { method: 'POST', body })
    await response.text()
  }
  const aRound = async (run: (rounds: number) => unknown) => {
    const started = performance.now()
    await run(few)
    const between = performance.now()
    await run(many)
    return (performance.now() - between - (between - started)) / 1000 / (many - few)
  }
  try {
    // Not yet compiled, the first rounds are slower.
    onNode(many)
    await onWorkerd(many)
    const best = { node: Infinity, workerd: Infinity }
    for (let turn = 0; turn < TURNS; turn++) {
      best.node = Math.min(best.node, await aRound(onNode))
      best.workerd = Math.min(best.workerd, await aRound(onWorkerd))
    }
    return best
  } finally {
    await worker.dispose()
  }
}
