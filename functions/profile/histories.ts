import { DurableObject } from 'cloudflare:workers'
import { type Config, configFrom } from '../../src/config.ts'
import type {
  CommitReport,
  KnownSessions,
  ReportBatch,
  ReportReceipt,
  ReportTicket,
} from '../../src/contract/reports.ts'
import type { Manifest, SnapshotReceipt } from '../../src/contract/snapshots.ts'
import type { Sources as SourceList } from '../../src/contract/sources.ts'
import { NEW_SCAN_STATE } from '../../src/scan/state.ts'
import { ProfileStore } from '../../src/storage/profile-store.ts'
import type { SourceChange, UploadTerms } from './calls.ts'
import { type Outcome, outcomeOf } from './outcome.ts'
import { ProfileScanner } from './scanner.ts'
import { Reports } from './services/reports.ts'
import { Sources } from './services/sources.ts'
import { type ChunkedCommit, Uploads } from './services/uploads.ts'

/** The calls by which histories come to a profile, as files or as reports, and go. */
export abstract class ProfileHistories extends DurableObject<Env> {
  protected readonly config: Config
  protected readonly store: ProfileStore
  protected readonly scanner: ProfileScanner
  protected readonly histories: Sources
  readonly #uploads: Uploads
  readonly #reports: Reports

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.config = configFrom({ ...env })
    this.store = new ProfileStore(ctx.storage, NEW_SCAN_STATE)
    this.scanner = new ProfileScanner(ctx, env, this.config, this.store)
    this.histories = new Sources(this.store, this.scanner, this.config)
    this.#uploads = new Uploads(this.store, this.scanner, this.config)
    this.#reports = new Reports(this.store, this.scanner, this.config)
  }

  /** The profile's histories. */
  async sources(): Promise<Outcome<SourceList>> {
    return outcomeOf(() => this.histories.list())
  }

  async addSource(name: string, change: SourceChange): Promise<Outcome<SourceList>> {
    return outcomeOf(() => this.histories.add(name, change))
  }

  async changeSource(name: string, change: SourceChange): Promise<Outcome<SourceList>> {
    return outcomeOf(() => this.histories.change(name, change))
  }

  async removeSource(name: string): Promise<Outcome<void>> {
    return outcomeOf(() => this.histories.remove(name))
  }

  /** Announces a whole-file upload, so that its chunks are kept. Answers the chunks that need not be sent. */
  async beginUpload(profileId: string, source: string): Promise<Outcome<UploadTerms>> {
    return outcomeOf(() => this.#uploads.begin(profileId, source))
  }

  /** Makes an uploaded snapshot the source's latest one and scans it: at once, or next when a scan runs. */
  async commitUpload(
    profileId: string,
    uploadId: string,
    source: string,
    manifest: Manifest,
  ): Promise<Outcome<SnapshotReceipt>> {
    return outcomeOf(() => this.#uploads.commit(profileId, uploadId, source, manifest))
  }

  /** Announces a snapshot that comes in chunks. Answers the chunks that are not here yet. */
  async beginChunkedUpload(
    profileId: string,
    source: string,
    manifest: Manifest,
  ): Promise<Outcome<{ id: string; missing: string[]; expiresAt: number }>> {
    return outcomeOf(() => this.#uploads.beginChunked(profileId, source, manifest))
  }

  /** Whether a chunk is part of an upload that has not ended. */
  async expectsChunk(profileId: string, uploadId: string, sha256: string): Promise<Outcome<boolean>> {
    return outcomeOf(() => this.#uploads.expects(profileId, uploadId, sha256))
  }

  async commitChunkedUpload(profileId: string, uploadId: string): Promise<Outcome<ChunkedCommit>> {
    return outcomeOf(() => this.#uploads.commitChunked(profileId, uploadId))
  }

  /** Gives an upload up; its chunks are collected. */
  async abandonUpload(uploadId: string): Promise<void> {
    if (this.store.profile()) await this.#uploads.abandon(uploadId)
  }

  /** Begins the report of a history that was scanned elsewhere, or goes on with it. Answers what is known. */
  async beginReport(
    profileId: string,
    source: string,
    engineVersion: number,
  ): Promise<Outcome<ReportTicket>> {
    return outcomeOf(() => this.#reports.begin(profileId, source, engineVersion))
  }

  /** The known sessions of a report in some buckets. */
  async knownSessions(
    profileId: string,
    reportId: string,
    buckets: string[],
  ): Promise<Outcome<KnownSessions>> {
    return outcomeOf(() => this.#reports.known(profileId, reportId, buckets))
  }

  /** Stages a batch of a report, which was found to be possible. */
  async stageReport(profileId: string, reportId: string, batch: ReportBatch): Promise<Outcome<void>> {
    return outcomeOf(() => this.#reports.stage(profileId, reportId, batch))
  }

  /** Makes a report the source's latest version and applies it: at once, or next when a scan runs. */
  async commitReport(
    profileId: string,
    reportId: string,
    whole: CommitReport,
  ): Promise<Outcome<ReportReceipt>> {
    return outcomeOf(() => this.#reports.commit(profileId, reportId, whole))
  }

  /** Gives a report up, with what was staged. */
  async abandonReport(reportId: string): Promise<void> {
    if (this.store.profile()) await this.#reports.abandon(reportId)
  }
}
