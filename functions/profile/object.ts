import type { AchievementsPayload, ScanStatus } from '../../src/contract/achievements.ts'
import type { InsightsReport, InsightsSummary } from '../../src/contract/insights.ts'
import type { LiveSession } from '../../src/contract/live.ts'
import type { Recount } from '../../src/contract/recount.ts'
import type {
  CreateTemplate,
  Suggestions,
  TaskType,
  Templates as TemplateList,
  TemplateSummary,
} from '../../src/contract/session-templates.ts'
import type { SessionList } from '../../src/contract/sessions.ts'
import type { AddedWebhook, Webhooks as WebhookList } from '../../src/contract/webhooks.ts'
import { ChunkStore } from '../../src/storage/chunk-store.ts'
import type { ProfileDocument } from '../../src/storage/profile-store.ts'
import type { StoredTemplate } from '../../src/storage/template-table.ts'
import { progressAt } from '../../src/view/answer.ts'
import type { SessionBadges } from '../../src/view/session-badges.ts'
import { scanStatus } from '../../src/view/status.ts'
import type { Overview, ProfileChange, RescanResult, SessionListAsked, WhichTemplate } from './calls.ts'
import { applyChange } from './change.ts'
import { checkpointStream, recordStream } from './checkpoint-stream.ts'
import { ProfileHistories } from './histories.ts'
import { type Outcome, outcomeOf, unwrap } from './outcome.ts'
import type { ArchiveParts } from './services/archive.ts'
import { archiveParts } from './services/archive-parts.ts'
import { earnedBadge, type IssuableBadge } from './services/credentials.ts'
import { type ImageSource, Images } from './services/images.ts'
import { type LiveChange, LiveSessions } from './services/live.ts'
import { SessionLists } from './services/session-lists.ts'
import { SessionRecords } from './services/session-records.ts'
import { Templates } from './services/templates.ts'
import { Views } from './services/views.ts'
import type { NewWebhook } from './services/webhooks.ts'

/**
 * One profile: the calls that its object takes. Those about its histories are in histories.ts, the scanning is in
 * scanner.ts.
 *
 * Calls answer with data and streams alone, never with stubs of further objects, which their callers would have
 * to dispose of.
 */
