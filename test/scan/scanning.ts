import { configFrom } from '../../src/config.ts'
import type { ScanPorts, StartOptions } from '../../src/scan/ports.ts'
import { runSlice, startScan } from '../../src/scan/runner.ts'
import { type ScannedSnapshot, SourceReading } from '../../src/scan/source-reading.ts'
import { type MemorySession, snapshotOf } from './histories.ts'
import { MemoryStore } from './memory-store.ts'

/** A profile in memory: its clock stands still until a test advances it. */
export class Scanning {
  readonly store = new MemoryStore()
  readonly ports: ScanPorts
  /** Ids of the sessions whose messages were read, in order. */
  read: string[] = []
  /** Versions of the snapshots that were opened, in order. */
  opened: string[] = []
  now = 1_000_000
  timeZone = 'UTC'
  /** Set this to make opening the next snapshot fail. */
  failure: Error | null = null
  readonly #snapshots = new Map<string, ScannedSnapshot>()
  #reading: { key: string; reading: SourceReading } | null = null

  constructor(settings: Parameters<typeof configFrom>[0] = {}) {
    this.ports = {
      store: this.store,
      config: configFrom(settings),
      timeZone: () => this.timeZone,
      now: () => this.now,
      open: async ({ pinned }, scanId) => {
        if (this.failure) throw this.failure
        const snapshot = this.#snapshots.get(pinned ?? '')
        if (!snapshot) throw new Error('nothing is pinned')
        this.opened.push(pinned ?? '')
        const key = `${scanId} ${pinned}`
        if (this.#reading?.key !== key) this.#reading = { key, reading: new SourceReading(snapshot) }
        return this.#reading.reading
      },
      changed: async () => null,
      fetched: () => ({ bytes: 0, requests: 0 }),
    }
  }

  upload(sessions: readonly MemorySession[], source = 'default'): string {
    const version = `version ${this.#snapshots.size + 1}`
    this.#snapshots.set(
      version,
      snapshotOf(sessions, (id) => this.read.push(id)),
    )
    this.store.upload(source, version)
    return version
  }

  /** Uploads a snapshot that stays open. */
  use(snapshot: ScannedSnapshot, source = 'default'): string {
    const version = `version ${this.#snapshots.size + 1}`
    this.#snapshots.set(version, snapshot)
    this.store.upload(source, version)
    return version
  }

  start(options: StartOptions = {}): void {
    this.read = []
    this.opened = []
    startScan(this.ports, options)
  }

  /** As if the object were evicted from memory: what is not committed is lost. */
  evict(): void {
    this.#reading = null
  }

  slice() {
    return runSlice(this.ports)
  }

  /** Runs slices until none is left. Returns the outcome of each. */
  async settle(): Promise<string[]> {
    const outcomes: string[] = []
    while (this.store.scanState().running) outcomes.push(await this.slice())
    return outcomes
  }

  async scan(options: StartOptions = {}): Promise<void> {
    this.start(options)
    await this.settle()
  }

  get state() {
    return this.store.scanState()
  }
}
