import { publicSiteFrom } from '../../../src/config.ts'
import type { Achievement } from '../../../src/contract/achievements.ts'
import { nameProblem } from '../../../src/contract/display-name.ts'
import type { Identity, IdentityLink, SetIdentity } from '../../../src/contract/identity.ts'
import { normalText, textProblem } from '../../../src/contract/short-text.ts'
import { LaurelError } from '../../../src/errors.ts'
import { linkAddress } from '../../../src/identity/link-address.ts'
import { asked, standingAfter, unchecked } from '../../../src/identity/standing.ts'
import { DocumentTable } from '../../../src/storage/document-table.ts'
import type { IdentityDocument, StoredLink } from '../../../src/storage/identity-document.ts'
import { urls } from '../../../src/urls.ts'
import { logFailure } from '../../log.ts'
import type { ProfileContext } from '../context.ts'
import { isUnused } from '../lapse.ts'
import { provedBy } from '../link-checker.ts'

/** Whose page it is: what its owner says, and the checks of the links that are shown. */
export class Identities {
  readonly calls = ['get', 'set'] as const
  readonly #context: ProfileContext
  readonly #documents: DocumentTable<{ identity: IdentityDocument }>
  readonly #schedule: () => Promise<void>
  readonly #forgetPictures: (profileId: string) => Promise<void>

  /** `schedule`: sets the alarm to what is due next. `forgetPictures`: deletes those that have the name on them. */
  constructor(
    context: ProfileContext,
    {
      schedule,
      forgetPictures,
    }: { schedule: () => Promise<void>; forgetPictures: (profileId: string) => Promise<void> },
  ) {
    this.#forgetPictures = forgetPictures
    this.#context = context
    this.#documents = new DocumentTable(context.storage.sql)
    this.#schedule = schedule
  }

  /** Returns what is said; nothing in it if its owner says nothing. */
  get(owner: boolean): Identity {
    this.#context.profile()
    const { name, line, links, pins } = this.#stored()
    const unlocked = this.#unlocked()
    return {
      name,
      line,
      links: links.map((link) => shownLink(link, owner)),
      // A secret that was taken back is hidden again.
      pins: pins.filter((id) => unlocked.has(id)),
    }
  }

  /** Returns what the page is called; null if nothing. */
  name(): string | null {
    return this.#stored().name
  }

  /** The same for a view; null if nothing is said. */
  shown(owner: boolean): Identity | null {
    const identity = this.get(owner)
    const { name, line, links, pins } = identity
    return name === null && line === null && links.length + pins.length === 0 ? null : identity
  }

