import { readFileSync } from 'node:fs'
import { useBuiltWasm } from '../../src/cli/built-wasm.ts'
import { analyseAll, inBytes } from './analyse-texts.ts'
import { comparePlatforms, type Platforms } from './workerd.ts'

/** Runs the engine over the same texts on both platforms. `sample`: a file written by `writeSample`. */
export async function compareEngines(sample: string): Promise<Platforms> {
  await useBuiltWasm()
  const body = readFileSync(sample, 'utf8')
  const sessions = inBytes(JSON.parse(body))
  const onNode = (rounds: number) => {
    for (let round = 0; round < rounds; round++) analyseAll(sessions)
  }
  return comparePlatforms('test/bench/engine-worker.ts', body, onNode, { few: 5, many: 45 })
}
