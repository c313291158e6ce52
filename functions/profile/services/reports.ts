import type { Config } from '../../../src/config.ts'
import type {
  CommitReport,
  KnownSessions,
  ReportBatch,
  ReportReceipt,
  ReportTicket,
} from '../../../src/contract/reports.ts'
import { STATS_VERSION } from '../../../src/engine/version.ts'
import { LaurelError } from '../../../src/errors.ts'
import { encodeStats } from '../../../src/scan/checkpoint.ts'
import type { ScanSource } from '../../../src/scan/store.ts'
import { encodeRecord, type StoredRecord } from '../../../src/sessions/stored-record.ts'
import type { ProfileStore } from '../../../src/storage/profile-store.ts'
import type { Report } from '../../../src/storage/report-table.ts'
import { acceptReport } from '../../../src/storage/source-changes.ts'
import { partName, sourceOfPart } from '../../../src/storage/source-parts.ts'
import { statsOf } from '../../../src/sync/reports/reported-sessions.ts'
import { bucketDigests, digestOfBuckets } from '../../../src/sync/reports/session-digest.ts'
import type { ProfileContext } from '../context.ts'
import type { ProfileScanner } from '../scanner.ts'
import { tooManySources } from './sources.ts'

/**
 * Accepts reports: figures of histories that were scanned on another machine. Batches are staged. They count after
 * the report is committed and the next scan has applied them; until then the previous figures stay. Each machine's
 * sessions of a source are a part of it, and a report changes its own part.
 */
export class Reports {
  readonly calls = ['begin', 'known', 'stage', 'commit', 'abandon'] as const
  readonly #context: ProfileContext
  readonly #store: ProfileStore
  readonly #scanner: ProfileScanner
  readonly #config: Config

  constructor(context: ProfileContext, scanner: ProfileScanner) {
    this.#context = context
    this.#store = context.store
    this.#scanner = scanner
    this.#config = context.config
  }

