import type { Story, StoryCard } from '../contract/wrapped.ts'
import { iconOf } from '../ui/icons.ts'
import { cardIcon, cardMetal } from '../ui/wrapped/card-looks.ts'
import { basisLine, cardText, headline, windowLine } from '../ui/wrapped/words.ts'
import { Canvas } from './canvas.ts'
import { litGround } from './glow.ts'
import { medal } from './medal.ts'
import { address, brand, pictureCanvas, SHARE_SIZE } from './share-picture.ts'
import { STORY_SIZE } from './story-picture.ts'
import { lines, sizeThatFits } from './text-width.ts'

/** For a phone’s whole screen, and for shared links. */
export const CARD_SHAPES = ['tall', 'wide'] as const
export type CardShape = (typeof CARD_SHAPES)[number]

/** Places in a picture. Unit: CSS pixels. */
interface Layout {
  width: number
  height: number
  pad: number
  medal: { x: number; y: number; size: number }
  /** Where texts begin, or have their middle. */
  x: number
  anchor: 'start' | 'middle'
  maxWidth: number
  title: { y: number; size: number }
  figure: { y: number; size: number }
  unit: { y: number; size: number }
  facts: { y: number; size: number; leading: number; lines: number }
  /** The lowest line, where the page is. Above it are the window and the basis. */
  foot: { bottom: number; size: number }
}

const LAYOUTS: Readonly<Record<CardShape, Layout>> = {
  tall: {
    ...STORY_SIZE,
    pad: 96,
    medal: { x: 540 - 180, y: 270, size: 360 },
    x: 540,
    anchor: 'middle',
    maxWidth: 888,
    title: { y: 760, size: 56 },
    figure: { y: 1000, size: 230 },
    unit: { y: 1100, size: 56 },
    facts: { y: 1240, size: 42, leading: 60, lines: 5 },
    foot: { bottom: 1800, size: 32 },
  },
  wide: {
    ...SHARE_SIZE,
    pad: 72,
    medal: { x: 84, y: 118, size: 300 },
    x: 460,
    anchor: 'start',
    maxWidth: 668,
    title: { y: 130, size: 34 },
    figure: { y: 256, size: 120 },
    unit: { y: 312, size: 34 },
    facts: { y: 376, size: 28, leading: 38, lines: 4 },
    foot: { bottom: 584, size: 22 },
  },
}

export interface CardPicture {
  story: Story
  card: StoryCard
  handle: string
  /** Where the story is, without the scheme. */
  page: string
  shape: CardShape
}

/** Returns a card of a story as an SVG, to be rendered as a PNG. */
export function wrappedPicture(picture: CardPicture): string {
  return drawn(pictureCanvas(`wrapped ${picture.card.kind}`), picture)
}

/** Returns the same to be shown as it is, in fonts of the reader’s system. */
export function wrappedSvg(picture: CardPicture): string {
  const looks = { theme: 'night', hide_border: true, border_radius: 0 } as const
  return drawn(new Canvas({ looks, key: `wrapped ${picture.card.kind}` }), picture)
}

function drawn(canvas: Canvas, { story, card, handle, page, shape }: CardPicture): string {
  const layout = LAYOUTS[shape]
  const { width, height, pad, x, anchor, maxWidth } = layout
  const { bottom, size: footSize } = layout.foot
  const text = cardText(card, story)
  const { title, figure, unit, facts } = text
  const metal = cardMetal(card)
  const place = { x, anchor, maxWidth } as const
  const size = sizeThatFits(figure, 'serif', maxWidth, 40, layout.figure.size)
  const basis = lines(`Counted from ${basisLine(story, card.kind)}`, 'regular', footSize, width - 2 * pad, 2)
  return canvas.document({
    width,
    height,
    title: `@${handle}: ${title}`,
    description: [`${headline(text)}.`, ...facts, `${windowLine(story)}.`].join(' '),
    body:
      litGround(canvas, metal, width, height) +
      medal(canvas, metal, iconOf(cardIcon(card)), layout.medal) +
      canvas.text(title, { ...place, ...layout.title, role: 'soft' }) +
      canvas.text(figure, { ...place, y: layout.figure.y, size, face: 'serif', role: 'title' }) +
      canvas.text(unit, { ...place, ...layout.unit, face: 'bold', role: `name-${metal}` }) +
      factLines(canvas, facts, layout) +
      foot(canvas, [`@${handle} · ${windowLine(story)}`, ...basis], layout) +
      address(canvas, page, {
        x: pad,
        y: bottom,
        size: footSize,
        maxWidth: width - 2 * pad - 8 * footSize,
      }) +
      brand(canvas, width - pad, bottom, 1.25 * footSize),
  })
}

/** Facts one below the other, each on as many lines as it takes, as far as there is room. */
function factLines(canvas: Canvas, facts: readonly string[], { facts: row, ...layout }: Layout): string {
  return facts
    .flatMap((fact) => lines(fact, 'regular', row.size, layout.maxWidth, 2))
    .slice(0, row.lines)
    .map((line, at) =>
      canvas.text(line, { x: layout.x, anchor: layout.anchor, y: row.y + at * row.leading, size: row.size }),
    )
    .join('')
}

/** Lines right above the lowest one, the first of them bold. */
function foot(
  canvas: Canvas,
  texts: readonly string[],
  { width, pad, foot: { bottom, size } }: Layout,
): string {
  const leading = 1.5 * size
  return texts
    .map((text, at) => {
      const place = { x: pad, y: bottom - (texts.length - at) * leading, size, maxWidth: width - 2 * pad }
      return at === 0
        ? canvas.text(text, { ...place, face: 'bold' })
        : canvas.text(text, { ...place, role: 'soft' })
    })
    .join('')
}
