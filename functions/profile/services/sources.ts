import type { Config } from '../../../src/config.ts'
import type { Retention, Sources as SourceList } from '../../../src/contract/sources.ts'
import { STATS_VERSION } from '../../../src/engine/version.ts'
import { LaurelError } from '../../../src/errors.ts'
import type { ProfileStore } from '../../../src/storage/profile-store.ts'
import { removeSource, renameSource } from '../../../src/storage/source-changes.ts'
import type { ProfileContext } from '../context.ts'
import type { ProfileScanner } from '../scanner.ts'

export interface SourceChange {
  name?: string | undefined
  retention?: Retention | undefined
}

/** The histories of a profile: their names and how long they are kept. A name stands for all machines' parts. */
export class Sources {
  readonly calls = ['list', 'add', 'change', 'remove'] as const
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

  list(): SourceList {
    this.#context.profile()
    const rows = this.#store.sourceTable.list(STATS_VERSION)
    return {
      sources: rows.map(({ scanned, needs_upload, ...row }) => ({
        ...row,
        sessions: this.#store.checkpoints.countIn(row.name),
        elsewhere: this.#store.checkpoints.elsewhere(row.name),
        within: this.#store.checkpoints.within(row.name),
        has_details: this.#store.records.hasAny(row.name),
        scanned: scanned === 1,
        needs_upload: needs_upload === 1,
      })),
      sources_max: this.#config.SOURCES_MAX,
      bytes: this.#store.chunks.bytes(),
      bytes_max: this.#config.PROFILE_MAX_BYTES,
    }
  }

  /** Adds a source without a history. @throws LaurelError `source_exists`, `too_many_sources` */
  add(name: string, { retention = 'keep' }: SourceChange): SourceList {
    this.#context.profile()
    this.#checkFree(name)
    if (this.#store.sourceTable.names().length >= this.#config.SOURCES_MAX) throw tooManySources(this.#config)
    this.#store.sourceTable.add(name, retention)
    return this.list()
  }

  /** @throws LaurelError `source_not_found`, `source_exists` */
  async change(name: string, { name: newName = name, retention }: SourceChange): Promise<SourceList> {
    this.#context.profile()
    this.#checkPresent(name)
    if (newName !== name) this.#checkFree(newName)
    const { running } = this.#store.scanState()
    if (retention !== undefined) this.#setRetention(name, retention)
    if (newName !== name) {
      const rename = () => renameSource(this.#store, name, newName)
      if (running) await this.#scanner.rearrange(rename)
      else this.#store.transaction(rename)
    }
    await this.#scanner.schedule()
    return this.list()
  }

  /** Removes a source and its figures; unlocks stay. @throws LaurelError `source_not_found` */
  async remove(name: string): Promise<void> {
    this.#context.profile()
    this.#checkPresent(name)
    await this.#scanner.rearrange(() => removeSource(this.#store, name))
  }

  #setRetention(name: string, retention: Retention): void {
    this.#store.transaction(() => {
      this.#store.sourceTable.setRetention(name, retention)
      if (this.#store.sourceTable.releaseScanned()) this.#store.chunks.collectBy(0)
    })
  }

  #checkPresent(name: string): void {
    if (this.#store.sourceTable.names().includes(name)) return
    throw new LaurelError('source_not_found', 'This profile has no such history.', {
      hint: `List them: GET ${this.#context.paths.profilesApi}/{handle}/sources.`,
    })
  }

  #checkFree(name: string): void {
    if (!this.#store.sourceTable.names().includes(name)) return
    throw new LaurelError('source_exists', 'This profile already has a history with that name.', {
      hint: 'Choose another name, or remove that one first.',
    })
  }
}

export function tooManySources({ SOURCES_MAX }: Config): LaurelError {
  return new LaurelError('too_many_sources', `A profile can have at most ${SOURCES_MAX} histories.`, {
    hint: 'Remove one first, or replace another with this one.',
  })
}
