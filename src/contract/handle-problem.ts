import { t } from '../language/language.ts'

/** Length of a handle. Unit: characters. */
const HANDLE_LENGTH = { min: 3, max: 39 }

/** Returns what keeps a text from being a handle, naming the first wrong character; null if nothing does. */
export function handleProblem(handle: string): string | null {
  const wrong = firstWrong(handle)
  if (wrong !== null) return wrongCharacter(wrong)
  if (handle.length < HANDLE_LENGTH.min)
    return t('Use at least {min} characters.', { min: HANDLE_LENGTH.min })
  if (handle.length > HANDLE_LENGTH.max) return t('Use at most {max} characters.', { max: HANDLE_LENGTH.max })
  return /^-|-$/.test(handle) ? t('Start and end with a letter or digit.') : null
}

function wrongCharacter(character: string): string {
  if (/^\s/.test(character)) return t('A handle has no spaces. Use a hyphen instead.')
  const small = character.toLowerCase()
  if (/^[a-z]$/.test(small))
    return t('Use lowercase letters: “{small}” instead of “{character}”.', { small, character })
  return t('“{character}” can’t be part of a handle. Use a–z, 0–9 and hyphens.', { character })
}

/** A character as people see it: an extended grapheme cluster (UAX #29). */
function firstWrong(handle: string): string | null {
  for (const { segment } of new Intl.Segmenter('en').segment(handle)) {
    if (!/^[a-z0-9-]$/.test(segment)) return segment
  }
  return null
}
