/** What is pasted elsewhere to show a profile's pictures. */

export const EMBED_KINDS = ['card', 'trophies', 'badge'] as const
export type EmbedKind = (typeof EMBED_KINDS)[number]

/** What its owner, or whoever likes it, has chosen. */
export interface EmbedChoice {
  kind: EmbedKind
  /** For readers who read dark on light, and for the others; the same for both needs no switch. */
  light: string
  dark: string
  /** More of the address's options, by name. Empty ones are left out. */
  options: Readonly<Record<string, string>>
}

/** The address of a picture in one of its two themes. `origin`: of the server, without a slash at the end. */
export function pictureUrl(origin: string, handle: string, choice: EmbedChoice, theme: string): string {
  const query = new URLSearchParams({ theme })
  for (const [name, value] of Object.entries(choice.options)) if (value !== '') query.set(name, value)
  return `${origin}/@${handle}/${choice.kind}.svg?${query}`
}

/** The same picture as Markdown, as HTML and as an address, each with words for those who don't see it. */
export function embedCode(
  origin: string,
  handle: string,
  choice: EmbedChoice,
): { markdown: string; html: string; url: string } {
  const page = `${origin}/@${handle}`
  const [light, dark] = [choice.light, choice.dark].map((theme) => pictureUrl(origin, handle, choice, theme))
  const url = light ?? ''
  const alt = `Achievements of @${handle} on Laurel`
  const img = `<img alt="${alt}" src="${attribute(url)}">`
  const source = `<source media="(prefers-color-scheme: dark)" srcset="${attribute(dark ?? '')}">`
  const picture = choice.light === choice.dark ? img : `<picture>\n  ${source}\n  ${img}\n</picture>`
  const html = `<a href="${attribute(page)}">${picture}</a>`
  // Markdown has no word for two themes: HTML within it does (CommonMark 0.31 section 6.6).
  return { markdown: choice.light === choice.dark ? `[![${alt}](${url})](${page})` : html, html, url }
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
}