export class ProfileObject extends ProfileHistories {
  readonly #records: SessionRecords
  readonly #live: LiveSessions
  readonly #lists: SessionLists
  readonly #views: Views
  readonly #pictures: Images
  readonly #templates: Templates

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#live = new LiveSessions(this.store.live, this.config, {
      now: () => this.scanner.now(),
      changedByHand: () => this.#lists.changed(),
    })
    this.#records = new SessionRecords(this.store, this.scanner, this.config, this.#live)
    const listed = { records: this.#records, live: this.#live }
    this.#lists = new SessionLists(this.store, this.scanner, listed, this.config)
    this.#views = new Views(this.store, this.scanner)
    this.#pictures = new Images(this.store, env.SNAPSHOTS)
    this.#templates = new Templates(this.store, this.scanner, this.config)
  }

  /** Sets the object up for a new profile. */
  async setUp(profile: ProfileDocument, namingKey?: string): Promise<void> {
    this.store.saveProfile(profile)
    if (namingKey !== undefined) this.store.names.setKey(namingKey)
  }

  /** The key that names the sessions of the profile. */
  async namingKey(): Promise<Outcome<string>> {
    return outcomeOf(() => {
      this.scanner.profile()
      return this.store.names.key()
    })
  }

  /** The profile that is here; null when there is none. */
  async identity(): Promise<ProfileDocument | null> {
    return this.store.profile()
  }

  /** Changes the profile and answers it as it is then. */
  async change(changes: ProfileChange): Promise<Outcome<ProfileDocument>> {
    return outcomeOf(() =>
      applyChange(this.store, this.scanner, this.#pictures, changes, this.config.TIME_ZONE_SETTLED_SECONDS),
    )
  }

  /** The published view, at once; when it is stale a refresh begins behind the answer. */
  async achievements(owner: boolean): Promise<Outcome<AchievementsPayload>> {
    return outcomeOf(() => this.#views.achievements(owner))
  }

  /** The view with what a page says besides: the figures it was made of, and where they come from. */
  async overview(owner: boolean): Promise<Outcome<Overview>> {
    return outcomeOf(async () => ({
      payload: unwrap(await this.achievements(owner)),
      aggregate: this.store.view()?.aggregate ?? null,
      hasSnapshot: this.scanner.situation().hasSnapshot,
      sources: owner ? this.histories.list() : null,
      webhooks: owner ? this.scanner.webhooks.list() : null,
      totals: this.#records.published(),
    }))
  }

  /** What pictures are drawn from; null where there is nothing for everyone to see. Begins nothing. */
  async imageSource(): Promise<ImageSource | null> {
    const source = this.#pictures.imageSource()
    if (source) this.ctx.waitUntil(this.#pictures.keepView(source).catch(() => undefined))
    return source
  }

  /** Keeps a picture that was drawn of the view. */
  async keepPicture(profileId: string, kind: string, drawing: string, png: Uint8Array): Promise<void> {
    await this.#pictures.keepPicture(profileId, kind, drawing, png)
  }

  /** What a credential of one badge is made of; null where there is none to be had. Begins nothing. */
  async earnedBadge(achievement: string): Promise<IssuableBadge | null> {
    return earnedBadge(this.store, achievement)
  }

  async status(): Promise<Outcome<ScanStatus>> {
    return outcomeOf(() => scanStatus(this.scanner.situation()))
  }

  /** What a session alone would unlock. */
  async sessionBadges(sessionId: string): Promise<Outcome<SessionBadges>> {
    return outcomeOf(() => this.#views.sessionBadges(sessionId))
  }

  /** A page of the sessions, as conversations or one by one. */
  async listSessions(asked: SessionListAsked): Promise<Outcome<SessionList>> {
    return outcomeOf(() => this.#lists.list(asked))
  }

  /** What the sessions of some days come to. */
  async insights(asked: { days: number; source: string | null }): Promise<Outcome<InsightsReport>> {
    return outcomeOf(() => this.#records.insights(asked))
  }

  /** What is published of that, if anything is. */
  async insightsSummary(owner: boolean): Promise<Outcome<InsightsSummary>> {
    return outcomeOf(() => this.#records.summary(owner))
  }

  /** Scans now and waits for the end: of its own scan, or of the one that runs already. */
  async rescan(full: boolean): Promise<Outcome<RescanResult>> {
    return outcomeOf(() => this.#views.rescan(full))
  }

  /** What a recount changes, done if that is confirmed. */
  async recount(confirmed: boolean): Promise<Outcome<Recount>> {
    return outcomeOf(async () => ({ done: confirmed, ...(await this.scanner.recount(confirmed)) }))
  }

  /** Begins a scan unless one runs, and waits for nothing. */
  async refresh(): Promise<Outcome<void>> {
    return outcomeOf(async () => {
      const { hasSnapshot, scan } = this.scanner.situation()
      if (hasSnapshot && !scan.running) await this.scanner.start({})
    })
  }

  /** The stats of every session, as a JSON array. */
  async sessions(): Promise<ReadableStream<Uint8Array>> {
    return checkpointStream(this.store.checkpoints)
  }

  /** The record of every session that has one, as a JSON array. */
  async records(): Promise<ReadableStream<Uint8Array>> {
    return recordStream(this.store.records)
  }

  /** All that is held here, but for the sessions, which `sessions` and `records` stream. */
  async archive(): Promise<Outcome<ArchiveParts>> {
    return outcomeOf(async () => {
      const achievements = unwrap(await this.achievements(true))
      const [sources, webhooks] = [this.histories.list(), this.scanner.webhooks.list()]
      return archiveParts(this.store, { achievements, sources, webhooks })
    })
  }

  /** Forgets unlocks, views and checkpoints. The histories stay, and the next request scans them anew. */
  async reset(): Promise<Outcome<void>> {
    return outcomeOf(() => {
      this.scanner.profile()
      this.store.reset()
      this.scanner.ended()
      this.#lists.changed()
    })
  }

  /** The addresses that are told of unlocks. */
  async webhooks(): Promise<Outcome<WebhookList>> {
    return outcomeOf(() => this.scanner.webhooks.list())
  }

  async addWebhook(webhook: NewWebhook): Promise<Outcome<AddedWebhook>> {
    return outcomeOf(() => this.scanner.webhooks.add(webhook))
  }

  async removeWebhook(id: string): Promise<Outcome<void>> {
    return outcomeOf(() => this.scanner.webhooks.remove(id))
  }

  /** Sends a message that tries the address, behind the answer. */
  async tryWebhook(id: string): Promise<Outcome<void>> {
    return outcomeOf(async () => {
      this.scanner.webhooks.try(id)
      await this.scanner.schedule()
    })
  }

  /** The session templates of a type, or all. */
  async templates(type: TaskType | null): Promise<Outcome<TemplateList>> {
    return outcomeOf(() => this.#templates.list(type))
  }

  /** A session template with its examples. */
  async template(name: string): Promise<Outcome<StoredTemplate>> {
    return outcomeOf(() => this.#templates.show(name))
  }

  async createTemplate(wanted: CreateTemplate): Promise<Outcome<TemplateSummary>> {
    return outcomeOf(() => this.#templates.create(wanted))
  }

  /** A session template for use, which counts. */
  async useTemplate(which: WhichTemplate): Promise<Outcome<StoredTemplate>> {
    return outcomeOf(() => this.#templates.use(which))
  }

  async removeTemplate(name: string): Promise<Outcome<void>> {
    return outcomeOf(() => this.#templates.remove(name))
  }

  /** Sessions that are worth a template, the best first. */
  async suggestTemplates(limit: number): Promise<Outcome<Suggestions>> {
    return outcomeOf(() => this.#templates.suggest(limit))
  }

  /** What is said of a session that is reported live. Answers the session, where there is one to answer. */
  async changeLive(profileId: string, id: string, change: LiveChange): Promise<Outcome<LiveSession | null>> {
    return outcomeOf(() => this.#live.change(this.scanner.profile(profileId), id, change))
  }

  /** Picks up what a dropped alarm left, refreshes a stale view. Returns when it is due next; null: no profile here. */
  async wake(): Promise<number | null> {
    return this.store.profile() ? this.scanner.wake() : null
  }

  /** Erases everything that the profile has here and in R2. Another profile that has its handle by now stays. */
  async erase(profileId: string): Promise<void> {
    const present = this.store.profile()
    if (!present || present.id === profileId) {
      await this.store.erase()
      this.scanner.dismiss(profileId)
      this.#lists.changed()
    }
    await new ChunkStore(this.env.SNAPSHOTS, profileId).erase()
    await this.#pictures.forget(profileId)
  }

  /** A stream of the scan's progress. 503 when there are too many: the page polls then. */
  override async fetch(): Promise<Response> {
    if (!this.store.profile()) return new Response(null, { status: 404 })
    return this.scanner.events.open('scan', progressAt(this.store, this.scanner.situation()))
  }

  override async alarm(): Promise<void> {
    if (this.store.profile()) await this.scanner.alarm()
  }
}
