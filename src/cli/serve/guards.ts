import { readFileSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import type { Config } from '../../config.ts'
import { CHECK_EVERY_MS, HANGS_AFTER_MS, QUIET_WITHIN_MS, ROOM_AGAIN } from './limits.ts'
import type { ServeLog } from './serve-log.ts'
import type { Supervisor } from './supervisor.ts'

type GuardLimits = Pick<Config, 'DISK_RESERVE_BYTES' | 'SERVER_MEMORY_BYTES'>

/**
 * Looks at the disk, at the runtime’s memory and at whether it still answers, again and again. Refuses writes before
 * the disk is full, restarts a runtime that has grown too large in a quiet moment, and one that hangs at once.
 */
export class Guards {
  readonly #folder: string
  readonly #supervisor: Supervisor
  readonly #limits: GuardLimits
  readonly #log: ServeLog
  #full = false
  /** Since when the runtime has been too large, or has not answered. Unix milliseconds. */
  #largeSince: number | null = null
  #answeredAt = Date.now()
  #timer: NodeJS.Timeout | undefined
  #stopped = false

  constructor(folder: string, supervisor: Supervisor, limits: GuardLimits, log: ServeLog) {
    this.#folder = folder
    this.#supervisor = supervisor
    this.#limits = limits
    this.#log = log
  }

  /** Looks for the first time, and goes on until `stop`. */
  async start(): Promise<void> {
    await this.#look()
    if (!this.#stopped) this.#timer = setTimeout(() => void this.start(), CHECK_EVERY_MS)
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  async #look(): Promise<void> {
    const { runtime } = this.#supervisor
    await this.#lookAtDisk()
    if (runtime === null) {
      this.#answeredAt = Date.now()
      return
    }
    const late = AbortSignal.timeout(HANGS_AFTER_MS)
    const active = await runtime.operations.tellRoom(this.#full, late).catch(() => null)
    if (this.#stopped || this.#supervisor.runtime !== runtime) return
    if (active !== null) this.#answeredAt = Date.now()
    else if (Date.now() - this.#answeredAt >= HANGS_AFTER_MS) {
      this.#log.event('runtime_hangs', {})
      runtime.kill()
      return
    }
    this.#lookAtMemory(runtime.pid, active ?? 0)
  }

  async #lookAtDisk(): Promise<void> {
    const { bavail, bsize } = await statfs(this.#folder)
    const free = bavail * bsize
    const reserve = this.#limits.DISK_RESERVE_BYTES
    const full = free < (this.#full ? reserve * ROOM_AGAIN : reserve)
    if (full !== this.#full) this.#log.event(full ? 'disk_almost_full' : 'disk_has_room', { free })
    this.#full = full
  }

  #lookAtMemory(pid: number, active: number): void {
    const bytes = residentBytes(pid)
    if (bytes === null || bytes <= this.#limits.SERVER_MEMORY_BYTES) {
      this.#largeSince = null
      return
    }
    this.#largeSince ??= Date.now()
    if (active > 0 && Date.now() - this.#largeSince < QUIET_WITHIN_MS) return
    this.#largeSince = null
    this.#log.event('runtime_too_large', { bytes })
    void this.#supervisor.restart()
  }
}

/** Memory that a process has in RAM (proc(5), `status`); null where the system doesn’t say. Unit: bytes. */
export function residentBytes(pid: number): number | null {
  try {
    const [, kilobytes] = /^VmRSS:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return kilobytes === undefined ? null : Number(kilobytes) * 1024
  } catch {
    return null
  }
}
