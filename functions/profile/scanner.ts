import { backoff } from '../../src/backoff.ts'
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
import type { ScanSource } from '../../src/scan/store.ts'
import type { ProfileStore } from '../../src/storage/profile-store.ts'
import { partsWithin, removePart } from '../../src/storage/source-changes.ts'
import { progressAt } from '../../src/view/answer.ts'
import { onTick } from '../../src/view/freshness.ts'
import { logFailure } from '../log.ts'
import type { ChunkRetention } from './chunk-retention.ts'
import type { ProfileContext } from './context.ts'
import { DueTime } from './due-time.ts'
import { EventStreams } from './event-streams.ts'
import type { PullRunner } from './pull-runner.ts'
import type { Registration } from './registration.ts'
import { ScanCompletion } from './scan-completion.ts'
import { scanLock } from './scan-lock.ts'
import type { Circles } from './services/circles.ts'
import type { Identities } from './services/identities.ts'
import type { RarityTelling } from './services/rarity.ts'
import type { Webhooks } from './services/webhooks.ts'
import type { SnapshotHandle } from './snapshot-handle.ts'

/**
 * Minimum time from now to an alarm. Unit: milliseconds. An alarm that is set within the alarm handler, for the
 * millisecond in which the handler started, is taken for the running one and lost (workerd issue 6866).
 */
export const ALARM_AHEAD_MS = 1

/** What a scan starts or has told, and what the alarm does besides. */
interface ScannerParts {
  snapshots: SnapshotHandle
  retention: ChunkRetention
  registration: Registration
  rarity: RarityTelling
  webhooks: Webhooks
  circles: Circles
  pullRunner: PullRunner
  identities: Identities
}

/**
 * Runs the scans of one profile: its alarm, the callers that wait and the pages that watch. Decisions are made in
 * src/scan. At most one scan runs, because only the alarm runs slices, and an object has one alarm.
 */
export class ProfileScanner {
  readonly events: EventStreams
  readonly #context: ProfileContext
  readonly #parts: ScannerParts
  readonly #config: Config
  readonly #store: ProfileStore
  readonly #dueTime: DueTime
  readonly #completion = new ScanCompletion()
  #slicing = false
  /** How many alarms in a row have failed. */
  #failedAlarms = 0

  constructor(context: ProfileContext, parts: ScannerParts) {
    const { config, store } = context
    this.#context = context
    this.#parts = parts
    this.#config = config
    this.#store = store
    this.events = new EventStreams(config)
    this.#dueTime = new DueTime(context, () => this.#choresAt())
  }

