import { spawnSync } from 'node:child_process'

const WATCH_MS = 500

/** Watches the memory of the workerd processes in a process group. */
export class MemoryWatch {
  #peak = 0
  readonly #timer: NodeJS.Timeout

  constructor(processGroup: number) {
    const look = () => {
      this.#peak = Math.max(this.#peak, residentBytes(processGroup))
    }
    look()
    this.#timer = setInterval(look, WATCH_MS)
  }

  /** Returns the maximum of any one of them since the last call; 0 without `ps`. Unit: bytes of resident memory. */
  peak(): number {
    const peak = this.#peak
    this.#peak = 0
    return peak
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}

function residentBytes(processGroup: number): number {
  const { error, stdout } = spawnSync('ps', ['-A', '-o', 'pgid=,rss=,comm='], { encoding: 'utf8' })
  if (error) return 0
  const sizes = stdout.split('\n').map((line) => {
    const [group, kilobytes, command = ''] = line.trim().split(/\s+/)
    return Number(group) === processGroup && command.includes('workerd') ? Number(kilobytes) * 1024 : 0
  })
  return Math.max(0, ...sizes)
}
