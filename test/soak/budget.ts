import { inject, type TestContext } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** How long `npm run soak` is to take. */
    soakMinutes: number
  }
  interface TaskMeta {
    /** What a soak test has done, by its name; the numbers are added up and printed at the end. */
    counts?: Record<string, number>
  }
}

/** The part of all minutes that each file takes which can go on for ever. Two files run at a time. */
export const SHARES = { faults: 0.6, followed: 0.2, mutants: 0.4 }

/** Returns what says whether a file's part of the minutes is not over. */
export function timeLeft(share: number): () => boolean {
  const end = performance.now() + inject('soakMinutes') * 60_000 * share
  return () => performance.now() < end
}

/** Counts something that a soak test did. */
export function count({ task }: Pick<TestContext, 'task'>, name: string, more: number): void {
  task.meta.counts ??= {}
  task.meta.counts[name] = (task.meta.counts[name] ?? 0) + more
}