  /** Starts a scan, in place of one that runs. */
  async start(options: StartOptions): Promise<void> {
    startScan(this.#ports(), options)
    this.#broadcast()
    this.#dueTime.tellLater()
    await this.schedule()
  }

  /**
   * Starts a scan or joins the running one. If another one is queued, waits for that, because it scans the latest
   * upload. A full scan takes the place of one that reuses checkpoints. Returns true if the scan ended in time.
   */
  async scanAndWait(options: StartOptions): Promise<boolean> {
    const scan = this.#store.scanState()
    const joins = scan.running !== null && (!options.full || scan.running.full === true)
    const awaited = scan.run_count + (joins && !scan.queued ? 0 : 1)
    const ended = this.#completion.wait(awaited, this.#config.RESCAN_WAIT_SECONDS)
    if (joins) this.#store.saveScanState(counting(scan, { joined: true, staleServed: false }))
    else await this.start(options)
    return ended
  }

  /** Scans an upload now, or next if a scan runs. `unchanged`: the snapshot is the same as before. */
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

  /** Returns what committing a report of a source starts. `unchanged`: it contains nothing new. */
  reactionToReport(source: string, unchanged: boolean): ReportReceipt['scan'] {
    const { running, failure } = this.#store.scanState()
    if (unchanged && (running || (this.#store.view() && !failure))) return 'none'
    return running && !isToRead(this.#store, running, source) ? 'queued' : 'started'
  }

  /**
   * Applies a report with `take` and starts or queues the scan. A running scan that has not read the source yet
   * restarts.
   */
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
   * Changes the sources and publishes the result. A running scan restarts and keeps what it has read: it must not
   * continue with a source that was removed or renamed.
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
   * Returns what a recount changes. If `confirmed`, does it and publishes the result.
   * @throws LaurelError `scan_running`: the figures are about to change
   */
  async recount(confirmed: boolean): Promise<RecountChanges> {
    if (this.#store.scanState().running) {
      throw new LaurelError('scan_running', 'A scan is running.', { hint: 'Recount when it has finished.' })
    }
    if (!confirmed) return recountChanges(this.#ports())
    const changes = this.#store.transaction(() => recount(this.#ports()))
    await this.start({})
    return changes
  }

  /**
   * Resumes a scan whose alarm was dropped, starts one that is due, and tells the registry when the profile is due next.
   * One that has got nothing for too long is erased. Returns whether there still is a profile.
   */
  async wake(): Promise<boolean> {
    if (this.#dueTime.isOver()) {
      const { id } = this.#context.profile()
      await this.#store.erase()
      this.dismiss(id)
      return false
    }
    // The tick has postponed the profile.
    this.#dueTime.forget()
    const situation = this.#context.situation()
    const reaction = onTick(situation, this.#config.SCAN_LEASE_SECONDS)
    if (reaction === 'start') await this.start({})
    else if (reaction === 'resume' || !situation.scan.running) await this.schedule()
    await this.#parts.registration.tell()
    await this.#parts.rarity.tell()
    await this.#dueTime.tell()
    return true
  }

  /**
   * Does what is due. If that fails, tries again after a growing pause: the platform would log the error with its text,
   * and soon give up.
   */
  async alarm(): Promise<void> {
    try {
      await this.#doDue()
      this.#failedAlarms = 0
      await this.schedule()
    } catch (error) {
      logFailure('alarm_failed', error)
      // An alarm would outlive an object that was erased meanwhile.
      if (!this.#store.profile()) return
      this.#failedAlarms += 1
      const { RETRY_BASE_SECONDS, RETRY_MAX_SECONDS } = this.#config
      const pause = backoff(this.#failedAlarms, RETRY_BASE_SECONDS, RETRY_MAX_SECONDS)
      await this.#context.storage.setAlarm(Date.now() + pause * 1000)
    }
  }

  /**
   * The next slice of the running scan, a retry of a failed one, or webhook deliveries, a slice of a pull, a check of a
   * link and garbage collection.
   */
  async #doDue(): Promise<void> {
    if (!this.#store.profile()) return
    await this.#parts.registration.tellIfDue()
    const { running, failure } = this.#store.scanState()
    if (running) await this.#slice()
    else if (failure && failure.retry_at <= this.#context.now()) await this.start({})
    else {
      this.#store.transaction(() => this.#store.reports.forgetExpired(this.#context.now()))
      await this.#parts.rarity.tell()
      await this.#parts.webhooks.deliverDue()
      await this.#parts.circles.tellDue()
      await this.#parts.pullRunner.runDue()
      await this.#parts.identities.checkDue()
      if (this.#store.profile())
        await this.#parts.retention.collect(this.#context.chunks(), () => this.#context.now())
    }
  }

  /** Sets the alarm to the next due time. */
  async schedule(): Promise<void> {
    if (!this.#store.profile()) return
    const { running, failure } = this.#store.scanState()
    const due = running
      ? scanLock.dueAt(this.#context.profile().id, this.#context.now())
      : earliest(failure?.retry_at ?? null, this.#choresAt())
    // The registry must know of chores, too, in case their alarm is dropped.
    if (!running) this.#dueTime.tellLater()
    if (due === null) return
    const soonest = Date.now() + ALARM_AHEAD_MS
    await this.#context.storage.setAlarm(Math.max(soonest, due * 1000))
  }

  /** Returns when the alarm has something to do besides scans; null if nothing. */
  #choresAt(): number | null {
    return earliest(
      this.#parts.retention.dueAt,
      this.#parts.registration.dueAt,
      this.#parts.rarity.dueAt,
      this.#store.reports.nextExpiry(),
      this.#parts.webhooks.dueAt,
      this.#parts.circles.dueAt,
      this.#parts.pullRunner.dueAt,
      this.#parts.identities.dueAt,
    )
  }

  /** Call after a scan has ended or was dropped. Releases its snapshot and its waiters. */
  ended(): void {
    this.#closeSnapshots()
    // A queued scan has started by now. If none runs, no caller has anything left to wait for.
    const { running, run_count } = this.#store.scanState()
    this.#completion.ended(running ? run_count - 1 : Number.POSITIVE_INFINITY)
    this.#broadcast()
    this.#parts.registration.viewChanged()
    this.#parts.rarity.tellLater()
    this.#dueTime.tellLater()
  }

  /** Releases the waiters, the watchers and the scan lock of an erased profile, whose alarm may be gone with it. */
  dismiss(profileId: string): void {
    scanLock.leave(profileId)
    this.#dueTime.forget()
    this.#closeSnapshots()
    this.#completion.ended(Number.POSITIVE_INFINITY)
    this.events.closeAll()
  }

  /** Runs the next slice if the scan lock is free. */
  async #slice(): Promise<void> {
    const { id } = this.#context.profile()
    if (!scanLock.acquire(id, this.#context.now())) return
    this.#slicing = true
    const isNewUpload = ({ kind, version, imported }: ScanSource) =>
      kind === 'scanned' && version !== null && !imported
    const uploads = this.#store.sources().filter(isNewUpload)
    const outcome = await runSlice(this.#ports())
      .catch((error) => {
        // What the slice has read was not committed: it must be read again.
        this.#parts.snapshots.close()
        throw error
      })
      .finally(() => {
        this.#slicing = false
        scanLock.release(id)
      })
    if (outcome === 'more') this.#broadcast()
    else if (outcome === 'idle') this.#closeSnapshots()
    else {
      if (outcome === 'finished') {
        this.#parts.circles.published()
        await this.#replaceReported(uploads)
      }
      this.ended()
    }
  }

  /** Lets the first upload to a source take the place of what was reported before, if it has all of that. */
  async #replaceReported(uploads: readonly ScanSource[]): Promise<void> {
    const parts = uploads.flatMap(({ name }) => partsWithin(this.#store, name))
    if (parts.length === 0) return
    await this.rearrange(() => {
      for (const part of parts) removePart(this.#store, part)
    })
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
        this.#parts.snapshots.open(
          this.#context.chunks(),
          this.#store.sourceTable.pinnedManifest(name),
          scanId,
        ),
      changed: ({ name }, _, enough) => {
        const base = this.#store.sourceTable.baseManifest(name)
        const notes = (sha256: string) => this.#store.chunks.notes(sha256)
        return this.#parts.snapshots.changedSince(this.#context.chunks(), base, { notes, enough })
      },
      fetched: () => ({ ...this.#parts.snapshots.fetched }),
    }
  }

  #closeSnapshots(): void {
    // A running slice closes its snapshot when it ends.
    if (!this.#slicing) this.#parts.snapshots.close()
  }
}

/** Returns the earliest of these times; null if there is none. */
function earliest(...times: (number | null)[]): number | null {
  const known = times.filter((time) => time !== null)
  return known.length === 0 ? null : Math.min(...known)
}
