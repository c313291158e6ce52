/** Logs a failure by its kind alone, since an error's text may quote its input. */
export function logFailure(event: string, error: unknown): void {
  const kind = error instanceof Error ? error.name : typeof error
  console.warn(JSON.stringify({ event, kind }))
}
