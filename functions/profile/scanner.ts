import type { Config } from '../../src/config.ts'
import type { RecountChanges } from '../../src/contract/recount.ts'
import type { ReportReceipt } from '../../src/contract/reports.ts'
import type { SnapshotReceipt } from '../../src/contract/snapshots.ts'
import { LaurelError } from '../../src/errors.ts'
import type { ScanPorts, StartOptions } from '../../src/scan/ports.ts'
import { recount, recountChanges } from '../../src/scan/recount.ts'
import { isToRead } from '../../src/scan/reported-source.ts'
import { runSlice, startScan } from '../../src/scan/runner.ts'
import { counting } from '../../src/scan/state.ts'
import type { ProfileStore } from '../../src/storage/profile-store.ts'
import { Registry } from '../../src/storage/registry.ts'
import { progressAt } from '../../src/view/answer.ts'
import { nextDue, onTick, type Watch } from '../../src/view/freshness.ts'
import type { ChunkRetention } from './chunk-retention.ts'
import type { ProfileContext } from './context.ts'
import { EventStreams } from './event-streams.ts'
import { ScanCompletion } from './scan-completion.ts'
import { scanLock } from './scan-lock.ts'
import type { Webhooks } from './services/webhooks.ts'
import type { SnapshotHandle } from './snapshot-handle.ts'

/**
 * How far ahead an alarm is set at least. Unit: milliseconds. One that is set within the alarm handler for the
 * millisecond that the handler runs for is taken for the running one, and lost (workerd issue 6866).
 */
export const ALARM_AHEAD_MS = 1

/**
 * The scanning of one profile: its clock, its alarm, who waits for it and who watches. What to do is decided in
 * src/scan; here it is done. At most one scan runs, because only the alarm runs slices and an object has one alarm.
 */
export class ProfileScanner {
  readonly events: EventStreams
  readonly #context: ProfileContext
  readonly #config: Config
  readonly #store: ProfileStore
  readonly #snapshots: SnapshotHandle
  readonly #retention: ChunkRetention
  readonly #webhooks: Webhooks
  readonly #completion = new ScanCompletion()
  readonly #watch: Watch
  #slicing = false

  constructor(
    context: ProfileContext,
    {
      snapshots,
      retention,
      webhooks,
    }: { snapshots: SnapshotHandle; retention: ChunkRetention; webhooks: Webhooks },
  ) {
    const { config, store } = context
    this.#context = context
    this.#config = config
    this.#store = store
    this.#snapshots = snapshots
    this.#retention = retention
    this.#webhooks = webhooks
    this.events = new EventStreams(config.EVENT_STREAMS_MAX)
    this.#watch = { lease: config.SCAN_LEASE_SECONDS, refreshAfter: config.REFRESH_AFTER_SECONDS }
  }

