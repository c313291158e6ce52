let entry: string | null = null

/** Lets threads start, from this module: in a thread, it must call `workAsThread` and nothing else. */
export function startThreadsFrom(url: string): void {
  entry = url
}

/** Returns the URL of that module; null if threads can't start. */
export function threadEntry(): string | null {
  return entry
}
