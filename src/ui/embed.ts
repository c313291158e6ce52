import type { Urls } from '../urls.ts'

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

/** Returns the URL of a picture in one of its two themes. */
export function pictureUrl(site: Urls, handle: string, choice: EmbedChoice, theme: string): string {
  return site.image(handle, `${choice.kind}.svg`, { theme, ...choice.options })
}

/** Returns the same picture as Markdown, as HTML and as a URL, each with words for those who don't see it. */
export function embedCode(
  site: Urls,
  handle: string,
  choice: EmbedChoice,
): { markdown: string; html: string; url: string } {
  const page = site.profile(handle)
  const [light, dark] = [choice.light, choice.dark].map((theme) => pictureUrl(site, handle, choice, theme))
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
