import { STATS_VERSION } from '../../src/engine/version.ts'
import { badRange, keepsChanging, refusedWith } from '../../src/pulls/failure.ts'
import { isPacked, walAddress } from '../../src/pulls/location.ts'
import { ifChanged, ifSame, isSame, type Validators } from '../../src/pulls/reply.ts'
import { inChunks, isGzip, unpacked } from '../../src/storage/chunk-cutter.ts'
import type { PulledVersion, PullProgress, StoredPull } from '../../src/storage/pull-table.ts'
import { emptyUpload } from '../../src/storage/snapshot-writer.ts'
import type { ChunkRetention } from './chunk-retention.ts'
import type { ProfileContext } from './context.ts'
import { PullRecord } from './pull-record.ts'
import { askFor, close, type FileAnswer, piecesOf } from './pull-request.ts'
import { checkSize, NoLog, PullWriter, type SnapshotUploads } from './pull-writer.ts'

/** What a slice of a pull has come to: its end, or that another one follows. */
type Outcome = { outcome: 'more' } | { outcome: 'unchanged' | 'stored'; pulled: PulledVersion }

/** What came of a request for a file: it is complete, more of it follows, it is another version by now, or not there. */
type Fetched = 'complete' | 'more' | 'changed' | 'absent'

const MORE: Outcome = { outcome: 'more' }
const NO_VERSION: Validators = { etag: null, lastModified: null }

/** A file that begins like gzip: parts of it are of no use. */
class Packed extends Error {}

/**
 * Pulls histories from the addresses that owners have set, one slice for each alarm. The state between slices is in the
 * table, so a pull resumes wherever it was cut off. Only the alarm runs slices, so at most one runs.
 *
 * The database is fetched first, then the log beside it if it may have one. Both belong together if the database has
 * not changed by the end.
 */
export class PullRunner {
  readonly #context: ProfileContext
  readonly #writer: PullWriter
  readonly #record: PullRecord

  constructor(context: ProfileContext, retention: ChunkRetention, uploads: () => SnapshotUploads) {
    this.#context = context
    this.#writer = new PullWriter(context, retention, uploads)
    this.#record = new PullRecord(context)
  }

  /** When to pull next, in Unix seconds; null if nothing is pulled. */
  get dueAt(): number | null {
    const { store } = this.#context
    return store.profile() ? store.pulls.dueAt() : null
  }

  /** Runs a slice of the pull that is due for the longest time, if one is. */
  async runDue(): Promise<void> {
    const { store } = this.#context
    const pull = store.profile() ? store.pulls.due(this.#context.now()) : null
    if (!pull) return
    try {
      const result = await this.#slice(pull)
      if (result.outcome !== 'more') this.#record.succeeded(pull, result)
    } catch (error) {
      await this.#failed(pull, error)
    }
  }

  async #failed(pull: StoredPull, error: unknown): Promise<void> {
    const dropped = this.#record.failed(pull, error)
    if (dropped) await this.#writer.abandon(dropped)
  }

  #slice(pull: StoredPull): Promise<Outcome> {
    const { progress } = pull
    if (progress === null || !this.#writer.isOpen(progress)) return this.#look(pull)
    return this.#go(pull, progress)
  }

