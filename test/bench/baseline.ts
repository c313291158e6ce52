import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { SessionAnalysis } from '../../src/engine/session-analysis.ts'
import type { SessionStats } from '../../src/engine/types.ts'

/** The same texts through Python's re and through the engine. Times in seconds, sizes in bytes of UTF-8. */
export interface Comparison {
  bytes: number
  sessions: number
  python: number
  engine: number
  /** Figures that both give, session by session, and those of them that differ. */
  figures: number
  differing: number
}

interface PythonResult {
  seconds: number
  bytes: number
  counts: Record<string, number>[]
}

const SCRIPT = fileURLToPath(new URL('../../test/bench/baseline.py', import.meta.url))
const ROUNDS = 3

/** Null where there is no Python. `sample`: a file that `writeSample` wrote. */
export function compare(sample: string): Comparison | null {
  const python = runPython(sample)
  if (python === null) return null
  const sessions: string[][] = JSON.parse(readFileSync(sample, 'utf8'))
  let engine = Number.POSITIVE_INFINITY
  let stats: SessionStats[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now()
    stats = sessions.map(analyse)
    engine = Math.min(engine, (performance.now() - started) / 1000)
  }
  const pairs = python.counts.flatMap((counts, at) => {
    const own = new Map<string, unknown>(Object.entries(stats[at] ?? {}))
    return Object.entries(counts).map(([name, count]) => own.get(name) === count)
  })
  return {
    bytes: python.bytes,
    sessions: sessions.length,
    python: python.seconds,
    engine,
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

function analyse(texts: readonly string[]): SessionStats {
  const analysis = new SessionAnalysis()
  for (const content of texts) analysis.message({ role: 'user', content, toolName: null, toolCalls: null })
  return analysis.finish({ id: '', source: null, model: null, title: '', startedAt: null, lastActive: null })
}
