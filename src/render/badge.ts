import type { BadgeOptions, BadgeStyle, PicturedView } from '../contract/cards.ts'
import { badgeIcon, iconOf } from '../ui/icons.ts'
import { Canvas } from './canvas.ts'
import { type Attributes, element, number } from './markup.ts'
import { wreath } from './medal.ts'
import { inkOn } from './palette.ts'
import { summaryLine, tierName, updatedLine } from './parts.ts'
import { earnedMetalOf, type ProfileSummary, profileSummary, shownAchievement } from './profile-summary.ts'
import { type Face, textWidth } from './text-width.ts'
import { type EarnedMetal, METAL_COLOURS } from './themes.ts'
import { type PlaceholderKind, type Words, wordsFor } from './words.ts'
import { xmlText } from './xml.ts'

/** A one-line badge of two halves, for READMEs. Every text is drawn exactly as wide as it was measured. */

/** The left half has the colours of the theme: its title on that of its border, which stands out on its ground. */
const FONT = "Verdana,Geneva,'DejaVu Sans',sans-serif"
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
  const { theme, title_color } = options
  const canvas = new Canvas({
    looks: { theme, title_color },
    key: `badge ${JSON.stringify([facts, options.style])}`,
  })
  const label = canvas.paint({ fill: 'title' })
  const message = messageColours(facts.metal, options)
  const line = (text: string) => (loud ? text.toLocaleUpperCase('en') : text)
  const texts = {
    label: measured(line(facts.label), 'regular', size, loud),
    message: measured(line(facts.message), loud ? 'bold' : 'regular', size, loud),
  }
  // Whole pixels: some renderers round a picture's width up, others down.
  const split = Math.ceil(pad + ICON + 4 + texts.label.width + pad)
  const width = Math.ceil(split + pad + texts.message.width + pad)
  const rx = Math.min(options.border_radius ?? radius, height / 2)
  const baseline = height / 2 + size * 0.36
  const clip = canvas.define(
    'clip',
    (id) => `<clipPath id="${id}"><rect width="${width}" height="${height}" rx="${rx}"/></clipPath>`,
  )
  const halves =
    element('rect', { width, height, ...canvas.paint({ fill: 'border' }) }) +
    element('rect', { x: split, width: width - split, height, fill: message.ground })
  return canvas.document({
    width,
    height,
    title: `${facts.label}: ${facts.message}`,
    description: facts.title,
    body:
      element('g', { 'clip-path': `url(#${clip})` }, halves) +
      border(options, width, height, rx) +
      sign(canvas, facts, { x: pad, y: (height - ICON) / 2, size: ICON }) +
      written(texts.label, pad + ICON + 4, baseline, label) +
      written(texts.message, split + pad, baseline, { fill: message.text }),
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

function written(
  { text, face, size, width, loud }: Measured,
  x: number,
  y: number,
  paint: Attributes,
): string {
  return element(
    'text',
    {
      x,
      y,
      ...paint,
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
function sign(canvas: Canvas, { icon }: BadgeFacts, place: { x: number; y: number; size: number }): string {
  const shapes = icon === null ? undefined : badgeIcon(icon)
  if (shapes === undefined) {
    const drawn = wreath(canvas, 5, 'plain', place)
    return element('g', canvas.paint({ fill: 'title' }), drawn)
  }
  return element(
    'g',
    {
      transform: `translate(${place.x} ${number(place.y)}) scale(${number(place.size / 24)})`,
      fill: 'none',
      ...canvas.paint({ stroke: 'title' }),
      'stroke-width': 2,
      'stroke-linecap': 'round',
      'stroke-linejoin': 'round',
    },
    shapes,
  )
}

/** Returns the colours of the right half. */
function messageColours(
  metal: EarnedMetal | null,
  { bg_color: ground, text_color: text }: BadgeOptions,
): { ground: string; text: string } {
  const own = metal ? { ground: METAL_COLOURS[metal].base, text: METAL_COLOURS[metal].ink } : PLAIN
  const chosen = ground === undefined ? own : { ground, text: inkOn(ground) }
  return text === undefined ? chosen : { ...chosen, text }
}

function border(options: BadgeOptions, width: number, height: number, rx: number): string {
  const { border_color: colour, hide_border: hidden } = options
  if (colour === undefined || hidden) return ''
  const frame = { x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx }
  return element('rect', { ...frame, fill: 'none', stroke: colour })
}
