/** Texts of a line that owners write for everybody to read: what is shown must be what is there. */

export interface TextLimits {
  /** Grapheme clusters (UAX #29): characters as people count them. */
  characters: number
  /** In UTF-8: a cluster may be of any length. */
  bytes: number
}

/** Emoji that Unicode recommends (UTS #51), and symbols with a variation selector: all that may have invisible parts. */
const EMOJI = new RegExp(['\\p{RGI_Emoji}', '\\p{Extended_Pictographic}[\\uFE0E\\uFE0F]'].join('|'), 'gv')

/** Controls, formats, bidirectional controls, what is drawn as nothing, what stands for no character, and line breaks. */
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800]/u

/** Marks on one letter, more than any language needs: they would cover the lines around it. */
const PILED_MARKS = /\p{Mn}{5}/u

/** What looks like the sign of a proof. */
const PROOF_SIGNS = /[\u2611\u2705\u2713\u2714\u{1F5F8}\u{1F5F9}]/u

/** Returns a text in NFC, with one plain space for each gap and none around it; null if nothing is left. */
export function normalText(text: string): string | null {
  return (
    text
      .normalize('NFC')
      .replace(/\p{Zs}+/gu, ' ')
      .trim() || null
  )
}

/** Returns what keeps a text in its normal form from being shown, as a sentence that never repeats it; null if nothing does. */
export function textProblem(text: string, { characters, bytes }: TextLimits): string | null {
  // First: whatever follows looks at each character.
  if (new TextEncoder().encode(text).length > bytes) return `Use at most ${bytes} bytes.`
  if (UNSEEN.test(text.replace(EMOJI, ''))) return 'Remove line breaks and invisible characters.'
  if (/^\p{M}/u.test(text) || PILED_MARKS.test(text)) return 'Use fewer accents on one letter.'
  if (PROOF_SIGNS.test(text)) return 'Remove the check mark: it would look like a proof.'
  if (clusters(text) > characters) return `Use at most ${characters} characters.`
  return null
}

function clusters(text: string): number {
  return [...new Intl.Segmenter('en').segment(text)].length
}

/** Small letters of other scripts that look like Latin ones (of UTS #39, those in common fonts). */
const LOOKALIKES: Readonly<Record<string, string>> = {
  ...{ а: 'a', в: 'b', е: 'e', һ: 'h', і: 'i', ј: 'j', к: 'k', м: 'm', н: 'h', о: 'o', р: 'p', с: 'c' },
  ...{ т: 't', у: 'y', х: 'x', ѕ: 's', ԁ: 'd', ԛ: 'q', ԝ: 'w', ӏ: 'l' },
  ...{ α: 'a', ε: 'e', η: 'n', ι: 'i', κ: 'k', ν: 'v', ο: 'o', ρ: 'p', τ: 't', υ: 'u', χ: 'x' },
  ...{ ı: 'i', ł: 'l', ø: 'o', đ: 'd', ħ: 'h', ŧ: 't' },
}

/** Returns a text as the handle that it looks like: without accents, in whatever width and script it is written. */
export function handleSeen(text: string): string {
  const plain = text.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '')
  return Array.from(plain, (letter) => LOOKALIKES[letter] ?? letter)
    .join('')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}
