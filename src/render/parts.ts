import type { CardOptions, CardView, Part, PicturedView } from '../contract/cards.ts'
import { EXTRA_PARTS } from '../contract/cards.ts'
import { iconOf } from '../ui/icons.ts'
import type { Next } from '../ui/next.ts'
import type { Canvas, TextPlace } from './canvas.ts'
import type { Attributes } from './markup.ts'
import { element } from './markup.ts'
import { medal, pip, wreath } from './medal.ts'
import { earnedMetalOf, type ProfileSummary } from './profile-summary.ts'
import { lines, sizeThatFits, textWidth } from './text-width.ts'
import type { EarnedMetal } from './themes.ts'
import type { Words } from './words.ts'

/** Parts that several pictures share. */

export interface Drawing {
  canvas: Canvas
  words: Words
  summary: ProfileSummary
  view: PicturedView
  width: number
  /** Space at the edges. Unit: CSS pixels. */
  pad: number
  /** Unix seconds. */
  now: number
}

/** A block of a picture, drawn from its own upper edge. */
export interface Block {
  height: number
  draw: (top: number) => string
}

/** What a picture has on its ground, and how much of that it takes. Unit: CSS pixels. */
export interface CardBody {
  width: number
  height: number
  markup: string
}

/** Returns blocks stacked from top to bottom. */
export function stacked(blocks: readonly Block[]): { height: number; markup: string } {
  let height = 0
  const drawn = blocks.map((block) => {
    const markup = block.draw(height)
    height += block.height
    return markup
  })
  return { height, markup: drawn.join('') }
}

/** Whether a part is drawn: hiding wins over showing. */
export function showsPart({ hide, show }: Pick<CardOptions, 'hide' | 'show'>, part: Part): boolean {
  if (hide?.includes(part)) return false
  return !EXTRA_PARTS.includes(part) || show?.includes(part) === true
}

/** Returns attributes with the classes of both. */
export function mixed(one: Attributes, other: Attributes): Attributes {
  const classes = [one.class, other.class].filter((name) => name !== undefined && name !== '')
  return { ...one, ...other, class: classes.join(' ') }
}

/** `30 of 60 unlocked` */
export function summaryLine(words: Words, { unlocked, total }: ProfileSummary): string {
  return words.unlockedOf(words.number(unlocked), words.number(total))
}

/** `Updated 3 h ago` */
export function updatedLine(words: Words, view: CardView, now: number): string {
  return words.updated(words.age(view.generated_at, now))
}

/** Returns what is missing for the next tier. */
export function missing(words: Words, { missing, progress }: Next): string {
  return missing
    ? words.more(words.number(missing.count), missing.tier)
    : words.conditions(words.percent(progress))
}

/** Returns a tier's name, or the word for a badge without tiers. */
export function tierName(words: Words, metal: EarnedMetal): string {
  return metal === 'earned' ? words.oneTime : metal
}

/** The number of unlocked achievements in a wreath of the highest metal. */
export function score(
  { canvas, words, summary }: Drawing,
  place: { x: number; y: number; size: number },
): string {
  const { x, y, size } = place
  const middle = x + size / 2
  const figure = words.number(summary.unlocked)
  const fontSize = sizeThatFits(figure, 'serif', size * 0.52, 16, Math.round(size * 0.3))
  const small = (text: string, at: number, share: number) =>
    canvas.text(text, {
      x: middle,
      y: Math.round(y + size * at),
      size: sizeThatFits(text, 'regular', size * share, 7, Math.round(size * 0.09)),
      role: 'soft',
      anchor: 'middle',
    })
  return (
    wreath(canvas, 5, summary.metal ?? 'ghost', place) +
    canvas.text(figure, {
      x: middle,
      y: y + size * 0.5,
      size: fontSize,
      face: 'serif',
      role: 'title',
      anchor: 'middle',
    }) +
    small(words.of(words.number(summary.total)), 0.615, 0.5) +
    small(words.unlocked, 0.715, 0.43)
  )
}

/** The highest tier and what it was earned in. */
export function highest(
  { canvas, words, summary }: Drawing,
  place: { x: number; y: number; size: number; maxWidth: number },
): string {
  const [proudest] = summary.proudest
  if (!proudest) return canvas.text(words.first, { ...place, role: 'soft' })
  return earnedLine(canvas, words, earnedMetalOf(proudest), proudest.name, place)
}

