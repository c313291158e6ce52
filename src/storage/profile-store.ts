import type { Provenance } from '../contract/achievements.ts'
import type { Warned } from '../contract/warnings.ts'
import type { Place } from '../engine/place.ts'
import type { CountedStat } from '../engine/stats.ts'
import type { ScanState } from '../scan/state.ts'
import type {
  QueuedSession,
  ScanSource,
  ScanStore,
  StoredAggregate,
  StoredCheckpoint,
} from '../scan/store.ts'
import type { Mastery } from '../view/mastery.ts'
import type { News } from '../view/news.ts'
import type { PublishedView } from '../view/published-view.ts'
import type { UnlockRecord, UnlockRecords } from '../view/unlocks.ts'
import { CheckpointTable } from './checkpoint-table.ts'
import { ChunkTable } from './chunk-table.ts'
import { DeliveryTable } from './delivery-table.ts'
import { DocumentTable } from './document-table.ts'
import { HermesTable } from './hermes-table.ts'
import { LiveTable } from './live-table.ts'
import { ManifestTable } from './manifest-table.ts'
import { inChosenZone, inKnownZone, type ProfileDocument } from './profile-document.ts'
import type { ProfileDocuments } from './profile-documents.ts'
import { hasTables, prepareTables } from './profile-tables.ts'
import { PullTable } from './pull-table.ts'
import { QueueTable } from './queue-table.ts'
import { RecordBytes } from './record-bytes.ts'
import { RecordTable } from './record-table.ts'
import { ReportTable } from './report-table.ts'
import { ReportedSessionTable } from './reported-session-table.ts'
import { SessionNames } from './session-names.ts'
import { SignInTable } from './sign-in-table.ts'
import { SourceTable } from './source-table.ts'
import { StoryTable } from './story-table.ts'
import { TemplateTable } from './template-table.ts'
import { UploadTable } from './upload-table.ts'
import { WarningTable } from './warning-table.ts'
import type { ObjectStorage } from './watched-storage.ts'
import { WebhookTable } from './webhook-table.ts'

/** All data of a profile's object, as the scan uses it. */
export class ProfileStore implements ScanStore {
  readonly names: SessionNames
  readonly checkpoints: CheckpointTable
  readonly records: RecordTable
  readonly recordBytes: RecordBytes
  readonly sourceTable: SourceTable
  readonly uploads: UploadTable
  readonly manifests: ManifestTable
  readonly chunks: ChunkTable
  readonly reports: ReportTable
  readonly reportedSessions: ReportedSessionTable
  readonly webhooks: WebhookTable
  readonly deliveries: DeliveryTable
  readonly pulls: PullTable
  readonly live: LiveTable
  readonly hermes: HermesTable
  readonly templates: TemplateTable
  readonly stories: StoryTable
  readonly warningTable: WarningTable
  readonly signIns: SignInTable
  readonly #documents: DocumentTable<ProfileDocuments>
  readonly #queue: QueueTable
  readonly #storage: ObjectStorage
  readonly #newScanState: ScanState
  /** Names this object's life in memory. */
  #begun = crypto.randomUUID()
  /** Whether the tables exist: not before the profile is created, nor after it is erased. */
  #hasTables: boolean