  /**
   * Takes the place of what was said before. Links that stay keep their proofs; others are checked soon.
   * @param origin root of the server, as the owner reached it
   * @throws LaurelError `invalid_request`, `link_address`
   */
  async set(wanted: SetIdentity, origin: string): Promise<Identity> {
    const { config } = this.#context
    const { id } = this.#context.profile()
    const before = this.#stored()
    const name = this.#text('name', wanted.name, config.IDENTITY_NAME_CHARACTERS, config.IDENTITY_NAME_BYTES)
    const misleading = name === null ? null : nameProblem(name)
    if (misleading !== null) throw invalid('name', misleading)
    const line = this.#text('line', wanted.line, config.IDENTITY_LINE_CHARACTERS, config.IDENTITY_LINE_BYTES)
    this.#save({
      name,
      line,
      links: this.#links(wanted.links, origin, before.links),
      pins: this.#pins(wanted.pins),
      origin,
      checked_at: before.checked_at,
    })
    // Drawn anew for whoever asks; those that were kept are for when that fails.
    if (name !== before.name)
      await this.#forgetPictures(id).catch((error) => logFailure('pictures_not_deleted', error))
    await this.#schedule()
    return this.get(true)
  }

  /** When the next link is to be checked, in Unix seconds; null if none is. */
  get dueAt(): number | null {
    const { store, config } = this.#context
    const profile = store.profile()
    // A check tells a host of the link. And what is empty lapses, and is to cause no requests until then.
    if (profile === null || profile.visibility === 'private') return null
    const { links, checked_at } = this.#stored()
    if (links.length === 0 || isUnused(store)) return null
    const next = Math.min(...links.map(({ due_at }) => due_at))
    return Math.max(next, checked_at + config.LINK_PAUSE_SECONDS)
  }

  /** Checks the link that has waited longest, if one is due: one each time, so that everything else gets its turn. */
  async checkDue(): Promise<void> {
    const { dueAt } = this
    if (dueAt === null || dueAt > this.#context.now()) return
    const { store, env, config } = this.#context
    const { id, handle } = this.#context.profile()
    const identity = this.#stored()
    const [link] = identity.links.toSorted((a, b) => a.due_at - b.due_at)
    if (link === undefined) return
    // Noted before, so that a check that is cut off is not made again at once.
    this.#save({ ...identity, checked_at: this.#context.now() })
    const { origin } = identity
    const page = urls(publicSiteFrom(env) ?? { origin }).profile(handle)
    const claim = { link: link.url, page, origin, resolver: env.DNS_RESOLVER ?? '' }
    const by = await provedBy(claim, config)
    // The profile may have been erased meanwhile, or the link removed.
    if (store.profile()?.id === id) this.#note(link.url, by)
  }

  #note(url: string, by: Parameters<typeof standingAfter>[0]): void {
    const { config } = this.#context
    const identity = this.#stored()
    const pauses = {
      now: this.#context.now(),
      every: config.LINK_CHECK_SECONDS,
      longest: config.LINK_CHECK_MAX_SECONDS,
      patience: config.LINK_FAILURES_MAX,
    }
    const links = identity.links.map((link) =>
      link.url === url ? { url, ...standingAfter(by, link, pauses) } : link,
    )
    this.#save({ ...identity, links })
  }

  #text(field: string, given: string | null, characters: number, bytes: number): string | null {
    const text = normalText(given ?? '')
    const problem = text === null ? null : textProblem(text, { characters, bytes })
    if (problem !== null) throw invalid(field, problem)
    return text
  }

  #links(wanted: readonly string[], origin: string, before: readonly StoredLink[]): StoredLink[] {
    const { config } = this.#context
    const rules = {
      origin,
      allowPrivate: config.ALLOW_PRIVATE_TARGETS,
      longest: config.LINK_MAX_CHARACTERS,
    }
    const given = new Set(wanted.filter((link) => link.trim() !== '').map((link) => linkAddress(link, rules)))
    if (given.size > config.IDENTITY_LINKS_MAX)
      throw invalid('links', `Give at most ${config.IDENTITY_LINKS_MAX} links.`)
    return Array.from(given, (url) => {
      const known = before.find((link) => link.url === url)
      return known
        ? { url, ...asked(known, config.LINK_ASKED_SECONDS) }
        : { url, ...unchecked(this.#context.now()) }
    })
  }

  /** A badge that is locked, hidden, or not there is refused alike. */
  #pins(wanted: readonly string[]): string[] {
    const { IDENTITY_PINS_MAX: most } = this.#context.config
    const pins = [...new Set(wanted.filter(Boolean))]
    if (pins.length > most) throw invalid('pins', `Pin at most ${most} badges.`)
    const unlocked = this.#unlocked()
    if (pins.some((id) => !unlocked.has(id))) throw invalid('pins', 'Pin badges that are unlocked.')
    return pins
  }

  #unlocked(): ReadonlySet<string> {
    const achievements: readonly Achievement[] = this.#context.store.view()?.achievements ?? []
    return new Set(achievements.filter(({ unlocked }) => unlocked).map(({ id }) => id))
  }

  #stored(): IdentityDocument {
    return this.#documents.get('identity') ?? NOTHING_SAID
  }

  #save(identity: IdentityDocument): void {
    this.#documents.put('identity', identity)
  }
}

const NOTHING_SAID: IdentityDocument = {
  name: null,
  line: null,
  links: [],
  pins: [],
  origin: '',
  checked_at: 0,
}

function shownLink({ url, proof, checked_at, failures }: StoredLink, owner: boolean): IdentityLink {
  return { url, proof, ...(owner && { check: { checked_at, failures } }) }
}

function invalid(field: string, problem: string): LaurelError {
  return new LaurelError('invalid_request', problem, { field })
}