  /** Begins a report, or resumes the open one. @throws LaurelError `engine_mismatch`, `too_many_sources` */
  async begin(
    profileId: string,
    { source, machine = '' }: { source: string; machine?: string },
    engineVersion: number,
  ): Promise<ReportTicket> {
    this.#context.profile(profileId)
    checkEngine(engineVersion)
    const { reports } = this.#store
    const part = partName(source, machine)
    const now = this.#context.now()
    const expires_at = now + this.#config.REPORT_TTL_SECONDS
    const report_id = this.#store.transaction(() => {
      reports.forgetExpired(now)
      // Open reports count as sources too, because what they stage takes space.
      this.#checkLimits(part, reports.openSources())
      return reports.begin(crypto.randomUUID(), part, engineVersion, expires_at)
    })
    const known = this.#store.reportedSessions.known(part, this.#hasBase(part))
    await this.#scanner.schedule()
    return { report_id, expires_at, sessions: known.length, buckets: bucketDigests(known) }
  }

  /** Returns the known sessions in some buckets. @throws LaurelError `report_not_found` */
  known(profileId: string, reportId: string, buckets: readonly string[]): KnownSessions {
    const { part } = this.#open(profileId, reportId)
    const wanted = new Set(buckets)
    const known = this.#store.reportedSessions.known(part, this.#hasBase(part))
    const within = known.filter(({ id }) => wanted.has(id.slice(0, 2)))
    return { sessions: Object.fromEntries(within.map(({ id, fingerprint }) => [id, fingerprint])) }
  }

  /**
   * Stages a batch, atomically.
   * @throws LaurelError `report_not_found`, `engine_mismatch`, `too_many_sessions`, `profile_full`
   */
  stage(profileId: string, reportId: string, { sessions, removed }: ReportBatch): void {
    const { part } = this.#open(profileId, reportId)
    const { reportedSessions } = this.#store
    const base = this.#hasBase(part)
    this.#store.transaction(() => {
      let bytes = 0
      for (const session of sessions) {
        const record = session.record ? encodeRecord(session.record) : null
        if (record) bytes += bytesOf(record)
        reportedSessions.stage({
          source: part,
          session_id: session.id,
          fingerprint: session.fingerprint,
          stats: encodeStats(statsOf(session)),
          record,
          standing: false,
        })
      }
      for (const id of removed) reportedSessions.stageRemoval(part, id, base)
      this.#checkStaged(part, reportId, sessions.length + removed.length)
      this.#checkRecords(bytes)
    })
  }

  /**
   * Commits a report if it matches what the reporter has. Idempotent: a second commit returns the same receipt. A
   * refusal changes nothing, and the report stays open.
   * @throws LaurelError `report_not_found`, `engine_mismatch`, `report_incomplete`, `too_many_sources`,
   * `too_many_sessions`
   */
  async commit(profileId: string, reportId: string, whole: CommitReport): Promise<ReportReceipt> {
    const report = this.#find(profileId, reportId)
    if (report.receipt) return report.receipt
    checkEngine(report.engine_version)
    const { part } = report
    const { reports, reportedSessions } = this.#store
    const base = this.#hasBase(part)
    const continued = this.#continuedBy(part)
    this.#check(part, { base, continued }, whole)
    const unchanged = base && !reportedSessions.hasStaged(part)
    const scan = continued.length > 0 ? 'started' : this.#scanner.reactionToReport(part, unchanged)
    const elsewhere = reportedSessions.elsewhere(part, base)
    const plain = { source: sourceOfPart(part), sessions: whole.sessions, unchanged, scan }
    const receipt = elsewhere.sessions > 0 ? { ...plain, elsewhere } : plain
    await this.#scanner.scanReport(scan, () => {
      const accepted = { digest: whole.digest, engineVersion: report.engine_version, base, continued }
      if (!unchanged) acceptReport(this.#store, part, accepted, this.#context.now())
      reports.close(reportId, receipt)
    })
    return receipt
  }

  /** Ends a report and deletes what was staged. */
  async abandon(reportId: string): Promise<void> {
    if (!this.#store.profile()) return
    this.#store.transaction(() => this.#store.reports.abandon(reportId))
    await this.#scanner.schedule()
  }

  #check(
    part: string,
    { base, continued }: { base: boolean; continued: readonly string[] },
    { sessions, digest }: CommitReport,
  ): void {
    const { reportedSessions } = this.#store
    this.#checkLimits(part, null, continued)
    const known = reportedSessions.known(part, base)
    if (known.length !== sessions || digestOfBuckets(bucketDigests(known)) !== digest) throw incomplete()
    const { SESSIONS_MAX, PROFILE_SESSIONS_MAX } = this.#config
    if (known.length > SESSIONS_MAX) throw tooManySessions(SESSIONS_MAX, 'A history')
    const others = this.#store.sources().filter(({ name }) => name !== part && !continued.includes(name))
    const countOf = ({ name, pending }: ScanSource) =>
      pending ? this.#store.reportedCount(name).sessions : this.#store.checkpointCount(name)
    const total = others.reduce((sum, other) => sum + countOf(other), known.length)
    if (total > PROFILE_SESSIONS_MAX) {
      throw tooManySessions(PROFILE_SESSIONS_MAX, 'The histories of a profile')
    }
  }

  /** Limits what may be staged to twice the maximum: each session may replace one that is removed. */
  #checkStaged(part: string, reportId: string, put: number): void {
    const { reports, reportedSessions } = this.#store
    const max = this.#config.SESSIONS_MAX
    // Counting is slow, so it is done only if the limit may be exceeded.
    if (reports.countPut(reportId, put) <= 2 * max) return
    const staged = reportedSessions.stagedCount(part)
    if (staged > 2 * max) throw tooManySessions(max, 'A history')
    reports.setPut(reportId, staged)
  }

  /** Limits the bytes of records, after `put` were added. */
  #checkRecords(put: number): void {
    const max = this.#config.REPORTED_RECORDS_MAX_BYTES
    // Counting is slow, so it is done only if the limit may be exceeded.
    if (put === 0 || this.#store.recordBytes.add(put) <= max) return
    if (this.#store.recordBytes.recount() > max) throw recordsFull(max)
  }

  /**
   * Returns true if a report adds to the stored figures of a part: they were reported, and counted by this engine.
   */
  #hasBase(part: string): boolean {
    return this.#store.sourceTable.reportEngine(part) === STATS_VERSION
  }

  /**
   * Returns the parts that the first report of a machine continues: what came without a machine's id; if there are too
   * many, also what came from machines that have not kept theirs.
   */
  #continuedBy(part: string): string[] {
    const siblings = this.#partsBeside(part)
    if (siblings.length === 0 || this.#store.sources().some(({ name }) => name === part)) return []
    const isFull = siblings.length >= this.#config.SOURCE_MACHINES_MAX
    const candidates = siblings.filter(({ name }) => isFull || name === sourceOfPart(part))
    const { reportedSessions } = this.#store
    return candidates.filter((other) => reportedSessions.isContinued(part, other)).map(({ name }) => name)
  }

  /** Returns the other parts of the same source. */
  #partsBeside(part: string): ScanSource[] {
    const source = sourceOfPart(part)
    return this.#store.sources().filter(({ name }) => name !== part && sourceOfPart(name) === source)
  }

  /** @param open parts of open reports; null when the report is complete, and takes the place of what it continues */
  #checkLimits(part: string, open: readonly string[] | null, continued: readonly string[] = []): void {
    const { SOURCES_MAX, SOURCE_MACHINES_MAX } = this.#config
    const source = sourceOfPart(part)
    const parts = [...this.#store.sources().map(({ name }) => name), ...(open ?? [])]
    const names = new Set(parts.map(sourceOfPart))
    if (!names.has(source) && names.size >= SOURCES_MAX) throw tooManySources(this.#config)
    if (parts.includes(part)) return
    const beside = new Set(
      parts.filter((other) => sourceOfPart(other) === source && !continued.includes(other)),
    )
    // What a report continues is known only when it is complete, and one that is refused stays open.
    if (beside.size >= (open ? 2 : 1) * SOURCE_MACHINES_MAX) throw tooManyMachines(this.#config)
  }

  #find(profileId: string, reportId: string): Report {
    this.#context.profile(profileId)
    const report = this.#store.reports.get(reportId, this.#context.now())
    if (!report) throw notFound()
    return report
  }

  /** Returns a report that accepts batches. The server's engine may have changed since it began. */
  #open(profileId: string, reportId: string): Report {
    const report = this.#find(profileId, reportId)
    if (report.receipt) throw notFound()
    checkEngine(report.engine_version)
    return report
  }
}

