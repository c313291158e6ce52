/** Length of a handle. Unit: characters. */
const HANDLE_LENGTH = { min: 3, max: 39 }

/** Returns what keeps a text from being a handle, naming the first wrong character; null if nothing does. */
export function handleProblem(handle: string): string | null {
  const wrong = firstWrong(handle)
  if (wrong !== null) return wrongCharacter(wrong)
  if (handle.length < HANDLE_LENGTH.min) return `Use at least ${HANDLE_LENGTH.min} characters.`
  if (handle.length > HANDLE_LENGTH.max) return `Use at most ${HANDLE_LENGTH.max} characters.`
  return /^-|-$/.test(handle) ? 'Start and end with a letter or digit.' : null
}

function wrongCharacter(character: string): string {
  if (/^\s/.test(character)) return 'A handle has no spaces. Use a hyphen instead.'
  const small = character.toLowerCase()
  if (/^[a-z]$/.test(small)) return `Use lowercase letters: “${small}” instead of “${character}”.`
  return `“${character}” can’t be part of a handle. Use a–z, 0–9 and hyphens.`
}

/** A character as people see it: an extended grapheme cluster (UAX #29). */
function firstWrong(handle: string): string | null {
  for (const { segment } of new Intl.Segmenter('en').segment(handle)) {
    if (!/^[a-z0-9-]$/.test(segment)) return segment
  }
  return null
}
