const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Control characters, lone surrogates and noncharacters, which XML forbids, and bidirectional controls. */
const UNFIT = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu

/** What most texts are made of alone: it needs no other look. */
const PLAIN = /^[ !#-%(-;=?-~]*$/

/** Returns text made safe for XML content and attributes (XML 1.0 sections 2.2 and 2.4). */
export function xmlText(text: string): string {
  if (PLAIN.test(text)) return text
  return text.replace(UNFIT, ' ').replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}
