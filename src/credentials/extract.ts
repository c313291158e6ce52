import { CREDENTIAL_FORMAT_LIST } from './formats.ts'

/** Returns the token in a text: the text itself, or what is baked into it; null if there is none. */
export function tokenInText(text: string): string | null {
  return tokenIn(text.trim())
}

/** Returns the token in a file of any of the formats; null if there is none. */
export function tokenInFile(bytes: Uint8Array): string | null {
  return tokenIn(textOf(bytes)?.trim() ?? bytes)
}

function tokenIn(file: string | Uint8Array): string | null {
  for (const { extract } of CREDENTIAL_FORMAT_LIST) {
    const token = extract(file)
    if (token !== undefined) return token
  }
  return null
}

/** Returns the bytes as text; null if they are not UTF-8. */
function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch {
    return null
  }
}
