import {
  BADGE_STYLES,
  CARD_LAYOUTS,
  EXTRA_PARTS,
  type OptionName,
  PARTS,
  PICTURE_OPTIONS,
  RANGES,
  THEME_NAMES,
} from '../../../src/contract/cards.ts'
import { CARD_KINDS } from '../../../src/contract/wrapped.ts'
import { TIER_NAMES } from '../../../src/engine/types.ts'
import { LOCALES } from '../../../src/language/language.ts'
import { PATHS, type Section } from './blocks.ts'

const named = (values: readonly string[]) => values.map((value) => `\`${value}\``).join(', ')
const range = ([min, max]: readonly [number, number]) => `${min} to ${max}`
const image = (file: string) => `\`${PATHS.image('HANDLE', file)}\``
/** The pictures of the story of a year. */
const CARDS = `\`${PATHS.storyCard('HANDLE', '2026', 'CARD.png')}\``

const COLOUR = '3, 4, 6 or 8 hexadecimal digits; text stays readable on it'

/** The values of each option. The compiler requires an entry for every option of an image. */
const VALUES: Readonly<Record<OptionName, string>> = {
  theme: named(['auto', ...THEME_NAMES]),
  bg_color: COLOUR,
  title_color: COLOUR,
  text_color: COLOUR,
  border_color: COLOUR,
  hide_border: '`true`',
  border_radius: range(RANGES.border_radius),
  locale: named(LOCALES),
  hide: `a list of ${named(PARTS.filter((part) => !EXTRA_PARTS.includes(part)))}`,
  show: `a list of ${named(EXTRA_PARTS)}`,
  card_width: range(RANGES.card_width),
  disable_animations: '`true`',
  layout: named(CARD_LAYOUTS),
  columns: range(RANGES.columns),
  rows: range(RANGES.rows),
  category: 'the name of a category, such as `model-lore`',
  tier: `a list of ${named(TIER_NAMES)}`,
  style: named(BADGE_STYLES),
  achievement: 'the id of a badge',
}

/** Returns the images that accept an option. */
function takenBy(option: string): string {
  const names = Object.entries(PICTURE_OPTIONS).flatMap(([name, { shape }]) =>
    option in shape ? [name] : [],
  )
  return names.length === Object.keys(PICTURE_OPTIONS).length ? 'all' : names.join(', ')
}

export const PICTURE_SECTION: Section = {
  name: 'Pictures',
  blocks: [
    {
      text: 'Every profile that is not private has pictures, drawn from the published view. The response is always 200 with an image, even if there is nothing to show: pictures of a private profile look like those of an unknown handle. They follow the reader’s light or dark mode, but not GitHub’s own switch; and Safari and other browsers on WebKit show every picture in an `<img>` as in light mode. `<picture>` works in all of them. Proxies may show an older picture for about an hour.',
    },
    {
      head: ['path', 'shows'],
      rows: [
        [
          image('card.svg'),
          'the score, tiers, proudest badges, and what is next; `?layout=compact` in one line, `?layout=receipt` as a till receipt',
        ],
        [image('trophies.svg'), 'badges in a grid'],
        [image('badge.svg'), 'one line: the profile, or one achievement'],
        [
          image('calendar.svg'),
          'the days of the last 12 months in five levels, if the owner shows it: `publish_calendar`. A level is relative to the page’s other days, so it tells no count',
        ],
        [image('crest.svg'), 'a coat of arms, drawn from the handle alone'],
        [image('shield.json'), 'the same for shields.io'],
        [image('og.png'), '1200 × 630, for shared links; `?achievement=ID` for one badge'],
        [image('story.png'), '1080 × 1920, for a phone’s screen'],
        [
          CARDS,
          `a card of a published story, 1080 × 1920, or 1200 × 630 with \`?shape=wide\`: ${named(CARD_KINDS)}. That of a month is below \`/2026/11\`; \`.svg\` exists, too`,
        ],
      ],
    },
    { text: 'Unknown options and invalid values are ignored.' },
    {
      head: ['option', 'of', 'values'],
      rows: Object.entries(VALUES).map(([option, values]) => [`\`${option}\``, takenBy(option), values]),
    },
  ],
}
