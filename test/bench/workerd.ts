import { readFileSync } from 'node:fs'

/** The same work on both platforms. Times of one round, in seconds. */
export interface Platforms {
  node: number
  workerd: number
}

/**
 * The clock in workerd stands still during computation, so it is timed from outside, by comparing many rounds with few.
 */
export interface Rounds {
  few: number
  many: number
}

const TURNS = 8

/**
 * Compares what a Worker does with what the same code does here. Run it from the root of the repository.
 * @param entry the Worker's source: it does as many rounds as the path says, with the body sent to it
 * @param onNode does this many rounds
 */
export async function comparePlatforms(
  entry: string,
  body: string,
  onNode: (rounds: number) => void,
  { few, many }: Rounds,
): Promise<Platforms> {
  // Only here: the other steps are measured without them.
  const [{ build }, { Miniflare, supportedCompatibilityDate }] = await Promise.all([
    import('esbuild'),
    import('miniflare'),
  ])
  const { outputFiles } = await build({
    ...{ entryPoints: [entry], bundle: true, write: false },
    ...{ format: 'esm', target: 'es2022', logLevel: 'warning', external: ['*.wasm'] },
  })
  const worker = new Miniflare({
    compatibilityDate: supportedCompatibilityDate,
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
  const seconds = async (run: (rounds: number) => unknown, rounds: number) => {
    const started = performance.now()
    await run(rounds)
    return (performance.now() - started) / 1000
  }
  try {
    // The first rounds, before compilation, are slower.
    onNode(many)
    await onWorkerd(many)
    // The best of each is kept separately: of two that are subtracted, one slow run of either kind would look like a
    // best.
    const best = { node: [Infinity, Infinity], workerd: [Infinity, Infinity] }
    for (let turn = 0; turn < TURNS; turn++) {
      for (const [at, rounds] of [few, many].entries()) {
        best.node[at] = Math.min(best.node[at] ?? Infinity, await seconds(onNode, rounds))
        best.workerd[at] = Math.min(best.workerd[at] ?? Infinity, await seconds(onWorkerd, rounds))
      }
    }
    const aRound = ([ofFew = 0, ofMany = 0]: number[]) => (ofMany - ofFew) / (many - few)
    return { node: aRound(best.node), workerd: aRound(best.workerd) }
  } finally {
    await worker.dispose()
  }
}
