import { backoff } from '../backoff.ts'
import type { LinkProof, ProofWay } from '../contract/identity.ts'

/** How a link stands. Times are Unix seconds. */
export interface LinkStanding {
  proof: LinkProof | null
  /** Null if it never was. */
  checked_at: number | null
  /** Checks in a row that found no proof. */
  failures: number
  due_at: number
}

export interface CheckPauses {
  now: number
  /** The shortest pause between two checks, and the longest after failures. Unit: seconds. */
  every: number
  longest: number
  /** How many failures take a proof back. */
  patience: number
}

/** Returns how a link stands that nobody has looked at. */
export function unchecked(now: number): LinkStanding {
  return { proof: null, checked_at: null, failures: 0, due_at: now }
}

/** Returns how a link stands after a check. `by`: how it was proved; null if it was not. */
export function standingAfter(
  by: ProofWay | null,
  { proof, failures: before }: LinkStanding,
  { now, every, longest, patience }: CheckPauses,
): LinkStanding {
  if (by !== null) {
    const proved = { by, proved_at: proof?.proved_at ?? now, checked_at: now }
    return { proof: proved, checked_at: now, failures: 0, due_at: now + every }
  }
  const failures = before + 1
  const due_at = now + backoff(failures, every, longest)
  return { proof: failures < patience ? proof : null, checked_at: now, failures, due_at }
}

/** Returns how a link stands whose owner asks for another look: if nothing is proved, it is due `pause` seconds after the last. */
export function asked(standing: LinkStanding, pause: number): LinkStanding {
  const { failures, checked_at, due_at } = standing
  return failures === 0 ? standing : { ...standing, due_at: Math.min(due_at, (checked_at ?? 0) + pause) }
}
