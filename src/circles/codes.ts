/** Invite codes: letters and digits that are not taken for one another (Crockford's base 32), in groups of four. */

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Returns a random code, without its dashes: 5 bits a character. */
export function newCode(characters: number): string {
  // 256 is a multiple of 32, so all are equally likely.
  const bytes = crypto.getRandomValues(new Uint8Array(characters))
  return Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join('')
}

/** `K7QM-2XPD-9RTW`. */
export function codeText(code: string): string {
  return code.replace(/.{4}(?=.)/g, '$&-')
}

/** Returns a code as it was typed, with spaces, dashes, small letters or an O for a zero. */
export function codeTyped(text: string): string {
  return text
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
}
