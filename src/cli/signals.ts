import { INTERRUPTED } from './terminal.ts'

const STOPPING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Calls `stop` at the first signal; the second ends the process at once. Returns what takes that back. */
export function onSignals(stop: () => void): () => void {
  let stopped = false
  const listener = () => {
    if (stopped) process.exit(INTERRUPTED)
    stopped = true
    stop()
  }
  for (const signal of STOPPING) process.on(signal, listener)
  return () => {
    for (const signal of STOPPING) process.off(signal, listener)
  }
}

/** Runs what cleans up after itself: a signal aborts it, and ends the process once that is done. */
export async function cleaningUp<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const aborting = new AbortController()
  const stopListening = onSignals(() => aborting.abort())
  try {
    return await work(aborting.signal)
  } catch (error) {
    if (aborting.signal.aborted) process.exit(INTERRUPTED)
    throw error
  } finally {
    stopListening()
  }
}
