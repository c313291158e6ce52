import type { Urls } from '../urls.ts'

/** Code to paste elsewhere to show a profile's images. */

export const EMBED_KINDS = ['card', 'trophies', 'badge'] as const
export type EmbedKind = (typeof EMBED_KINDS)[number]

/** The options chosen for an embedded image. */
export interface EmbedChoice {
  kind: EmbedKind
  /** Themes for dark and for light mode; equal ones need no switch. */
  light: string
  dark: string
  /** Further URL options by name. Empty ones are omitted. */
  options: Readonly<Record<string, string>>
}

/** Returns the URL of an image in one of its two themes. */
export function pictureUrl(site: Urls, handle: string, choice: EmbedChoice, theme: string): string {
  return site.image(handle, `${choice.kind}.svg`, { theme, ...choice.options })
}

/** Returns an image as Markdown, as HTML and as a URL, with alternative text. */
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
  // Markdown cannot express two themes, but it allows HTML (CommonMark 0.31 section 6.6).
  return { markdown: choice.light === choice.dark ? `[![${alt}](${url})](${page})` : html, html, url }
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
}