  /** Begins a scan. Must not be called while one runs. */
  async start(options: StartOptions): Promise<void> {
    startScan(this.#ports(), options)
    this.#broadcast()
    this.#context.ctx.waitUntil(this.#tellRegistry())
    await this.schedule()
  }

  /**
   * Starts a scan or joins the running one, and the one queued behind it: that is the one that scans the latest
   * upload. Returns whether they ended in time.
   */
  async scanAndWait(options: StartOptions): Promise<boolean> {
    const scan = this.#store.scanState()
    const awaited = scan.run_count + (scan.running && !scan.queued ? 0 : 1)
    const ended = this.#completion.wait(awaited, this.#config.RESCAN_WAIT_SECONDS)
    if (scan.running) this.#store.saveScanState(counting(scan, { joined: true, staleServed: false }))
    else await this.start(options)
    return ended
  }

  /** Scans what has come: at once, or next when a scan runs. `unchanged`: it was here before. */
  async scanUpload(unchanged: boolean): Promise<SnapshotReceipt['scan']> {
    const { running, ...state } = this.#store.scanState()
    if (unchanged && (running || (this.#store.view() && !state.failure))) return 'none'
    if (running) {
      this.#store.saveScanState({ ...state, running, queued: true })
      return 'queued'
    }
    this.#store.saveScanState({ ...state, running, failure: null })
    await this.start({})
    return 'started'
  }

  /** What committing a report of a source sets off. `unchanged`: nothing in it is new. */
  reactionToReport(source: string, unchanged: boolean): ReportReceipt['scan'] {
    const { running, failure } = this.#store.scanState()
    if (unchanged && (running || (this.#store.view() && !failure))) return 'none'
    return running && !isToRead(this.#store, running, source) ? 'queued' : 'started'
  }

  /** Takes a report in by `take`, and sets that off. A scan that was about to read its source begins again. */
  async scanReport(scan: ReportReceipt['scan'], take: () => void): Promise<void> {
    if (scan === 'started') return this.rearrange(take)
    this.#store.transaction(() => {
      take()
      const state = this.#store.scanState()
      if (scan === 'queued') this.#store.saveScanState({ ...state, queued: true })
    })
    await this.schedule()
  }

  /**
   * Changes what there is to scan and publishes what remains. A scan that runs begins again, with what it has read
   * so far: it must not go on with a source that is gone or is called otherwise.
   */
  async rearrange(change: () => void): Promise<void> {
    const forced = this.#store.scanState().running?.forced ?? false
    this.#store.transaction(() => {
      change()
      this.#store.saveScanState({ ...this.#store.scanState(), failure: null })
    })
    await this.start({ forced })
  }

  /**
   * Says what a recount would change, or does it and publishes what remains.
   * @throws LaurelError `scan_running`: the figures are about to change
   */
  async recount(confirmed: boolean): Promise<RecountChanges> {
    if (this.#store.scanState().running) {
      throw new LaurelError('scan_running', 'A scan is running.', { hint: 'Recount when it has ended.' })
    }
    if (!confirmed) return recountChanges(this.#ports())
    const changes = this.#store.transaction(() => recount(this.#ports()))
    await this.start({})
    return changes
  }

  /** Picks up what a dropped alarm left, refreshes a stale view, and sets when the profile is due next. Returns that, in Unix seconds. */
  async wake(): Promise<number> {
    const situation = this.#context.situation()
    const reaction = onTick(situation, this.#watch)
    if (reaction === 'start') await this.start({})
    else if (reaction === 'resume' || !situation.scan.running) await this.schedule()
    await this.#tellRegistry()
    return nextDue(this.#context.situation(), this.#watch)
  }

  /** Does what is due: the next slice of the running scan, the next try of a failed one, or messages and the collection of what was abandoned. */
  async alarm(): Promise<void> {
    const { running, failure } = this.#store.scanState()
    if (running) await this.#slice()
    else if (failure && failure.retry_at <= this.#context.now()) await this.start({})
    else {
      this.#store.transaction(() => this.#store.reports.forgetExpired(this.#context.now()))
      await this.#webhooks.deliverDue()
      if (this.#store.profile())
        await this.#retention.collect(this.#context.chunks(), () => this.#context.now())
    }
    if (this.#store.profile()) await this.schedule()
  }

  /** Sets the alarm to the next thing there is to do. */
  async schedule(): Promise<void> {
    if (!this.#store.profile()) return
    const { running, failure } = this.#store.scanState()
    const due = running
      ? [scanLock.dueAt(this.#context.profile().id, this.#context.now())]
      : [
          failure?.retry_at ?? null,
          this.#retention.dueAt,
          this.#store.reports.nextExpiry(),
          this.#webhooks.dueAt,
        ]
    const times = due.filter((time) => time !== null)
    if (times.length === 0) return
    const soonest = Date.now() + ALARM_AHEAD_MS
    await this.#context.ctx.storage.setAlarm(Math.max(soonest, Math.min(...times) * 1000))
  }

  /** The scan is over, one way or the other. */
  ended(): void {
    this.#closeSnapshots()
    // A scan that was queued has begun by now. If none runs, there is nothing left to wait for.
    const { running, run_count } = this.#store.scanState()
    this.#completion.ended(running ? run_count - 1 : Number.POSITIVE_INFINITY)
    this.#broadcast()
    this.#context.ctx.waitUntil(this.#tellRegistry())
  }

  /** Lets go of all who wait and watch, and of its turn: the profile is gone, and its alarm may have ended with it. */
  dismiss(profileId: string): void {
    scanLock.leave(profileId)
    this.#closeSnapshots()
    this.#completion.ended(Number.POSITIVE_INFINITY)
    this.events.closeAll()
  }

  /** Does the next slice, when it is this profile's turn. */
  async #slice(): Promise<void> {
    const { id } = this.#context.profile()
    if (!scanLock.acquire(id, this.#context.now())) return
    this.#slicing = true
    const outcome = await runSlice(this.#ports()).finally(() => {
      this.#slicing = false
      scanLock.release(id)
    })
    if (outcome === 'more') this.#broadcast()
    else if (outcome === 'idle') this.#closeSnapshots()
    else this.ended()
  }

  /** Sets when the profile is due next. If that fails, a tick comes too early, which costs little. */
  async #tellRegistry(): Promise<void> {
    try {
      const { id } = this.#context.profile()
      await new Registry(this.#context.env.REGISTRY).setDue(
        id,
        nextDue(this.#context.situation(), this.#watch),
      )
    } catch {
      console.warn(JSON.stringify({ event: 'registry_not_told' }))
    }
  }

  #broadcast(): void {
    this.events.broadcast('scan', progressAt(this.#store, this.#context.situation()))
  }

  #ports(): ScanPorts {
    return {
      store: this.#store,
      config: this.#config,
      timeZone: () => this.#context.profile().time_zone,
      now: () => this.#context.now(),
      open: ({ name }, scanId) =>
        this.#snapshots.open(this.#context.chunks(), this.#store.sourceTable.pinnedManifest(name), scanId),
      fetched: () => ({ ...this.#snapshots.fetched }),
    }
  }

  #closeSnapshots(): void {
    // A slice that is at work closes what it reads when it is through.
    if (!this.#slicing) this.#snapshots.close()
  }
}