  /** Looks whether there is anything new, and begins to fetch it. */
  async #look(pull: StoredPull, restarts = 0): Promise<Outcome> {
    const known = this.#isNeeded(pull) ? null : pull.pulled
    const length = isPacked(pull.url) ? null : this.#sliceBytes
    const answer = await this.#ask(pull, pull.url, {
      length,
      conditions: ifChanged(known?.main ?? NO_VERSION),
    })
    if (known && isVersion(answer, known.main)) {
      close(answer.body)
      return known.wal ? this.#lookAtLog(pull, known, known.wal) : { outcome: 'unchanged', pulled: known }
    }
    const progress = await this.#begin(pull, restarts).catch((error) => {
      close(answer.body)
      throw error
    })
    return this.#go(pull, progress, answer)
  }

  /**
   * Looks at the log of a database that has not changed. If it is another one, fetches it alone. Where there was no log,
   * none is looked for before the database changes, as it does when a log is full.
   */
  async #lookAtLog(pull: StoredPull, known: PulledVersion, log: Validators): Promise<Outcome> {
    const answer = await this.#ask(pull, walAddress(pull.url), { length: 1, conditions: ifChanged(log) })
    close(answer.body)
    if (isVersion(answer, log)) return { outcome: 'unchanged', pulled: known }
    const progress = await this.#begin(pull, 0)
    const copied = this.#writer.copyMain(pull.source, progress, known.sha256)
    if (copied) Object.assign(progress, { file: 'wal', main: known.main, walMode: true })
    this.#context.store.pulls.saveProgress(pull.id, progress)
    return MORE
  }

  /** Whether the history is needed even if it is the one that was pulled last: the server has lost it, or counts anew. */
  #isNeeded({ source }: StoredPull): boolean {
    const { store } = this.#context
    const row = store.sourceTable.list(STATS_VERSION).find(({ name }) => name === source)
    const isLost = store.scanState().failure?.code === 'storage_unavailable'
    return isLost || row === undefined || row.received_at === null || row.needs_upload === 1
  }

  async #begin(pull: StoredPull, restarts: number): Promise<PullProgress> {
    const progress: PullProgress = {
      uploadId: await this.#writer.begin(this.#record.current(pull)),
      file: 'main',
      ...{ bytes: 0, isWhole: false, total: null, mainBytes: 0 },
      ...{ main: NO_VERSION, wal: null, walMode: false, restarts },
    }
    try {
      this.#record.keep(pull, progress)
      return progress
    } catch (error) {
      await this.#writer.abandon(progress)
      throw error
    }
  }

  /** Fetches the next part, and does what comes after a complete file. */
  async #go(pull: StoredPull, progress: PullProgress, first?: FileAnswer): Promise<Outcome> {
    const fetched = await this.#fetch(pull, progress, first)
    if (fetched === 'changed') return this.#restart(pull, progress)
    if (fetched === 'more') return MORE
    if (progress.file === 'main' && progress.walMode && isKnown(progress.main)) {
      const { bytes: mainBytes } = progress
      this.#record.keep(pull, { ...progress, file: 'wal', bytes: 0, isWhole: false, total: null, mainBytes })
      return MORE
    }
    if (!(await this.#isStillSame(pull, progress))) return this.#restart(pull, progress)
    const current = this.#record.current(pull)
    const { sha256, unchanged } = await this.#writer.commit(current, progress)
    const { main, wal, walMode } = progress
    return { outcome: unchanged ? 'unchanged' : 'stored', pulled: { sha256, main, wal, walMode } }
  }

  async #restart(pull: StoredPull, progress: PullProgress): Promise<Outcome> {
    this.#record.keep(pull, null)
    await this.#writer.abandon(progress)
    if (progress.restarts >= this.#context.config.PULL_RESTARTS_MAX) throw keepsChanging()
    return this.#look(pull, progress.restarts + 1)
  }

  /** Whether the database is the one that was fetched: what was read of it, and its log, is then of one moment. */
  async #isStillSame(pull: StoredPull, { main }: PullProgress): Promise<boolean> {
    if (!isKnown(main)) return true
    const answer = await this.#ask(pull, pull.url, { length: 1, conditions: ifChanged(main) })
    close(answer.body)
    return isVersion(answer, main)
  }

  /** @param first an answer that is here already: the first one, of the database */
  async #fetch(pull: StoredPull, progress: PullProgress, first?: FileAnswer): Promise<Fetched> {
    const answer = first ?? (await this.#next(pull, progress))
    try {
      return await this.#fetchPart(pull, progress, answer).catch(async (error) => {
        if (!(error instanceof Packed)) throw error
        return this.#fetchPart(pull, progress, await this.#whole(pull, progress))
      })
    } catch (error) {
      if (!(error instanceof NoLog)) throw error
      progress.wal = null
      return 'absent'
    }
  }

  #next(pull: StoredPull, progress: PullProgress): Promise<FileAnswer> {
    const from = resumedAt(progress)
    const url = urlOf(pull, progress)
    if (progress.isWhole || isPacked(url)) return this.#whole(pull, progress)
    const conditions = from === 0 ? {} : (ifSame(versionOf(progress)) ?? {})
    return this.#ask(pull, url, { from, length: this.#sliceBytes, conditions })
  }

  /** Asks for a whole file, from its beginning: what was fetched of it before is not sent to the store again. */
  #whole(pull: StoredPull, progress: PullProgress): Promise<FileAnswer> {
    return this.#ask(pull, urlOf(pull, progress), { length: null })
  }

  async #fetchPart(pull: StoredPull, progress: PullProgress, answer: FileAnswer): Promise<Fetched> {
    const { reply, body } = answer
    const from = resumedAt(progress)
    if (reply.kind === 'absent' || reply.kind === 'outside') {
      if (from > 0) return 'changed'
      if (progress.file === 'wal') return 'absent'
      throw reply.kind === 'absent' ? refusedWith(reply.status, null) : emptyUpload()
    }
    if (reply.kind === 'unchanged') return 'changed'
    if (from > 0 && (reply.kind === 'whole' || !isSame(reply.validators, versionOf(progress)))) {
      close(body)
      return 'changed'
    }
    if (reply.kind === 'part' && needsWhole(reply, this.#sliceBytes)) {
      close(body)
      return this.#fetchPart(pull, progress, await this.#whole(pull, progress))
    }
    setVersion(progress, reply)
    try {
      checkSize(progress.mainBytes + (reply.total ?? 0), this.#context.config)
    } catch (error) {
      close(body)
      throw error
    }
    return reply.kind === 'part'
      ? this.#takePart(pull, progress, { body, total: reply.total })
      : this.#takeWhole(pull, progress, answer)
  }

  /** Stores a part. If it is cut off, what fills chunks is kept, and the next slice resumes there after a pause. */
  async #takePart(
    pull: StoredPull,
    progress: PullProgress,
    { body, total }: { body: FileAnswer['body']; total: number },
  ): Promise<Fetched> {
    const { config } = this.#context
    const from = progress.bytes
    const length = Math.min(this.#sliceBytes, total - from)
    const pieces = piecesOf(body, { length, seconds: config.PULL_SLICE_SECONDS })
    const chunks = inChunks(pieces, config.CHUNK_BYTES)
    try {
      await this.#writer.store(pull, progress, checked(chunks, progress, total))
    } catch (error) {
      if (!this.#record.isCut(error) || progress.bytes === from) throw error
      this.#record.pause(pull)
    }
    return progress.bytes === total ? 'complete' : 'more'
  }

  async #takeWhole(pull: StoredPull, progress: PullProgress, { reply, body }: FileAnswer): Promise<Fetched> {
    const { config } = this.#context
    const length = reply.kind === 'whole' ? reply.total : null
    progress.isWhole = true
    const pieces = piecesOf(body, { length, seconds: config.PULL_WHOLE_SECONDS })
    await this.#writer.store(pull, progress, inChunks(unpacked(pieces), config.CHUNK_BYTES))
    return 'complete'
  }

  #ask(
    pull: StoredPull,
    url: string,
    {
      from = 0,
      length,
      conditions = {},
    }: { from?: number; length: number | null; conditions?: Record<string, string> },
  ): Promise<FileAnswer> {
    return askFor(pull, { url, from, length, conditions }, this.#context.config)
  }

  /** How much a slice asks for: whole chunks. */
  get #sliceBytes(): number {
    const { PULL_SLICE_BYTES, CHUNK_BYTES } = this.#context.config
    return Math.max(1, Math.floor(PULL_SLICE_BYTES / CHUNK_BYTES)) * CHUNK_BYTES
  }
}

