import type { CardOptions } from '../contract/cards.ts'
import { CALENDAR_WIDTH } from './calendar.ts'
import { Canvas } from './canvas.ts'
import { medal, wreath } from './medal.ts'
import { lines } from './text-width.ts'
import { type PlaceholderKind, wordsFor } from './words.ts'

/** The picture that replaces one that cannot be drawn. It contains nothing of any profile. */

const SIZES = {
  card: { width: 480, height: 164 },
  trophies: { width: 600, height: 164 },
  calendar: { width: CALENDAR_WIDTH, height: 164 },
} as const
const WREATH = 96
const PAD = 28

export function placeholderSvg(
  kind: PlaceholderKind,
  shape: keyof typeof SIZES,
  options: CardOptions,
): string {
  const { height } = SIZES[shape]
  const width = options.card_width ?? SIZES[shape].width
  const canvas = new Canvas({ looks: options, key: `notice ${kind} ${shape} ${JSON.stringify(options)}` })
  const [title, text] = wordsFor(options.locale).placeholders[kind]
  const left = PAD + WREATH + 22
  const maxWidth = width - left - PAD
  const body = lines(text, 'regular', 13, maxWidth, 3)
  const heading = lines(title, 'serif', 21, maxWidth, 2)
  const y = height / 2 - (heading.length * 27 + body.length * 19) / 2
  const written = [
    ...heading.map((line, row) =>
      canvas.text(line, { x: left, y: y + 21 + row * 27, size: 21, face: 'serif', role: 'title' }),
    ),
    ...body.map((line, row) =>
      canvas.text(line, { x: left, y: y + 17 + heading.length * 27 + row * 19, size: 13, role: 'soft' }),
    ),
  ]
  const place = { x: PAD, y: (height - WREATH) / 2, size: WREATH }
  return canvas.document({
    width,
    height,
    title,
    description: text,
    body: canvas.ground(width, height) + placeholderSign(canvas, kind, place) + written.join(''),
  })
}

/** Pending: a growing wreath; otherwise a faint one. */
export function placeholderSign(
  canvas: Canvas,
  kind: PlaceholderKind,
  place: { x: number; y: number; size: number },
): string {
  if (kind !== 'pending')
    return medal(canvas, 'open', kind === 'unknown' || kind === 'unshared' ? 'compass' : 'restart', place)
  return wreath(canvas, 5, 'ghost', place) + wreath(canvas, 2, 'earned', place)
}
