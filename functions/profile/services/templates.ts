import type { Config } from '../../../src/config.ts'
import type {
  CreateTemplate,
  SessionTemplate,
  Suggestion,
  Suggestions,
  TaskType,
  Templates as TemplateList,
  TemplateSummary,
  ToolClasses,
} from '../../../src/contract/session-templates.ts'
import type { Manifest } from '../../../src/contract/snapshots.ts'
import { LaurelError } from '../../../src/errors.ts'
import { decodeStats } from '../../../src/scan/checkpoint.ts'
import type { Snapshot } from '../../../src/snapshot/snapshot.ts'
import type { ProfileStore } from '../../../src/storage/profile-store.ts'
import { extractExamples } from '../../../src/templates/extraction.ts'
import type { Redacted } from '../../../src/templates/redaction.ts'
import {
  ranked,
  type SuggestedSession,
  suggestionFor,
  WORKED_MIN,
} from '../../../src/templates/suggestion.ts'
import {
  chooseTemplate,
  createTemplate,
  examplesWanted,
  summaryOf,
  templateExists,
  templateNotFound,
} from '../../../src/templates/template.ts'
import type { ProfileContext } from '../context.ts'
import type { SnapshotHandle } from '../snapshot-handle.ts'

/** A session template by its name, or the least used one of a type. */
export type WhichTemplate = { name: string } | { type: TaskType }

/** Opens a stored history for the duration of `read`. */
type ReadStored = <T>(manifest: Manifest, read: (snapshot: Snapshot) => Promise<T>) => Promise<T>

const ON_THE_MACHINE = 'On the machine that has it: laurel templates create SESSION.'

/** The session templates of a profile, made from stored histories. */
export class Templates {
  readonly calls = ['list', 'show', 'create', 'use', 'remove', 'suggest'] as const
  readonly #context: ProfileContext
  readonly #store: ProfileStore
  readonly #snapshots: SnapshotHandle
  readonly #config: Config
  /** One history is open at a time, to save memory. */
  #reading: Promise<unknown> = Promise.resolve()

  constructor(context: ProfileContext, snapshots: SnapshotHandle) {
    this.#context = context
    this.#store = context.store
    this.#snapshots = snapshots
    this.#config = context.config
  }

  /** Returns the templates of a type; null for all. */
  list(type: TaskType | null): TemplateList {
    this.#context.profile()
    return { templates: this.#store.templates.list(type), templates_max: this.#config.TEMPLATES_MAX }
  }

  /**
   * Creates a template from a session.
   * @throws LaurelError `session_not_found`, `no_examples`, `history_not_kept`, `template_exists`, and others
   */
  async create(wanted: CreateTemplate): Promise<TemplateSummary> {
    this.#checkCanAdd(wanted.name)
    const extracted = await this.#examplesOf(wanted)
    const { session_id, name, type, classes } = wanted
    const template = createTemplate({
      sessionId: session_id,
      extracted,
      name,
      type,
      classes,
      now: this.#context.now(),
      maxBytes: this.#config.TEMPLATE_MAX_BYTES,
    })
    // Others may have been added while the history was read.
    this.#checkCanAdd(template.name)
    const summary = summaryOf(template)
    this.#store.templates.add(summary, JSON.stringify(template.examples))
    return summary
  }

  /** @throws LaurelError `template_not_found` */
  show(name: string): SessionTemplate {
    this.#context.profile()
    const template = this.#store.templates.get(name)
    if (template === null) throw templateNotFound()
    return { ...template, examples: JSON.parse(template.examples) }
  }

  /**
   * Returns the named template, or the least used one of a type, and counts the use.
   * @throws LaurelError `template_not_found`
   */
  use(which: WhichTemplate): SessionTemplate {
    const name = 'name' in which ? which.name : chooseTemplate(this.list(which.type).templates)?.name
    if (name === undefined) throw templateNotFound()
    const template = this.show(name)
    // Without examples it has no effect.
    if (template.examples.length === 0) return template
    this.#store.templates.countUse(name)
    return { ...template, usage_count: template.usage_count + 1 }
  }

  /** @throws LaurelError `template_not_found` */
  remove(name: string): void {
    this.#context.profile()
    if (!this.#store.templates.remove(name)) throw templateNotFound()
  }

  /**
   * Suggests sessions for templates: the best first, of those whose figures are promising.
   * @param classes what a suggestion’s type is taken from
   * @throws LaurelError `history_not_kept`
   */
  async suggest(limit: number, classes: ToolClasses): Promise<Suggestions> {
    this.#context.profile()
    const stored = this.#store.sourceTable.stored()
    if (stored.length === 0 && this.#store.sources().length > 0) throw notKept()
    const candidates = this.#store.checkpoints.withCalls(WORKED_MIN, this.#config.SUGGESTION_SESSIONS)
    const found: Suggestion[] = []
    let considered = 0
    const mayGoOn = this.#budget()
    for (const { source, manifest } of stored) {
      const sessions = candidates.filter((candidate) => candidate.source === source).map(sessionOf)
      if (sessions.length === 0 || !mayGoOn()) continue
      await this.#read(manifest, async (snapshot) => {
        for (const session of sessions) {
          if (!mayGoOn()) return
          const suggestion = await suggestionFor(snapshot, session, classes)
          if (suggestion) found.push(suggestion)
          considered++
        }
      })
    }
    return { suggestions: ranked(found, limit), considered }
  }

  /** Returns a function that is true while more may be fetched from storage, counted from now. */
  #budget(): () => boolean {
    const { SLICE_FETCH_REQUESTS, SLICE_FETCH_BYTES } = this.#config
    const { fetched } = this.#snapshots
    const begun = { ...fetched }
    return () =>
      fetched.requests - begun.requests < SLICE_FETCH_REQUESTS &&
      fetched.bytes - begun.bytes < SLICE_FETCH_BYTES
  }

