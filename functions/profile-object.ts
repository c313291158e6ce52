import { DurableObject } from 'cloudflare:workers'
import { type Config, configFrom } from '../src/config.ts'
import type { AchievementsPayload, ScanStatus } from '../src/contract/achievements.ts'
import type { Manifest, SnapshotReceipt } from '../src/contract/snapshots.ts'
import { LaurelError } from '../src/errors.ts'
import { payloadAt, progressAt, situationOf } from '../src/scan/answer.ts'
import { isStale, nextDue, onRequest, onTick, type Situation, type Watch } from '../src/scan/freshness.ts'
import { runSlice, type ScanPorts, type StartOptions, startScan } from '../src/scan/runner.ts'
import { type SessionBadges, sessionBadges } from '../src/scan/session-badges.ts'
import { counting, failureError, NEW_SCAN_STATE } from '../src/scan/state.ts'
import { scanStatus } from '../src/scan/status.ts'
import { ChunkStore } from '../src/storage/chunk-store.ts'
import { type ProfileDocument, ProfileStore } from '../src/storage/profile-store.ts'
import { Registry } from '../src/storage/registry.ts'
import { checkpointStream } from './checkpoint-stream.ts'
import { ChunkKeeper } from './chunk-keeper.ts'
import { EventStreams } from './event-streams.ts'
import { type Outcome, outcomeOf, unwrap } from './outcome.ts'
import { PinnedSnapshots } from './pinned-snapshots.ts'
import type { Overview, ProfileChange, RescanResult } from './profile-calls.ts'
import { turns } from './turns.ts'
import { type ChunkedCommit, UploadDesk } from './upload-desk.ts'
import { Waiters } from './waiters.ts'

/**
 * One profile: its clock, storage and alarm. What to do is decided in src/scan; here it is done. At most one
 * scan runs, because only the alarm runs slices and an object has one alarm.
 */