/** `Gold · …`: what was earned, and a fact about it unless that is ''. */
export function earnedLine(
  canvas: Canvas,
  words: Words,
  metal: EarnedMetal,
  fact: string,
  place: Omit<TextPlace, 'face' | 'role'>,
): string {
  const lead = { content: tierName(words, metal), role: `name-${metal}` } as const
  return canvas.led(lead, fact === '' ? '' : ` · ${fact}`, { ...place, role: 'soft' })
}

/** Returns the number of achievements at each metal that was reached, the highest first. */
export function countsOf({ tiers, feats }: ProfileSummary): { metal: EarnedMetal; count: number }[] {
  const all: { metal: EarnedMetal; count: number }[] = [
    ...tiers.map(({ tier, count }) => ({ metal: tier, count })),
    { metal: 'earned', count: feats },
  ]
  return all.filter(({ count }) => count > 0)
}

const TALLY = { size: 12, row: 17, dot: 14, gap: 12 }

/** The same as coins with number and name, in as many rows as they take. */
export function tally({ canvas, words, summary }: Drawing, maxWidth: number) {
  const { size, row, dot, gap } = TALLY
  let [x, y] = [0, 0]
  const items = countsOf(summary).map(({ metal, count }) => {
    const text = `${words.number(count)} ${tierName(words, metal)}`
    const width = Math.ceil(dot + textWidth(text, 'bold', size))
    if (x > 0 && x + width > maxWidth) [x, y] = [0, y + row]
    const item = { metal, text, x, y }
    x += width + gap
    return item
  })
  return {
    height: items.length === 0 ? 0 : y + row,
    draw: (left: number, top: number) =>
      items
        .map(
          ({ metal, text, x, y }) =>
            pip(canvas, metal, left + x + 4.5, top + y - 4, 4.5) +
            canvas.text(text, {
              x: left + x + dot,
              y: top + y,
              size,
              face: 'bold',
              role: `name-${metal}`,
              maxWidth: maxWidth - dot,
            }),
        )
        .join(''),
  }
}

/** Returns an achievement's medal, with its name on at most two lines and its tier below. `tierY`: without a name. */
export function namedMedal(
  { canvas, words }: Drawing,
  item: ProfileSummary['proudest'][number],
  place: { x: number; y: number; size: number },
  { size, width, leading, y, tierY }: Record<'size' | 'width' | 'leading' | 'y' | 'tierY', number>,
): string {
  const metal = earnedMetalOf(item)
  const name = lines(item.name, 'regular', size, width, 2)
  const label = { x: place.x + place.size / 2, size, anchor: 'middle' } as const
  return (
    medal(canvas, metal, iconOf(item), place) +
    name.map((line, row) => canvas.text(line, { ...label, y: y + row * leading })).join('') +
    canvas.text(tierName(words, metal), {
      ...label,
      y: tierY + name.length * leading,
      face: 'bold',
      role: `name-${metal}`,
    })
  )
}

/** The foot: a line, where the page is, and the maker's mark. */
export function foot(drawing: Drawing, line: string): Block {
  const { canvas, width, pad, view } = drawing
  const texts = [line, view.page].filter((text) => text !== '')
  const place = { x: pad, size: 11, role: 'soft', maxWidth: width - 2 * pad - 80 } as const
  const middle = 26 + (texts.length - 1) * 8
  return {
    height: 42 + (texts.length - 1) * 16,
    draw: (top) =>
      rule(drawing, top) +
      texts.map((text, row) => canvas.text(text, { ...place, y: top + 26 + row * 16 })).join('') +
      mark(drawing, width - pad, top + middle),
  }
}

/** The maker's mark, its right end at `x`. */
export function mark({ canvas }: Drawing, x: number, y: number): string {
  return (
    wreath(canvas, 5, 'earned', { x: x - 62, y: y - 13, size: 17 }) +
    canvas.text('Laurel', { x, y, size: 12, face: 'serif', role: 'soft', anchor: 'end' })
  )
}

/** A fine line across the picture. */
export function rule({ canvas, width, pad }: Drawing, y: number): string {
  return element('rect', {
    x: pad,
    y,
    width: width - 2 * pad,
    height: 1,
    ...canvas.paint({ fill: 'soft' }),
    'fill-opacity': 0.2,
  })
}