  /** @throws LaurelError `too_many_templates`, `template_exists` */
  #checkCanAdd(name: string | undefined): void {
    this.#context.profile()
    const { TEMPLATES_MAX } = this.#config
    if (name !== undefined && this.#store.templates.get(name) !== null) throw templateExists()
    if (this.#store.templates.count() < TEMPLATES_MAX) return
    throw new LaurelError(
      'too_many_templates',
      `A profile can have at most ${TEMPLATES_MAX} session templates.`,
      {
        hint: 'Delete one first.',
      },
    )
  }

  /** Returns the first tool calls of a session, from the first stored history that contains it. */
  async #examplesOf({ session_id, source, max_examples, redact }: CreateTemplate): Promise<Redacted> {
    const { TEMPLATE_EXAMPLES_MAX, TEMPLATE_MAX_BYTES, TEMPLATE_ANSWER_MAX } = this.#config
    const options = {
      maxExamples: examplesWanted(max_examples, TEMPLATE_EXAMPLES_MAX),
      maxBytes: TEMPLATE_MAX_BYTES,
      maxAnswer: TEMPLATE_ANSWER_MAX,
      redact,
    }
    for (const manifest of this.#historiesWith(session_id, source)) {
      const extracted = await this.#read(manifest, async (snapshot) => {
        const there = await snapshot.readSession(session_id)
        return there === null ? null : extractExamples(snapshot, session_id, options)
      })
      if (extracted !== null) return extracted
    }
    throw new LaurelError('session_not_found', 'No history stored here has that session.', {
      hint: ON_THE_MACHINE,
    })
  }

  /** Returns the stored histories that may contain a session, known ones first. @throws LaurelError */
  #historiesWith(sessionId: string, source: string | undefined): Manifest[] {
    const sources = this.#store.sourceTable.names()
    if (source !== undefined && !sources.includes(source)) {
      throw new LaurelError('source_not_found', 'This profile has no such history.')
    }
    const knowing = this.#store.checkpoints.sourcesOf(sessionId)
    const stored = this.#store.sourceTable
      .stored()
      .filter((each) => source === undefined || each.source === source)
    const known = stored.filter((each) => knowing.includes(each.source))
    const kept = known.length > 0 || (knowing.length === 0 && stored.length > 0)
    if (!kept && (knowing.length > 0 || sources.length > 0)) throw notKept()
    return [...known, ...stored.filter((each) => !known.includes(each))].map(({ manifest }) => manifest)
  }

  #read: ReadStored = (manifest, read) => {
    const turn = this.#reading.then(() => this.#snapshots.visit(this.#context.chunks(), manifest, read))
    this.#reading = turn.catch(() => undefined)
    return turn
  }
}

function sessionOf({
  source,
  session_id,
  stats,
}: {
  source: string
  session_id: string
  stats: string
}): SuggestedSession {
  const { title, started_at } = decodeStats(stats)
  return { session_id, source, title, started_at }
}

function notKept(): LaurelError {
  return new LaurelError('history_not_kept', 'That history isn’t stored here, only its counts.', {
    hint: ON_THE_MACHINE,
  })
}
