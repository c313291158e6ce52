import { DurableObject } from 'cloudflare:workers'
import { type Config, configFrom } from '../src/config.ts'
import type { AchievementsPayload, ScanStatus } from '../src/contract/achievements.ts'
import type { Manifest, SnapshotReceipt } from '../src/contract/snapshots.ts'
import type { AggregateFigures } from '../src/engine/types.ts'
import { ENGINE_VERSION } from '../src/engine/version.ts'
import { LaurelError } from '../src/errors.ts'
import { isStale, nextDue, onRequest, onTick, type Situation } from '../src/scan/freshness.ts'
import { runSlice, type ScanPorts, type StartOptions, startScan } from '../src/scan/runner.ts'
import { type SessionBadges, sessionBadges } from '../src/scan/session-badges.ts'
import { progressOf } from '../src/scan/state.ts'
import { scanStatus } from '../src/scan/status.ts'
import { payloadOf, pendingPayload } from '../src/scan/view.ts'
import { ChunkStore } from '../src/storage/chunk-store.ts'
import { type ProfileDocument, ProfileStore } from '../src/storage/profile-store.ts'
import { Registry } from '../src/storage/registry.ts'
import { checkpointStream } from './checkpoint-stream.ts'
import { EventStreams } from './event-streams.ts'
import { type Outcome, outcomeOf, unwrap } from './outcome.ts'
import { PinnedSnapshots } from './pinned-snapshots.ts'

/** What a forced rescan came to within the time that its caller waits. */
export type RescanResult =
  | { done: true; payload: AchievementsPayload; aggregate: AggregateFigures | null }
  | { done: false; status: ScanStatus }

export interface Overview {
  payload: AchievementsPayload
  aggregate: AggregateFigures | null
  hasSnapshot: boolean
}

/**
 * One profile: its clock, storage and alarm. What to do is decided in src/scan; here it is done. At most one
 * scan runs, because only the alarm runs slices and an object has one alarm.
 */
