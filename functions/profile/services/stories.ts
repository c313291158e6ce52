import type { Period, Story } from '../../../src/contract/wrapped.ts'
import { sha256Hex } from '../../../src/digest.ts'
import { LaurelError } from '../../../src/errors.ts'
import type { ProfileDocument } from '../../../src/storage/profile-document.ts'
import type { StoredStory } from '../../../src/storage/story-table.ts'
import { rarityAmong } from '../../../src/ui/rarity.ts'
import { boundsOf, periodKey } from '../../../src/wrapped/period.ts'
import { StoryTally } from '../../../src/wrapped/story.ts'
import { rarityNow } from '../../rarity.ts'
import type { ProfileContext } from '../context.ts'
import type { SessionRecords } from './session-records.ts'

/** What the owner sees of a period. */
export interface OwnedStory {
  /** What visitors see; null unless it is published. */
  published: StoredStory | null
  /** How it would be published now; null if there is nothing to tell. */
  draft: Story | null
  /** Tells drafts apart; '' without one. */
  digest: string
  /** How many sessions are not told of, since only their counts are here. */
  unlisted: number
}

/** What a picture of a story is drawn from. */
export interface PicturedStory {
  handle: string
  story: Story
}

/**
 * Stories of years and months. They are public only when their owner publishes them, and stay as they were previewed
 * until they are published again or taken back.
 */
export class Stories {
  readonly calls = ['keys', 'shown', 'owned', 'publish', 'withdraw', 'pictured'] as const
  readonly #context: ProfileContext
  readonly #records: SessionRecords

  constructor(context: ProfileContext, records: SessionRecords) {
    this.#context = context
    this.#records = records
  }

  /** Returns the keys of the published ones, latest period first. */
  keys(): string[] {
    this.#context.profile()
    return this.#context.store.stories.keys()
  }

  /** Returns a story as visitors see it; null unless it is published. */
  shown(period: Period): StoredStory | null {
    const profile = this.#context.profile()
    const stored = this.#context.store.stories.get(periodKey(period))
    return stored && { ...stored, story: withoutHidden(stored.story, profile) }
  }

  /** @param names whether the draft names tools and models */
  async owned(period: Period, names: boolean): Promise<OwnedStory> {
    const draft = await this.#draft(period, names)
    return {
      published: this.shown(period),
      draft,
      digest: draft === null ? '' : await digestOf(draft),
      unlisted: this.#records.unlisted(),
    }
  }

  /**
   * Publishes the draft that the owner has seen, in place of the one before. Returns false, and publishes nothing, if it
   * is another one by now.
   * @param seen `OwnedStory.digest`
   * @throws LaurelError `not_found`, `too_many_stories`
   */
  async publish(period: Period, names: boolean, seen: string): Promise<boolean> {
    const draft = await this.#draft(period, names)
    if (draft === null) throw new LaurelError('not_found', 'There is nothing to tell of this period.')
    const { id } = this.#context.profile()
    if ((await digestOf(draft)) !== seen) return false
    this.#context.profile(id)
    const { stories } = this.#context.store
    const key = periodKey(period)
    const max = this.#context.config.STORIES_MAX
    if (stories.get(key) === null && stories.keys().length >= max) {
      throw new LaurelError('too_many_stories', `A page can show at most ${max} stories.`, {
        hint: 'Take one back first.',
      })
    }
    stories.put(key, { story: draft, published_at: this.#context.now() })
    return true
  }

  withdraw(period: Period): void {
    this.#context.profile()
    this.#context.store.stories.remove(periodKey(period))
  }

  /** Returns what a picture shows; null if it is not published, or the page is private or doesn’t exist. */
  pictured(period: Period): PicturedStory | null {
    const profile = this.#context.store.profile()
    if (profile === null || profile.visibility === 'private') return null
    const stored = this.shown(period)
    return stored && { handle: profile.handle, story: stored.story }
  }

  async #draft(period: Period, names: boolean): Promise<Story | null> {
    const { env, config } = this.#context
    const rarity = await rarityNow(env, config)
    const { time_zone, publish_insights = false } = this.#context.profile()
    const tally = new StoryTally(period, time_zone)
    for (const record of this.#records.startedWithin(boundsOf(period))) tally.add(record)
    const view = this.#context.store.lastingView()
    return tally.story({
      badges: view?.achievements ?? [],
      rarity: rarityAmong(rarity, view?.provenance ?? 'scanned').said,
      provenance: this.#records.provenance(),
      firstEver: this.#records.firstStart(),
      favourites: publish_insights ? (names ? 'names' : 'numbers') : 'none',
      now: this.#context.now(),
    })
  }
}

/** What is said of tools and models is public only as long as the page shows its totals. */
function withoutHidden(story: Story, { publish_insights = false }: ProfileDocument): Story {
  if (publish_insights) return story
  return { ...story, cards: story.cards.filter(({ kind }) => kind !== 'favourites') }
}

/** Two drafts that say the same are the same, whenever they were made. */
function digestOf(story: Story): Promise<string> {
  return sha256Hex(JSON.stringify({ ...story, made_at: 0 }))
}
