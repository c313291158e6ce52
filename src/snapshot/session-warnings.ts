import type { WarningKind } from '../contract/warnings.ts'

/** What could not be read completely, by session. */
export class SessionWarnings {
  readonly #kinds = new Map<string, Set<WarningKind>>()

  add(sessionId: string, kind: WarningKind): void {
    const kinds = this.#kinds.get(sessionId) ?? new Set()
    this.#kinds.set(sessionId, kinds.add(kind))
  }

  /** Returns the warnings of a session, sorted, and removes them. */
  take(sessionId: string): WarningKind[] {
    const kinds = [...(this.#kinds.get(sessionId) ?? [])]
    this.#kinds.delete(sessionId)
    return kinds.sort()
  }
}
