/** The figures of a step, sizes in bytes. */
export interface StepFigures {
  /** What was written, sent or scanned. */
  bytes?: number
  /** Puts of chunks that were stored already. */
  sentAgain?: number
  /** The maximum memory of workerd during the step. */
  memory?: number
}

export const mb = (bytes: number) => (bytes / 1e6).toLocaleString('en-US', { maximumFractionDigits: 1 })
export const whole = (value: number) => value.toLocaleString('en-US')

const HEADINGS = ['step', 'seconds', 'MB', 'MB/s', 'sent again', 'workerd MB']

/** Records how long the steps took and whether the claims hold. Prints both as they come, too. */
export class Report {
  readonly #steps: string[][] = []
  readonly #claims: string[] = []
  failed = 0

  /** Runs a step, times it and records its figures. */
  async step<T extends object>(name: string, work: () => Promise<T & StepFigures>): Promise<T> {
    this.say(`${name} …`)
    const started = performance.now()
    const result = await work()
    const seconds = (performance.now() - started) / 1000
    const { bytes, sentAgain, memory } = result
    this.#steps.push([
      name,
      seconds.toFixed(1),
      bytes === undefined ? '' : mb(bytes),
      bytes === undefined ? '' : mb(bytes / seconds),
      sentAgain === undefined ? '' : String(sentAgain),
      memory ? mb(memory) : '',
    ])
    this.say(`${name}: ${seconds.toFixed(1)} s`)
    return result
  }

  /** Records whether a claim holds, and the figures that show it. */
  claim(claim: string, holds: boolean, ...figures: string[]): void {
    if (!holds) this.failed++
    const line = `${holds ? 'holds' : 'FAILS'}  ${claim}: ${figures.join('; ')}`
    this.#claims.push(line)
    this.say(line)
  }

  /** Returns a function that prints the progress of something at every tenth. */
  everyTenth(name: string): (share: number) => void {
    let told = 0
    return (share) => {
      const tenth = Math.floor(share * 10)
      if (tenth > told) this.say(`  ${name}: ${tenth * 10} %`)
      told = Math.max(told, tenth)
    }
  }

  say(text: string): void {
    process.stderr.write(`${text}\n`)
  }

  toString(): string {
    const lines = [HEADINGS, ...this.#steps]
    const widths = HEADINGS.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)))
    const aligned = (text: string, at: number) =>
      at === 0 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0)
    return [...lines.map((line) => line.map(aligned).join('  ')), '', ...this.#claims].join('\n')
  }
}
