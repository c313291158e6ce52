import type { BadgeOptions, BadgeStyle, PicturedView } from '../contract/cards.ts'
import { badgeIcon, iconOf } from '../ui/icons.ts'
import { Canvas } from './canvas.ts'
import { element, number } from './markup.ts'
import { wreath } from './medal.ts'
import { inkOn } from './palette.ts'
import { summaryLine, tierName, updatedLine } from './parts.ts'
import { earnedMetalOf, type ProfileSummary, profileSummary, shownAchievement } from './profile-summary.ts'
import { type Face, textWidth } from './text-width.ts'
import { type EarnedMetal, METAL_COLOURS, THEMES } from './themes.ts'
import { type PlaceholderKind, type Words, wordsFor } from './words.ts'
import { xmlText } from './xml.ts'

/** A one-line badge of two halves, for READMEs. Every text is drawn exactly as wide as it was measured. */

const FONT = "Verdana,Geneva,'DejaVu Sans',sans-serif"
const LABEL = { ground: '#28322d', text: '#f4f6f1' }
const PLAIN = { ground: '#8d8673', text: '#14110a' }
const ICON = 14

const STYLES: Readonly<
  Record<BadgeStyle, { height: number; size: number; radius: number; pad: number; loud: boolean }>
> = {
  flat: { height: 20, size: 11, radius: 4, pad: 6, loud: false },
  'flat-square': { height: 20, size: 11, radius: 0, pad: 6, loud: false },
  'for-the-badge': { height: 28, size: 10, radius: 4, pad: 10, loud: true },
}
/** Letter spacing of the style `for-the-badge`. */
const SPACING = 1

/** What a badge says. */
export interface BadgeFacts {
  label: string
  message: string
  /** Null if it is not earned. */
  metal: EarnedMetal | null
  /** Icon of the achievement; null for the profile. */
  icon: string | null
  title: string
}

/** Returns what the badge of a profile says, or of `achievement` if given. A hidden secret counts as unknown. */
export function badgeFacts(view: PicturedView, options: BadgeOptions, now: number): BadgeFacts {
  const words = wordsFor(options.locale)
  const summary = profileSummary(view)
  const updated = updatedLine(words, view, now)
  if (options.achievement === undefined) return ofProfile(words, summary, view, updated)
  const item = shownAchievement(view, options.achievement)
  if (!item) return placeholderFacts('unknown', options)
  const metal = item.unlocked ? earnedMetalOf(item) : null
  const message = metal ? tierName(words, metal) : words.percent(item.progress_pct)
  const title = `@${view.handle} · ${item.name}: ${metal ? message : `${words.locked}, ${message}`}. ${updated}. ${view.page}`
  return { label: item.name, message, metal, icon: iconOf(item), title }
}

function ofProfile(
  words: Words,
  summary: ProfileSummary,
  { handle, page }: PicturedView,
  updated: string,
): BadgeFacts {
  const score = `${words.number(summary.unlocked)} / ${words.number(summary.total)}`
  const { metal } = summary
  return {
    label: 'laurel',
    message: metal && metal !== 'earned' ? `${score} · ${metal}` : score,
    metal,
    icon: null,
    title: `${words.achievementsOf(`@${handle}`)}: ${summaryLine(words, summary)}. ${updated}. ${page}`,
  }
}

export function placeholderFacts(
  kind: PlaceholderKind,
  { locale }: Pick<BadgeOptions, 'locale'>,
): BadgeFacts {
  const [title, text] = wordsFor(locale).placeholders[kind]
  return { label: 'laurel', message: title, metal: null, icon: null, title: `Laurel: ${title}. ${text}` }
}

export function badgeSvg(view: PicturedView, options: BadgeOptions, now: number): string {
  return drawBadge(badgeFacts(view, options, now), options)
}

export function placeholderBadge(kind: PlaceholderKind, options: BadgeOptions): string {
  return drawBadge(placeholderFacts(kind, options), options)
}