const encoder = new TextEncoder()

function bytesOf({ facts, uses }: StoredRecord): number {
  return encoder.encode(facts).length + encoder.encode(uses).length
}

function checkEngine(version: number): void {
  if (version === STATS_VERSION) return
  throw version < STATS_VERSION
    ? new LaurelError('engine_mismatch', 'These counts were made by an older version than this server.', {
        hint: 'Update laurel or reload the page, then report again.',
      })
    : new LaurelError('engine_mismatch', 'These counts were made by a newer version than this server.', {
        hint: 'Ask whoever runs it to update, or report with the version of laurel that matches it.',
      })
}

function notFound(): LaurelError {
  return new LaurelError('report_not_found', 'No such report: it has ended or timed out.', {
    hint: 'Start it again: nothing that arrived needs resending.',
  })
}

function incomplete(): LaurelError {
  return new LaurelError('report_incomplete', 'What arrived doesn’t match the history.', {
    hint: 'Start the report again to see what is known, send what differs, then commit.',
  })
}

function tooManyMachines({ SOURCE_MACHINES_MAX }: Config): LaurelError {
  return new LaurelError(
    'too_many_sources',
    `At most ${SOURCE_MACHINES_MAX} machines can report to one history.`,
    {
      hint: 'Report to another history. If you have fewer machines, remove this history and report from each again.',
    },
  )
}

function tooManySessions(max: number, what: string): LaurelError {
  return new LaurelError('too_many_sessions', `${what} can have at most ${max} sessions.`, {
    hint: 'Remove a history, or give this one a profile of its own.',
  })
}

function recordsFull(max: number): LaurelError {
  const limit = `${Math.floor(max / 1_048_576)} MiB`
  return new LaurelError('profile_full', `Session details can take at most ${limit} in a profile.`, {
    hint: 'Remove a history, or publish this one without its sessions (without --sessions).',
  })
}
