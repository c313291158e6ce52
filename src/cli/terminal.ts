import type { Machine } from './hermes-home.ts'
import type { ProgressStream } from './progress-bar.ts'

/** Where a command runs: what it reads, where it writes, and whose machine it is. */
export interface Terminal {
  stdin: NodeJS.ReadableStream & { isTTY?: boolean }
  stdout: ProgressStream
  stderr: ProgressStream
  machine: Machine
  /** Writes one line for the user that is not a result. */
  complain(text: string): void
}

/** Exit status of a process that SIGINT ended: 128 plus the signal's number, as shells report it. */
export const INTERRUPTED = 130
