import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { useBuiltWasm } from '../../src/cli/built-wasm.ts'
import { analyseAll, inBytes } from './analyse-texts.ts'

/**
 * The same texts through Python's re, through the engine as bytes, and through the engine as strings, which uses the
 * plain matcher. Times in seconds, sizes in bytes of UTF-8.
 */
export interface Comparison {
  bytes: number
  sessions: number
  python: number
  engine: number
  plain: number
  /** Figures that both return, session by session, and those that differ. */
  figures: number
  differing: number
}

interface PythonResult {
  seconds: number
  bytes: number
  counts: Record<string, number>[]
}

const SCRIPT = fileURLToPath(new URL('../../test/bench/baseline.py', import.meta.url))
const ROUNDS = 7

/** Returns null without Python. `sample`: a file written by `writeSample`. */
export async function compare(sample: string): Promise<Comparison | null> {
  await useBuiltWasm()
  const python = runPython(sample)
  if (python === null) return null
  const sessions: string[][] = JSON.parse(readFileSync(sample, 'utf8'))
  const bytes = inBytes(sessions)
  const [plain] = fastest(() => analyseAll(sessions))
  const [engine, stats] = fastest(() => analyseAll(bytes))
  const pairs = python.counts.flatMap((counts, at) => {
    const own = new Map<string, unknown>(Object.entries(stats[at] ?? {}))
    return Object.entries(counts).map(([name, count]) => own.get(name) === count)
  })
  return {
    bytes: python.bytes,
    sessions: sessions.length,
    python: python.seconds,
    engine,
    plain,
    figures: pairs.length,
    differing: pairs.filter((equal) => !equal).length,
  }
}

function runPython(sample: string): PythonResult | null {
  try {
    return JSON.parse(execFileSync('python3', [SCRIPT, sample], { encoding: 'utf8', maxBuffer: 2 ** 28 }))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** Returns the shortest time and the result. */
function fastest<T>(work: () => T): [seconds: number, made: T] {
  let [seconds, made] = timed(work)
  for (let round = 1; round < ROUNDS; round++) {
    const [again, remade] = timed(work)
    seconds = Math.min(seconds, again)
    made = remade
  }
  return [seconds, made]
}

function timed<T>(work: () => T): [seconds: number, made: T] {
  const started = performance.now()
  const made = work()
  return [(performance.now() - started) / 1000, made]
}
