import { type Message, t } from '../language/language.ts'
import { shieldsBadge, type Urls } from '../urls.ts'

/** Code to paste elsewhere to show a profile's images. Without the options' schemas, to be small in a browser. */

interface Kind {
  /** The picture's file name. */
  file: string
  label: Message
  /** Whether it is drawn in a theme. */
  themed: boolean
}

export const EMBED_KINDS = {
  card: { file: 'card.svg', label: 'Card', themed: true },
  trophies: { file: 'trophies.svg', label: 'Trophies', themed: true },
  badge: { file: 'badge.svg', label: 'Badge', themed: true },
  calendar: { file: 'calendar.svg', label: 'Calendar', themed: true },
  shield: { file: 'badge.svg', label: 'Badge by shields.io', themed: false },
  story: { file: 'story.png', label: 'Story, 1080 × 1920', themed: false },
  preview: { file: 'og.png', label: 'Link preview, 1200 × 630', themed: false },
} as const satisfies Record<string, Kind>
export type EmbedKind = keyof typeof EMBED_KINDS

/** The themes that `auto` switches between, and the first choice. */
export const EMBED_THEMES = { light: 'parchment', dark: 'night' } as const

/** The options chosen for an embedded image. */
export interface EmbedChoice {
  kind: EmbedKind
  /** Themes for light and for dark pages; equal ones need no switch. */
  light: string
  dark: string
  /** Further URL options by name. Empty ones are omitted. */
  options: Readonly<Record<string, string>>
}

/** Returns the kind of that name, else the first. */
export function embedKind(name: string | undefined): EmbedKind {
  return name !== undefined && Object.hasOwn(EMBED_KINDS, name) ? (name as EmbedKind) : 'card'
}

/** Returns the URL of an image in one of its two themes; what shields.io draws is previewed as the badge it is like. */
export function pictureUrl(site: Urls, handle: string, choice: EmbedChoice, theme: string): string {
  const { file, themed } = EMBED_KINDS[choice.kind]
  return site.image(handle, file, { ...(themed ? { theme } : {}), ...choice.options })
}

/**
 * Returns an image as Markdown, as HTML and as a URL, with alternative text. The HTML is for Markdown files as well: in
 * MDX, elements must be closed; before CommonMark 0.31, `<source` must not begin a line of a paragraph, which a link
 * alone on the first line prevents.
 */
export function embedCode(
  site: Urls,
  handle: string,
  choice: EmbedChoice,
): { markdown: string; html: string; url: string } {
  const page = site.profile(handle)
  const { light, dark } = choice
  const drawn = (theme: string) =>
    choice.kind === 'shield' ? byShields(site, handle, choice) : pictureUrl(site, handle, choice, theme)
  const named = { handle: `@${handle}` }
  const alt =
    choice.kind === 'calendar'
      ? t('Activity of {handle} on Laurel', named)
      : t('Achievements of {handle} on Laurel', named)
  const img = `<img alt="${attribute(alt)}" src="${attribute(drawn(light))}" />`
  const source = `<source media="(prefers-color-scheme: dark)" srcset="${attribute(drawn(dark))}" />`
  const shown = switches(choice) ? `\n<picture>\n  ${source}\n  ${img}\n</picture>\n` : img
  return {
    markdown: `[![${alt}](${drawn(markdownTheme(choice))})](${page})`,
    html: `<a href="${attribute(page)}">${shown}</a>`,
    url: drawn(light),
  }
}

function byShields(site: Urls, handle: string, { options: { style, ...query } }: EmbedChoice): string {
  return shieldsBadge(site.image(handle, 'shield.json', query), style)
}

/** Whether light and dark pages get different pictures. */
function switches({ kind, light, dark }: EmbedChoice): boolean {
  return EMBED_KINDS[kind].themed && light !== dark
}

/** Markdown can't express two themes (CommonMark 0.31 section 6.4), but `auto` is a theme that switches by itself. */
function markdownTheme({ light, dark }: EmbedChoice): string {
  return light === EMBED_THEMES.light && dark === EMBED_THEMES.dark ? 'auto' : light
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
}