  /** @param newScanState the state of a profile that was never scanned */
  constructor(storage: ObjectStorage, newScanState: ScanState) {
    this.#hasTables = hasTables(storage)
    if (this.#hasTables) prepareTables(storage)
    this.#storage = storage
    this.#newScanState = newScanState
    this.names = new SessionNames(storage.sql)
    this.checkpoints = new CheckpointTable(storage.sql)
    this.records = new RecordTable(storage.sql)
    this.recordBytes = new RecordBytes(storage.sql)
    this.manifests = new ManifestTable(storage.sql)
    this.chunks = new ChunkTable(storage.sql)
    this.sourceTable = new SourceTable(storage.sql, this.manifests)
    this.uploads = new UploadTable(storage.sql)
    this.reports = new ReportTable(storage.sql)
    this.reportedSessions = new ReportedSessionTable(storage.sql)
    this.webhooks = new WebhookTable(storage.sql)
    this.deliveries = new DeliveryTable(storage.sql)
    this.pulls = new PullTable(storage.sql)
    this.live = new LiveTable(storage.sql)
    this.hermes = new HermesTable(storage.sql)
    this.templates = new TemplateTable(storage.sql)
    this.stories = new StoryTable(storage.sql)
    this.signIns = new SignInTable(storage.sql)
    this.#documents = new DocumentTable(storage.sql)
    this.#queue = new QueueTable(storage.sql)
    this.warningTable = new WarningTable(storage.sql)
  }

  transaction<T>(work: () => T): T {
    return this.#storage.transactionSync(work)
  }

  /** Returns the profile of this object; null before it is created and after it is erased. */
  profile(): ProfileDocument | null {
    const profile = this.#document('profile')
    return profile && inKnownZone(profile)
  }
  saveProfile(profile: ProfileDocument): void {
    prepareTables(this.#storage)
    this.#hasTables = true
    this.#documents.put('profile', inChosenZone(profile))
  }

  /**
   * Returns what changes with every write to this object, and with the object itself: how many rows were written since it
   * began, by SQLite's `total_changes()`. A rollback takes none of them back, and an erasure begins anew.
   */
  stamp(): string {
    const { written } = this.#storage.sql.exec<{ written: number }>('SELECT total_changes() AS written').one()
    return `${this.#begun} ${written}`
  }

  scanState(): ScanState {
    return this.#document('scan') ?? this.#newScanState
  }
  saveScanState(state: ScanState): void {
    this.#documents.put('scan', state)
  }

  aggregate(): StoredAggregate | null {
    try {
      return this.#document('aggregate')
    } catch {
      // Treated as missing: it is rebuilt from the checkpoints.
      return null
    }
  }
  saveAggregate(state: StoredAggregate): void {
    this.#documents.put('aggregate', state)
  }

  view(): PublishedView | null {
    return this.#view('partial_view') ?? this.#view('view')
  }
  /** Returns the view that remains after the scan: a partial one only if there is no other. */
  lastingView(): PublishedView | null {
    return this.#view('view') ?? this.#view('partial_view')
  }
  saveView(view: PublishedView): void {
    if (!view.partial) this.dropPartialView()
    this.#documents.put(view.partial ? 'partial_view' : 'view', view)
  }
  dropPartialView(): void {
    this.#documents.remove('partial_view')
  }

  /** Returns since when entries of the feed have UUIDs; 0 if all have. Unix seconds. */
  feedUuidsSince(): number {
    return this.#document('feed_uuids')?.since ?? 0
  }

  sources(): ScanSource[] {
    return this.sourceTable.all()
  }
  pinSources(): void {
    this.reportedSessions.dropReplaced()
    this.sourceTable.pinAll()
  }
  unpinSources(engineVersion: number | null): void {
    this.sourceTable.unpinAll(engineVersion)
    if (engineVersion !== null && this.#document('stray_records')) {
      this.records.dropStray()
      this.#documents.remove('stray_records')
    }
    if (this.sourceTable.releaseScanned()) this.chunks.collectBy(0)
  }

  hasBase(source: string): boolean {
    return this.sourceTable.baseManifest(source) !== null
  }
  dropBase(source: string): void {
    if (this.sourceTable.dropBase(source)) this.chunks.collectBy(0)
  }

  reportedChanges(source: string, limit: number): ReadonlyMap<string, StoredCheckpoint | null> {
    return this.reportedSessions.changes(source, limit)
  }
  dropReportedChange(source: string, sessionId: string): void {
    this.reportedSessions.dropChange(source, sessionId)
  }
  reportedCount(source: string): { sessions: number; changed: number } {
    return this.reportedSessions.count(source)
  }
  provenance(): Provenance {
    return this.checkpoints.provenance()
  }

  checkpoint(source: string, sessionId: string): StoredCheckpoint | null {
    return this.checkpoints.get(source, sessionId)
  }
  nameOf(sessionId: string, fingerprint: string): string {
    return this.names.nameOf(sessionId, fingerprint)
  }
  copies(name: string): StoredCheckpoint[] {
    return this.checkpoints.copies(name)
  }
  setStanding(name: string, source: string | null): void {
    this.checkpoints.setStanding(name, source)
  }
  settleStanding(): void {
    this.checkpoints.nameScanned(this.names)
    this.checkpoints.settleStanding()
  }
  saveCheckpoint(checkpoint: StoredCheckpoint): void {
    const { source, session_id, fingerprint, record } = checkpoint
    this.checkpoints.put(checkpoint, this.nameOf(session_id, fingerprint))
    if (record) this.records.put(source, session_id, record)
    else this.records.remove(source, session_id)
  }
  saveFacts(source: string, sessionId: string, facts: string): void {
    this.records.setFacts(source, sessionId, facts)
  }
  removeCheckpoint(source: string, sessionId: string): void {
    this.checkpoints.remove(source, sessionId)
    this.records.remove(source, sessionId)
  }
  saveWarnings(source: string, sessionId: string, kinds: readonly Warned[]): void {
    if (kinds.length > 0) this.warningTable.put(source, sessionId, kinds)
    else this.warningTable.remove(source, sessionId)
  }
  warnings(): Iterable<readonly [string, readonly Warned[]]> {
    return this.#hasTables ? this.warningTable.each() : []
  }
  warnedIds(source: string): string[] {
    return this.warningTable.ids(source)
  }
  checkpointCount(source?: string): number {
    return this.checkpoints.count(source)
  }
  checkpointIds(source: string): string[] {
    return this.checkpoints.ids(source)
  }
  eachCheckpoint(): Iterable<string> {
    return this.checkpoints.each()
  }
  checkpointsFrom(place: Place | null): Iterable<string> {
    return this.checkpoints.from(place)
  }
  greatestCheckpoint(stat: CountedStat): string | null {
    return this.checkpoints.greatest(stat)
  }
  clearCheckpoints(keep: (stats: string) => boolean): void {
    this.checkpoints.clearReadable(keep)
    this.warningTable.clearReadable()
    this.sourceTable.forgetScanned()
    this.#documents.put('stray_records', true)
  }

  enqueue(source: string, sessionId: string): void {
    this.#queue.push(source, sessionId)
  }
  isQueued(source: string, sessionId: string): boolean {
    return this.#queue.has(source, sessionId)
  }
  queued(limit: number): QueuedSession[] {
    return this.#queue.next(limit)
  }
  dequeue(position: number): void {
    this.#queue.remove(position)
  }
  queueIsEmpty(source?: string): boolean {
    return this.#queue.isEmpty(source)
  }
  clearQueue(): void {
    this.#queue.clear()
  }

  unlocks(): UnlockRecords {
    const rows = this.#storage.sql.exec<{ record: string }>('SELECT record FROM unlocks')
    const records = Array.from(rows, ({ record }): UnlockRecord => JSON.parse(record))
    return new Map(records.map((record) => [record.achievement_id, record]))
  }
  saveUnlock(record: UnlockRecord): void {
    this.#storage.sql.exec(
      'INSERT OR REPLACE INTO unlocks (achievement_id, record) VALUES (?, ?)',
      record.achievement_id,
      JSON.stringify(record),
    )
  }
  replaceUnlocks(records: readonly UnlockRecord[]): void {
    // They may tell of what is taken back.
    this.stories.clear()
    this.#storage.sql.exec('DELETE FROM unlocks')
    for (const record of records) this.saveUnlock(record)
    this.#documents.remove('mastery')
  }
  mastery(): Mastery {
    return this.#document('mastery') ?? {}
  }
  saveMastery(mastery: Mastery): void {
    this.#documents.put('mastery', mastery)
  }
  announce(news: readonly News[], now: number, max: number): void {
    this.deliveries.announce(JSON.stringify(news), now, max)
  }

  /** Makes the sum of the figures be made anew, after sessions have gone all at once. */
  dropAggregate(): void {
    this.#documents.remove('aggregate')
  }

  /** Drops unlocks, stories, view, checkpoints, reports and the running scan; the histories stay. */
  reset(): void {
    this.transaction(() => {
      this.checkpoints.clear()
      this.records.clear()
      this.warningTable.clear()
      this.reportedSessions.dropCommitted()
      this.sourceTable.forgetScanned()
      this.sourceTable.forgetDeleted()
      this.sourceTable.forgetImports()
      this.clearQueue()
      this.unpinSources(null)
      this.replaceUnlocks([])
      for (const name of ['aggregate', 'view', 'partial_view'] as const) this.#documents.remove(name)
      this.saveScanState({ ...this.scanState(), running: null, queued: false, failure: null })
    })
  }

  /** Erases everything. Operations in progress find no profile, view or scan. */
  async erase(): Promise<void> {
    this.#hasTables = false
    this.#begun = crypto.randomUUID()
    await this.#storage.deleteAlarm()
    await this.#storage.deleteAll()
  }

  #document<Name extends keyof ProfileDocuments>(name: Name): ProfileDocuments[Name] | null {
    return this.#hasTables ? this.#documents.get(name) : null
  }

  /** Returns a view. It is read several times per request, so callers share the parsed value and must not change it. */
  #view(name: 'view' | 'partial_view'): PublishedView | null {
    return this.#hasTables ? this.#documents.getShared(name) : null
  }
}