/** Passes on the chunks of a part. @throws Packed; PullFailure if there is more than the file has */
async function* checked(
  chunks: AsyncIterable<Uint8Array<ArrayBuffer>>,
  progress: PullProgress,
  total: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for await (const chunk of chunks) {
    if (progress.bytes === 0 && isGzip(chunk)) throw new Packed()
    if (progress.bytes + chunk.length > total) throw badRange()
    yield chunk
  }
}

/** The byte at which the next request goes on. */
function resumedAt({ isWhole, bytes }: PullProgress): number {
  return isWhole ? 0 : bytes
}

function urlOf({ url }: StoredPull, { file }: PullProgress): string {
  return file === 'wal' ? walAddress(url) : url
}

function versionOf({ file, main, wal }: PullProgress): Validators {
  return file === 'wal' ? (wal ?? NO_VERSION) : main
}

function setVersion(
  progress: PullProgress,
  { validators, total }: { validators: Validators; total: number | null },
): void {
  progress.total = total
  if (progress.file === 'wal') progress.wal = validators
  else progress.main = validators
}

const isKnown = ({ etag, lastModified }: Validators) => etag !== null || lastModified !== null

/** Whether an answer says that a file is still of this version, as an answer to a condition or by its validators. */
function isVersion({ reply }: FileAnswer, version: Validators): boolean {
  if (reply.kind === 'unchanged') return true
  return (reply.kind === 'part' || reply.kind === 'whole') && isSame(reply.validators, version)
}

/** Whether a file has further parts, and none could be known to be of the same version. */
function needsWhole(
  { total, validators }: { total: number; validators: Validators },
  sliceBytes: number,
): boolean {
  return total > sliceBytes && ifSame(validators) === null
}
