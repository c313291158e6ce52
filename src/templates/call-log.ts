interface Waiting<T> {
  id: string | null
  call: T
}

/**
 * The calls that wait for their answers. An answer belongs to the call that it names, if both have an id, else to the
 * first call without one.
 */
export class CallLog<T> {
  #waiting: Waiting<T>[] = []

  add(id: string | null, call: T): void {
    this.#waiting.push({ id, call })
  }

  /** Returns the call that an answer belongs to; null if there is none. */
  answered(toolCallId: string | null): T | null {
    const named = this.#waiting.find(({ id }) => id !== null && id === toolCallId)
    const found = named ?? this.#waiting.find(({ id }) => id === null || toolCallId === null)
    if (found === undefined) return null
    this.#waiting = this.#waiting.filter((other) => other !== found)
    return found.call
  }
}