function drawBadge(facts: BadgeFacts, options: BadgeOptions): string {
  const { height, size, radius, pad, loud } = STYLES[options.style ?? 'flat']
  const canvas = new Canvas({ looks: options, key: `badge ${JSON.stringify([facts, options.style])}` })
  const colours = coloursOf(facts.metal, options)
  const line = (text: string) => (loud ? text.toLocaleUpperCase('en') : text)
  const texts = {
    label: measured(line(facts.label), 'regular', size, loud),
    message: measured(line(facts.message), loud ? 'bold' : 'regular', size, loud),
  }
  const split = pad + ICON + 4 + texts.label.width + pad
  const width = split + pad + texts.message.width + pad
  const rx = Math.min(options.border_radius ?? radius, height / 2)
  const baseline = height / 2 + size * 0.36
  const clip = canvas.define(
    'clip',
    (id) => `<clipPath id="${id}"><rect width="${number(width)}" height="${height}" rx="${rx}"/></clipPath>`,
  )
  const halves =
    element('rect', { width, height, fill: colours.label.ground }) +
    element('rect', { x: split, width: width - split, height, fill: colours.message.ground })
  return canvas.document({
    width: Math.round(width * 100) / 100,
    height,
    title: `${facts.label}: ${facts.message}`,
    description: facts.title,
    body:
      element('g', { 'clip-path': `url(#${clip})` }, halves) +
      border(options, width, height, rx) +
      sign(canvas, facts, colours.label.text, { x: pad, y: (height - ICON) / 2, size: ICON }) +
      written(texts.label, pad + ICON + 4, baseline, colours.label.text) +
      written(texts.message, split + pad, baseline, colours.message.text),
  })
}

interface Measured {
  text: string
  face: Face
  size: number
  width: number
  loud: boolean
}

function measured(text: string, face: Face, size: number, loud: boolean): Measured {
  const spaces = loud ? [...text].length * SPACING : 0
  return { text, face, size, width: Math.max(1, textWidth(text, face, size) + spaces), loud }
}

function written({ text, face, size, width, loud }: Measured, x: number, y: number, colour: string): string {
  return element(
    'text',
    {
      x,
      y,
      fill: colour,
      'font-family': FONT,
      'font-size': size,
      'font-weight': face === 'bold' ? 700 : undefined,
      'letter-spacing': loud ? SPACING : undefined,
      textLength: width,
      lengthAdjust: 'spacingAndGlyphs',
    },
    xmlText(text),
  )
}

/** The wreath for a profile, its own icon for an achievement. */
function sign(
  canvas: Canvas,
  { icon }: BadgeFacts,
  colour: string,
  place: { x: number; y: number; size: number },
): string {
  const shapes = icon === null ? undefined : badgeIcon(icon)
  if (shapes === undefined) {
    const drawn = wreath(canvas, 5, 'plain', place)
    return element('g', { fill: colour, stroke: colour }, drawn)
  }
  return element(
    'g',
    {
      transform: `translate(${place.x} ${number(place.y)}) scale(${number(place.size / 24)})`,
      fill: 'none',
      stroke: colour,
      'stroke-width': 2,
      'stroke-linecap': 'round',
      'stroke-linejoin': 'round',
    },
    shapes,
  )
}

interface Half {
  ground: string
  text: string
}

function coloursOf(metal: EarnedMetal | null, options: BadgeOptions): { label: Half; message: Half } {
  const theme = options.theme === undefined || options.theme === 'auto' ? null : THEMES[options.theme]
  const label = theme ? { ground: theme.ground, text: theme.title } : LABEL
  const message = metal ? { ground: METAL_COLOURS[metal].base, text: METAL_COLOURS[metal].ink } : PLAIN
  const { bg_color: ground, title_color: title, text_color: text } = options
  const chosen = ground === undefined ? message : { ground, text: inkOn(ground) }
  return {
    label: title === undefined ? label : { ...label, text: title },
    message: text === undefined ? chosen : { ...chosen, text },
  }
}

function border(options: BadgeOptions, width: number, height: number, rx: number): string {
  const { border_color: colour, hide_border: hidden } = options
  if (colour === undefined || hidden) return ''
  const frame = { x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx }
  return element('rect', { ...frame, fill: 'none', stroke: colour })
}