export class ProfileObject extends DurableObject<Env> {
  readonly #config: Config
  readonly #store: ProfileStore
  readonly #events: EventStreams
  readonly #snapshots: PinnedSnapshots
  readonly #chunks: ChunkKeeper
  readonly #desk: UploadDesk
  readonly #waiters = new Waiters()
  readonly #watch: Watch
  #slicing = false

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#config = configFrom({ ...env })
    this.#store = new ProfileStore(ctx.storage, NEW_SCAN_STATE)
    this.#events = new EventStreams(this.#config.EVENT_STREAMS_MAX)
    this.#snapshots = new PinnedSnapshots(this.#config)
    this.#chunks = new ChunkKeeper(this.#store, this.#config)
    this.#desk = new UploadDesk({
      store: this.#store,
      keeper: this.#chunks,
      snapshots: this.#snapshots,
      chunks: () => this.#chunkStore(),
      check: (profileId) => void this.#profile(profileId),
      now: () => this.#now(),
      scan: (unchanged) => this.#scanUpload(unchanged),
    })
    this.#watch = { lease: this.#config.SCAN_LEASE_SECONDS, refreshAfter: this.#config.REFRESH_AFTER_SECONDS }
  }

  /** Sets the object up for a new profile. */
  async setUp(profile: ProfileDocument): Promise<void> {
    this.#store.saveProfile(profile)
  }

  /** The profile that is here; null when there is none. */
  async identity(): Promise<ProfileDocument | null> {
    return this.#store.profile()
  }

  /** Changes the profile and answers it as it is then. Another time zone makes weekends and nights count anew. */
  async change(changes: ProfileChange): Promise<Outcome<ProfileDocument>> {
    return outcomeOf(async () => {
      const before = this.#profile()
      const { time_zone = before.time_zone, visibility = before.visibility } = changes
      const profile = { ...before, time_zone, visibility }
      this.#store.saveProfile(profile)
      const { view, scan } = this.#situation()
      // A scan that runs goes on in the new zone by itself.
      if (view?.outdated && !scan.running) await this.#start({})
      return profile
    })
  }

  /** The published view, at once; when it is stale a refresh begins behind the answer. */
  async achievements(owner: boolean): Promise<Outcome<AchievementsPayload>> {
    return outcomeOf(async () => {
      const situation = this.#situation()
      const reaction = onRequest(situation)
      const staleServed = situation.view !== null && isStale(situation)
      const joined = reaction === 'join'
      if (joined || staleServed) this.#store.saveScanState(counting(situation.scan, { joined, staleServed }))
      if (reaction === 'start') await this.#start({})
      return payloadAt(this.#store, this.#situation(), owner)
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

  /** Scans now and waits for the end: of its own scan, or of the one that runs already. */
  async rescan(full: boolean): Promise<Outcome<RescanResult>> {
    return outcomeOf(async (): Promise<RescanResult> => {
      const ended = this.#situation().hasSnapshot ? await this.#scanAndWait({ forced: true, full }) : true
      const situation = this.#situation()
      if (!ended) return { done: false, status: scanStatus(situation) }
      if (situation.scan.failure) throw failureError(situation.scan.failure)
      return {
        done: true,
        payload: payloadAt(this.#store, situation, true),
        aggregate: this.#store.view()?.aggregate ?? null,
      }
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
    return outcomeOf(() => {
      this.#profile()
      this.#store.reset()
      this.#scanEnded()
    })
  }

  /** Announces a whole-file upload, so that its chunks are kept. Answers the chunks that need not be sent. */
  async beginUpload(profileId: string, source: string): Promise<Outcome<{ id: string; known: string[] }>> {
    return this.#upload(() => this.#desk.begin(profileId, source))
  }

  /** Makes an uploaded snapshot the source's latest one and scans it: at once, or next when a scan runs. */
  async commitUpload(
    profileId: string,
    uploadId: string,
    source: string,
    manifest: Manifest,
  ): Promise<Outcome<SnapshotReceipt>> {
    return this.#upload(() => this.#desk.commit(profileId, uploadId, source, manifest))
  }

  /** Announces a snapshot that comes in chunks. Answers the chunks that are not here yet. */
  async beginChunkedUpload(
    profileId: string,
    source: string,
    manifest: Manifest,
  ): Promise<Outcome<{ id: string; missing: string[]; expiresAt: number }>> {
    return this.#upload(() => this.#desk.beginChunked(profileId, source, manifest))
  }

  /** Whether a chunk is part of an upload that has not ended. */
  async expectsChunk(profileId: string, uploadId: string, sha256: string): Promise<Outcome<boolean>> {
    return outcomeOf(() => this.#desk.expects(profileId, uploadId, sha256))
  }

  async commitChunkedUpload(profileId: string, uploadId: string): Promise<Outcome<ChunkedCommit>> {
    return this.#upload(() => this.#desk.commitChunked(profileId, uploadId))
  }

  /** Gives an upload up; its chunks are collected. */
  async abandonUpload(uploadId: string): Promise<void> {
    if (!this.#store.profile()) return
    this.#chunks.abandon(uploadId, this.#now())
    await this.#schedule()
  }

  /** Picks up what a dropped alarm left, refreshes a stale view. Answers when to come again; null: no profile here. */
  async wake(): Promise<number | null> {
    if (!this.#store.profile()) return null
    const situation = this.#situation()
    const reaction = onTick(situation, this.#watch)
    if (reaction === 'start') await this.#start({})
    else if (reaction === 'resume' || !situation.scan.running) await this.#schedule()
    return nextDue(this.#situation(), this.#watch)
  }

  /** Erases everything that the profile has here and in R2. Another profile that has its handle by now stays. */
  async erase(profileId: string): Promise<void> {
    const present = this.#store.profile()
    if (!present || present.id === profileId) {
      await this.#store.erase()
      this.#closeSnapshots()
      this.#waiters.release()
      this.#events.closeAll()
    }
    await new ChunkStore(this.env.SNAPSHOTS, profileId).erase()
  }

  /** A stream of the scan's progress. 503 when there are too many: the page polls then. */
  override async fetch(): Promise<Response> {
    if (!this.#store.profile()) return new Response(null, { status: 404 })
    return this.#events.open('scan', progressAt(this.#store, this.#situation()))
  }

  /** Does what is due: the next slice of the running scan, the next try of a failed one, or the collection of chunks. */
  override async alarm(): Promise<void> {
    if (!this.#store.profile()) return
    const { running, failure } = this.#store.scanState()
    if (running) await this.#slice()
    else if (failure && failure.retry_at <= this.#now()) await this.#start({})
    else await this.#chunks.collect(this.#chunkStore(), () => this.#now())
    await this.#schedule()
  }

  /** Does the next slice, when it is this profile's turn. */
  async #slice(): Promise<void> {
    const { id } = this.#profile()
    if (!turns.take(id, this.#now())) return
    this.#slicing = true
    const outcome = await runSlice(this.#ports()).finally(() => {
      this.#slicing = false
      turns.give(id)
    })
    if (outcome === 'more') this.#broadcast()
    else if (outcome === 'idle') this.#closeSnapshots()
    else this.#scanEnded()
  }

  #scanEnded(): void {
    this.#closeSnapshots()
    this.#waiters.release()
    this.#broadcast()
    this.ctx.waitUntil(this.#tellRegistry())
  }

  async #start(options: StartOptions): Promise<void> {
    startScan(this.#ports(), options)
    this.#broadcast()
    this.ctx.waitUntil(this.#tellRegistry())
    await this.#schedule()
  }

  /** Starts a scan or joins the running one. Answers whether it ended in time. */
  async #scanAndWait(options: StartOptions): Promise<boolean> {
    const ended = this.#waiters.wait(this.#config.RESCAN_WAIT_SECONDS)
    const scan = this.#store.scanState()
    if (scan.running) this.#store.saveScanState(counting(scan, { joined: true, staleServed: false }))
    else await this.#start(options)
    return ended
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

  async #upload<T>(step: () => Promise<T>): Promise<Outcome<T>> {
    return outcomeOf(async () => {
      const result = await step()
      await this.#schedule()
      return result
    })
  }

  /** Sets the alarm to the next thing there is to do. */
  async #schedule(): Promise<void> {
    const { running, failure } = this.#store.scanState()
    const due = running
      ? [turns.dueAt(this.#profile().id, this.#now())]
      : [failure?.retry_at ?? null, this.#chunks.dueAt]
    const times = due.filter((time) => time !== null)
    if (times.length > 0) await this.ctx.storage.setAlarm(Math.min(...times) * 1000)
  }

  /** The registry is told when to come again. It may miss that: then a tick comes too early, which costs little. */
  async #tellRegistry(): Promise<void> {
    try {
      const { id } = this.#profile()
      await new Registry(this.env.REGISTRY).setDue(id, nextDue(this.#situation(), this.#watch))
    } catch {
      console.warn(JSON.stringify({ event: 'registry_not_told' }))
    }
  }

  #situation(): Situation {
    const { time_zone } = this.#profile()
    return situationOf(this.#store, time_zone, this.#config.VIEW_TTL_SECONDS, this.#now())
  }

  #broadcast(): void {
    this.#events.broadcast('scan', progressAt(this.#store, this.#situation()))
  }

  #ports(): ScanPorts {
    return {
      store: this.#store,
      config: this.#config,
      timeZone: () => this.#profile().time_zone,
      now: () => this.#now(),
      open: ({ name }, scanId) =>
        this.#snapshots.open(this.#chunkStore(), this.#store.sourceTable.pinnedManifest(name), scanId),
      fetchedBytes: () => this.#snapshots.fetched.bytes,
    }
  }

  #chunkStore(): ChunkStore {
    return new ChunkStore(this.env.SNAPSHOTS, this.#profile().id)
  }

  /** `expectedId`: the profile that the caller means; its handle may be another one's by now. */
  #profile(expectedId?: string): ProfileDocument {
    const profile = this.#store.profile()
    if (!profile || (expectedId !== undefined && profile.id !== expectedId))
      throw new LaurelError('profile_not_found', 'There is no such profile.')
    return profile
  }

  #closeSnapshots(): void {
    // A slice that is at work closes what it reads when it is through.
    if (!this.#slicing) this.#snapshots.close()
  }

  #now(): number {
    return Date.now() / 1000
  }
}
