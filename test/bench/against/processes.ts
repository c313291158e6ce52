import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a process took, from its start to its end. */
export interface Usage {
  seconds: number
  /** Of all cores together. */
  cpuSeconds: number
  /** Unit: bytes. */
  peakRss: number
}

/** Runs in each process of Node, and says at its end what it took. */
const TELLING = `process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  require('fs').writeSync(3, JSON.stringify([userCPUTime + systemCPUTime, maxRSS]))
})`

/** Measures processes, by what they say of themselves; with a folder for what that needs. */
export class Processes {
  readonly #telling: string

  constructor(folder: string) {
    this.#telling = join(folder, 'telling.cjs')
    writeFileSync(this.#telling, TELLING)
  }

  /** @throws if it fails */
  node(...args: readonly string[]): Usage {
    const began = performance.now()
    const { status, stderr, output } = spawnSync(process.execPath, ['--require', this.#telling, ...args], {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
    })
    const seconds = (performance.now() - began) / 1000
    if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`)
    const [microseconds, kilobytes]: [number, number] = JSON.parse(output[3] ?? '')
    return { seconds, cpuSeconds: microseconds / 1e6, peakRss: kilobytes * 1024 }
  }

  /** Only how long another program takes, in seconds; null if there is none of this name, or it fails. */
  other(program: string, ...args: readonly string[]): number | null {
    const began = performance.now()
    const { status } = spawnSync(program, args, { stdio: 'ignore' })
    return status === 0 ? (performance.now() - began) / 1000 : null
  }
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
}

/** Does each thing once a round, in turn, and returns the medians of what they took. */
export function inTurn<Name extends string>(
  rounds: number,
  work: Readonly<Record<Name, () => Usage>>,
): Record<Name, Usage> {
  const taken = new Map<string, Usage[]>()
  for (let round = 0; round < rounds; round++)
    for (const [name, run] of Object.entries<() => Usage>(work))
      taken.set(name, [...(taken.get(name) ?? []), run()])
  return Object.fromEntries(Array.from(taken, ([name, usages]) => [name, middle(usages)])) as Record<
    Name,
    Usage
  >
}

/** Returns the median of each figure. */
export function middle(usages: readonly Usage[]): Usage {
  const of = (figure: keyof Usage) => median(usages.map((usage) => usage[figure]))
  return { seconds: of('seconds'), cpuSeconds: of('cpuSeconds'), peakRss: of('peakRss') }
}
