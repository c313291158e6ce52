import type { ProfileDocument } from '../../src/storage/profile-store.ts'
import { Registry } from '../../src/storage/registry.ts'
import type { ProfileContext } from './context.ts'

/**
 * Keeps the registry's copy of the visibility, by which public profiles are listed, in step with the profile's own. A
 * change says in the profile's document when the registry is due to be told, so that a failure or an eviction only
 * delays it.
 */
export class Registration {
  readonly #context: ProfileContext
  #telling: Promise<void> = Promise.resolve()

  constructor(context: ProfileContext) {
    this.#context = context
  }

  /** When to tell the registry again, in Unix seconds; null if it knows. */
  get dueAt(): number | null {
    return this.#context.store.profile()?.registry_due_at ?? null
  }

  /** Returns the profile as it is to be saved before the registry is told of it. */
  changed(profile: ProfileDocument): ProfileDocument {
    return { ...profile, registry_due_at: this.#nextTry() }
  }

  /** Tells the registry, unless it knows. One call after the other: the last visibility has to arrive last. */
  tell(): Promise<void> {
    const told = this.#telling.then(() => this.#tellNow())
    this.#telling = told.catch(() => undefined)
    return told
  }

  async tellIfDue(): Promise<void> {
    const { dueAt } = this
    if (dueAt !== null && dueAt <= this.#context.now()) await this.tell()
  }

  async #tellNow(): Promise<void> {
    const { env, store } = this.#context
    const told = store.profile()
    if (told?.registry_due_at === undefined) return
    try {
      await new Registry(env.REGISTRY).setVisibility(told.id, told.visibility)
      const { registry_due_at: _known, ...profile } = store.profile() ?? told
      // A change meanwhile is told by its own call.
      if (profile.visibility === told.visibility) this.#save(told.id, profile)
    } catch {
      console.warn(JSON.stringify({ event: 'registry_not_told' }))
      this.#save(told.id, this.changed(store.profile() ?? told))
    }
  }

  /** Saves the profile unless it was erased meanwhile. */
  #save(id: string, profile: ProfileDocument): void {
    if (this.#context.store.profile()?.id === id) this.#context.store.saveProfile(profile)
  }

  #nextTry(): number {
    return this.#context.now() + this.#context.config.REGISTRY_RETRY_SECONDS
  }
}
