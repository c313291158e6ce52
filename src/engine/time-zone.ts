/**
 * Whether this names a time zone (ECMA-402 section 6.5). Offsets such as `+05:30` do not: Node 20 refuses them and
 * later versions accept them, and no offset holds in both summer and winter.
 */
export function isTimeZone(name: string): boolean {
  const answer = known.get(name) ?? isKnown(name)
  if (known.size < ZONES_KEPT) known.set(name, answer)
  return answer
}

/** More than exist. Results are cached, since a check takes about 50 microseconds. */
const ZONES_KEPT = 1_000
const known = new Map<string, boolean>()

function isKnown(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}