export class ProfileObject extends DurableObject<Env> {
  readonly #config: Config
  readonly #store: ProfileStore
  readonly #events: EventStreams
  readonly #snapshots: PinnedSnapshots
  /** Those who wait for the running scan's end. */
  readonly #waiters = new Set<() => void>()
  /** The deletion of unneeded chunks that is under way. */
  #collecting: Promise<void> = Promise.resolve()

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#config = configFrom({ ...env })
    this.#store = new ProfileStore(ctx.storage)
    this.#events = new EventStreams(this.#config.EVENT_STREAMS_MAX)
    this.#snapshots = new PinnedSnapshots(this.#config.CHUNK_CACHE_BYTES)
  }

  /** Sets the object up for its profile, or changes the time zone that weekends and nights are told by. */
  async configure(profile: ProfileDocument): Promise<void> {
    this.#store.saveProfile(profile)
    if (this.#situation().view?.outdated) await this.#start({})
  }

  /** The published view, at once; when it is stale a refresh begins behind the answer. */
  async achievements(owner: boolean): Promise<Outcome<AchievementsPayload>> {
    return outcomeOf(async () => {
      const before = this.#situation()
      const reaction = onRequest(before)
      const stale = before.view !== null && isStale(before)
      if (reaction !== 'nothing') {
        const { joined_count, stale_served_count, ...state } = before.scan
        this.#store.saveScanState({
          ...state,
          joined_count: joined_count + (reaction === 'join' ? 1 : 0),
          stale_served_count: stale_served_count + (stale ? 1 : 0),
        })
      }
      if (reaction === 'start') await this.#start({})
      return this.#payload(owner)
    })
  }

  /** The view with what a page says besides: the figures it was made of, and whether there is a history at all. */
  async overview(owner: boolean): Promise<Outcome<Overview>> {
    return outcomeOf(async () => ({
      payload: unwrap(await this.achievements(owner)),
      aggregate: this.#store.view()?.aggregate ?? null,
      hasSnapshot: this.#store.sources().length > 0,
    }))
  }

  async status(): Promise<Outcome<ScanStatus>> {
    return outcomeOf(() => scanStatus(this.#situation()))
  }

  /** What a session alone would unlock. */
  async sessionBadges(sessionId: string): Promise<Outcome<SessionBadges>> {
    return outcomeOf(() => {
      const { time_zone } = this.#profile()
      return sessionBadges(this.#store.checkpoints.ofSession(sessionId), time_zone)
    })
  }

  /** Scans now and waits for the end: its own scan, or the one that runs already. */
  async rescan(full: boolean): Promise<Outcome<RescanResult>> {
    return outcomeOf(async (): Promise<RescanResult> => {
      const { hasSnapshot, scan } = this.#situation()
      if (hasSnapshot) {
        const ended = new Promise<void>((resolve) => this.#waiters.add(resolve))
        if (scan.running) this.#store.saveScanState({ ...scan, joined_count: scan.joined_count + 1 })
        else await this.#start({ forced: true, full })
        await Promise.race([ended, scheduler.wait(this.#config.RESCAN_WAIT_SECONDS * 1000)])
      }
      const { running, failure } = this.#store.scanState()
      if (running) return { done: false, status: scanStatus(this.#situation()) }
      if (failure)
        throw new LaurelError(failure.code, failure.message, failure.hint ? { hint: failure.hint } : {})
      return { done: true, payload: this.#payload(true), aggregate: this.#store.view()?.aggregate ?? null }
    })
  }

  /** Begins a scan unless one runs, and waits for nothing. */
  async refresh(): Promise<Outcome<void>> {
    return outcomeOf(async () => {
      const { hasSnapshot, scan } = this.#situation()
      if (hasSnapshot && !scan.running) await this.#start({})
    })
  }

  /** The stats of every session, as a JSON array. */
  async sessions(): Promise<ReadableStream<Uint8Array>> {
    return checkpointStream(this.#store.checkpoints)
  }

  /** Forgets unlocks, views and checkpoints. The histories stay, and the next request scans them anew. */
  async reset(): Promise<Outcome<void>> {
    return outcomeOf(async () => {
      this.#profile()
      this.#store.reset()
      await this.#scanEnded()
    })
  }

  /**
   * Announces an upload: until it ends no chunk is collected. Answers the chunks that need not be sent.
   */
  async beginUpload(source: string): Promise<Outcome<{ id: string; known: string[] }>> {
    return outcomeOf(async () => {
      this.#profile()
      const id = crypto.randomUUID()
      const expiresAt = this.#now() + this.#config.UPLOAD_TTL_SECONDS
      this.#store.sourceTable.beginUpload(id, source, expiresAt)
      await this.#collectFrom(expiresAt)
      await this.#collecting
      return { id, known: [...this.#store.sourceTable.neededChunks()] }
    })
  }

  /**
   * Makes an uploaded snapshot the source's latest one and scans it: at once, or next when a scan runs. A
   * snapshot that can't be opened is refused, and what was there before stays.
   */
  async commitUpload(
    uploadId: string,
    source: string,
    manifest: Manifest,
  ): Promise<Outcome<SnapshotReceipt>> {
    return outcomeOf(async () => {
      const { id } = this.#profile()
      const { sessionCount } = await this.#snapshots.probe(new ChunkStore(this.env.SNAPSHOTS, id), manifest)
      if (sessionCount > this.#config.SESSIONS_MAX) throw tooManySessions(this.#config.SESSIONS_MAX)
      if (!this.#store.sourceTable.endUpload(uploadId)) throw uploadExpired()
      await this.#collectFrom(this.#now())
      const unchanged = this.#store
        .sources()
        .some(({ name, version }) => name === source && version === manifest.sha256)
      if (!unchanged) this.#store.sourceTable.replace(source, manifest, this.#now())
      const scan = await this.#scanUpload(unchanged)
      return { source, sha256: manifest.sha256, bytes: manifest.size, unchanged, scan }
    })
  }

  /** Gives an upload up; its chunks are collected. */
  async abandonUpload(uploadId: string): Promise<void> {
    if (!this.#store.profile()) return
    this.#store.sourceTable.endUpload(uploadId)
    await this.#collectFrom(this.#now())
  }

  /** What a cron tick does: picks up a scan whose alarm was dropped, refreshes a stale view. Answers when to come again. */
  async wake(): Promise<number> {
    if (!this.#store.profile()) return this.#now() + this.#config.REFRESH_AFTER_SECONDS
    const reaction = onTick(this.#situation(), this.#watch())
    if (reaction === 'start') await this.#start({})
    if (reaction === 'resume') await this.ctx.storage.setAlarm(this.#milliseconds())
    return nextDue(this.#situation(), this.#watch())
  }

  /** Erases everything that the profile has here and in R2. */
  async erase(profileId: string): Promise<void> {
    this.#snapshots.close()
    await this.ctx.storage.deleteAlarm()
    await this.ctx.storage.deleteAll()
    this.#releaseWaiters()
    this.#events.closeAll()
    await new ChunkStore(this.env.SNAPSHOTS, profileId).erase()
  }

  /** A stream of the scan's progress. 503 when there are too many: the page polls then. */
  override async fetch(): Promise<Response> {
    if (!this.#store.profile()) return new Response(null, { status: 404 })
    if (this.#events.isFull) return new Response(null, { status: 503 })
    return this.#events.open('scan', this.#progress())
  }

  /** Does what is due: the next slice of the running scan, the next try of a failed one, or the collection of chunks. */
  override async alarm(): Promise<void> {
    if (!this.#store.profile()) return
    const { running, failure } = this.#store.scanState()
    if (running) await this.#slice()
    else if (failure && failure.retry_at <= this.#now()) await this.#start({})
    else await this.#collect()
    await this.#schedule()
  }

  async #slice(): Promise<void> {
    const outcome = await runSlice(this.#ports())
    if (!this.#store.profile()) return
    if (outcome === 'finished' || outcome === 'failed') await this.#scanEnded()
    this.#events.broadcast('scan', this.#progress())
  }

  async #scanEnded(): Promise<void> {
    this.#snapshots.close()
    this.#releaseWaiters()
    if (this.#store.scanState().queued) await this.#start({})
    await this.#tellRegistry()
  }

  async #start(options: StartOptions): Promise<void> {
    startScan(this.#ports(), options)
    await this.ctx.storage.setAlarm(this.#milliseconds())
    this.#events.broadcast('scan', this.#progress())
    this.ctx.waitUntil(this.#tellRegistry())
  }

  async #scanUpload(unchanged: boolean): Promise<SnapshotReceipt['scan']> {
    const { running, ...state } = this.#store.scanState()
    if (unchanged && (running || (this.#store.view() && !state.failure))) return 'none'
    if (running) {
      this.#store.saveScanState({ ...state, running, queued: true })
      return 'queued'
    }
    this.#store.saveScanState({ ...state, running, failure: null })
    await this.#start({})
    return 'started'
  }

  /** Deletes the chunks that nothing needs, unless an upload is under way or begins meanwhile. */
  async #collect(): Promise<void> {
    const { sourceTable } = this.#store
    const collection = this.#store.collection()
    if (!collection || collection.due_at > this.#now()) return
    if (sourceTable.uploading(this.#now())) {
      this.#store.saveCollection({ due_at: this.#now() + this.#config.UPLOAD_TTL_SECONDS })
      return
    }
    const chunks = new ChunkStore(this.env.SNAPSHOTS, this.#profile().id)
    const work = chunks.collect(sourceTable.neededChunks(), () => !sourceTable.uploading(this.#now()))
    this.#collecting = work.then(
      () => undefined,
      () => undefined,
    )
    if (await work) this.#store.saveCollection(null)
  }

  async #collectFrom(time: number): Promise<void> {
    this.#store.saveCollection({ due_at: time })
    await this.#schedule()
  }

  async #schedule(): Promise<void> {
    const { running, failure } = this.#store.scanState()
    const collection = this.#store.collection()
    const due = running
      ? [this.#now()]
      : [failure?.retry_at, collection?.due_at].filter((time) => time !== undefined)
    if (due.length > 0) await this.ctx.storage.setAlarm(Math.min(...due) * 1000)
  }

  /** The registry is told when to come again. It may miss that: then a tick comes too early, which costs little. */
  async #tellRegistry(): Promise<void> {
    try {
      await new Registry(this.env.REGISTRY).setDue(
        this.#profile().id,
        nextDue(this.#situation(), this.#watch()),
      )
    } catch {
      console.warn(JSON.stringify({ event: 'registry_not_told' }))
    }
  }

  #payload(owner: boolean): AchievementsPayload {
    const situation = this.#situation()
    const context = {
      owner,
      isStale: isStale(situation),
      error: situation.scan.failure?.message ?? null,
      status: scanStatus(situation),
    }
    const view = this.#store.view()
    return view ? payloadOf(view, context) : pendingPayload(situation.scan.running, context)
  }

  #progress() {
    const { scan, view } = this.#situation()
    const meta = scan.running ? progressOf(scan.running) : this.#store.view()?.scan_meta
    return {
      state: scanStatus(this.#situation()).state,
      mode: scan.running ? 'in_progress' : (this.#store.view()?.scan_meta.mode ?? 'pending'),
      sessions_scanned_so_far: meta?.sessions_scanned_so_far ?? 0,
      sessions_expected_total: meta?.sessions_expected_total ?? 0,
      revision: this.#store.view()?.revision ?? 0,
      generated_at: view?.generatedAt ?? null,
    }
  }

  #situation(): Situation {
    const { time_zone } = this.#profile()
    const view = this.#store.view()
    return {
      hasSnapshot: this.#store.sources().length > 0,
      view: view && {
        generatedAt: view.generated_at,
        partial: view.partial,
        outdated: view.engine_version !== ENGINE_VERSION || view.time_zone !== time_zone,
      },
      scan: this.#store.scanState(),
      now: this.#now(),
      ttl: this.#config.VIEW_TTL_SECONDS,
    }
  }

  #ports(): ScanPorts {
    const { id, time_zone: timeZone } = this.#profile()
    const chunks = new ChunkStore(this.env.SNAPSHOTS, id)
    return {
      store: this.#store,
      config: this.#config,
      timeZone,
      now: () => this.#now(),
      open: ({ name }) => this.#snapshots.open(chunks, name, this.#store.sourceTable.pinnedManifest(name)),
    }
  }

  #profile(): ProfileDocument {
    const profile = this.#store.profile()
    if (!profile) throw new LaurelError('profile_not_found', 'There is no such profile.')
    return profile
  }

  #watch() {
    return { lease: this.#config.SCAN_LEASE_SECONDS, refreshAfter: this.#config.REFRESH_AFTER_SECONDS }
  }

  #releaseWaiters(): void {
    for (const release of this.#waiters) release()
    this.#waiters.clear()
  }

  #now(): number {
    return Date.now() / 1000
  }

  #milliseconds(): number {
    return Date.now()
  }
}

function tooManySessions(limit: number): LaurelError {
  return new LaurelError(
    'too_many_sessions',
    `The history has more than the ${limit} sessions this server takes.`,
  )
}

function uploadExpired(): LaurelError {
  return new LaurelError('snapshot_replaced', 'The upload took too long and was given up.', {
    hint: 'Send it again.',
  })
}
