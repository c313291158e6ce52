import {
  EXTRA_PARTS,
  type OptionName,
  PICTURE_OPTIONS,
  PICTURE_PARTS,
  THEME_NAMES,
} from '../../../src/contract/cards.ts'
import { EMBED_THEMES, type EmbedChoice, type EmbedKind, embedKind } from '../../../src/ui/embed.ts'

/** The options of each kind that are chosen by a control of their own; themes are chosen for light and dark pages. */
const OPTION_NAMES: Readonly<Record<EmbedKind, readonly OptionName[]>> = {
  card: namesOf('card'),
  trophies: namesOf('trophies'),
  badge: namesOf('badge'),
  calendar: namesOf('calendar'),
  shield: ['locale', 'style', 'achievement'],
  story: [],
  preview: ['achievement'],
}

/** What a picture's options are read by. */
const SCHEMAS = {
  ...PICTURE_OPTIONS,
  shield: PICTURE_OPTIONS.badge,
  preview: PICTURE_OPTIONS.badge,
  story: null,
}

const THEMES: readonly string[] = ['auto', ...THEME_NAMES]

/** Returns the kinds that have an option. */
export function kindsWith(name: OptionName): EmbedKind[] {
  return Object.keys(OPTION_NAMES)
    .map(embedKind)
    .filter((kind) => OPTION_NAMES[kind].includes(name))
}

/** Returns the parts that a list of parts to hide, or to show, can name for a picture. */
export function partsOf(picture: keyof typeof PICTURE_PARTS, list: 'hide' | 'show') {
  return PICTURE_PARTS[picture].filter((part) => EXTRA_PARTS.includes(part) === (list === 'show'))
}

/**
 * Parses the query of the page as the picture parses its own: unknown options are ignored, invalid values count as
 * absent. `badges`: ids that may be named.
 */
export function choiceFrom(
  query: Readonly<Record<string, string[]>>,
  badges: ReadonlySet<string>,
): EmbedChoice {
  const one = (name: string) => query[name]?.[0] ?? ''
  const kind = embedKind(one('kind'))
  const given = Object.fromEntries(Object.entries(query).map(([name, values]) => [name, values.join(',')]))
  const understood: Partial<Record<OptionName, unknown>> = SCHEMAS[kind]?.parse(given) ?? {}
  const options = OPTION_NAMES[kind]
    .map((name) => [name, textOf(understood[name])] as const)
    .filter(([name, text]) => text !== '' && (name !== 'achievement' || badges.has(text)))
  return {
    kind,
    light: THEMES.includes(one('light')) ? one('light') : EMBED_THEMES.light,
    dark: THEMES.includes(one('dark')) ? one('dark') : EMBED_THEMES.dark,
    options: Object.fromEntries(options),
  }
}

/** Returns a parsed value as it is written in a URL; '' for one that changes nothing. */
function textOf(value: unknown): string {
  if (value === undefined || value === false) return ''
  return String(value).replace(/^#/, '')
}

function namesOf(picture: keyof typeof PICTURE_OPTIONS): OptionName[] {
  return PICTURE_OPTIONS[picture].keyof().options.filter((name) => name !== 'theme')
}
