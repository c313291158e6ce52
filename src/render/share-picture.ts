import type { PicturedView } from '../contract/cards.ts'
import { Canvas } from './canvas.ts'
import { litGround } from './glow.ts'
import { element } from './markup.ts'
import { wreath } from './medal.ts'
import { type Drawing, highest, namedMedal, score, summaryLine, tally } from './parts.ts'
import { PICTURE_FONTS, spelled } from './picture-fonts.ts'
import { placeholderSign } from './placeholder.ts'
import { profileSummary } from './profile-summary.ts'
import { sizeThatFits } from './text-width.ts'
import { whose } from './whose.ts'
import { type PlaceholderKind, wordsFor } from './words.ts'

export const SHARE_SIZE = { width: 1200, height: 630 } as const
const { width: WIDTH, height: HEIGHT } = SHARE_SIZE
const LEFT = 560
const MAX_WIDTH = WIDTH - LEFT - 72
const WREATH = { x: 76, y: 92, size: 410 }
const MEDAL = 112
const MEDALS = 4
/** Of an address. */
const SMALLEST = 12
const TALLY_SCALE = 1.9

/** Returns a canvas for PNGs: dark, without border and rounded corners. */
export function pictureCanvas(key: string): Canvas {
  const looks = { theme: 'night', hide_border: true, border_radius: 0 } as const
  return new Canvas({ looks, key, fonts: PICTURE_FONTS, spelled })
}

/** Returns the preview of a shared link, to be rendered as a PNG. It is cached, so it shows a date, not an age. */
export function sharePicture(view: PicturedView): string {
  const canvas = pictureCanvas('share')
  const words = wordsFor()
  const summary = profileSummary(view)
  const drawing: Drawing = { canvas, words, summary, view, width: WIDTH, pad: 72, now: view.generated_at }
  const name = `@${view.handle}`
  const body =
    whose(canvas, view, {
      x: LEFT,
      maxWidth: MAX_WIDTH,
      alone: { y: 164, smallest: 24, size: 84 },
      named: { y: 122, size: 72, handleY: 168, handleSize: 34 },
    }) +
    highest(drawing, { x: LEFT + 2, y: 216, size: 32, maxWidth: MAX_WIDTH }) +
    element(
      'g',
      { transform: `translate(${LEFT + 2} 264) scale(${TALLY_SCALE})` },
      tally(drawing, MAX_WIDTH / TALLY_SCALE).draw(0, 0),
    ) +
    medals(drawing) +
    whereAndWhen(drawing, { x: LEFT + 2, y: 564, size: 22, maxWidth: MAX_WIDTH - 190 })
  return canvas.document({
    ...SHARE_SIZE,
    title: words.achievementsOf(name),
    description: summaryLine(words, summary),
    body:
      litGround(canvas, summary.metal, WIDTH, HEIGHT) +
      score(drawing, WREATH) +
      body +
      brand(canvas, WIDTH - 72, 584, 30),
  })
}

function medals(drawing: Drawing): string {
  const cell = MAX_WIDTH / MEDALS
  const label = { width: cell - 8, size: 18, leading: 22, y: 472, tierY: 473 }
  return drawing.summary.proudest
    .slice(0, MEDALS)
    .map((item, index) => {
      const middle = LEFT + cell * (index + 0.5) - (cell - MEDAL) / 2 + 2
      return namedMedal(drawing, item, { x: middle - MEDAL / 2, y: 336, size: MEDAL }, label)
    })
    .join('')
}

/** Where the page is and, below it, the day of what is shown. A long address is written smaller rather than cut. */
export function whereAndWhen(
  { canvas, words, view }: Drawing,
  { x, y, size, maxWidth }: { x: number; y: number; size: number; maxWidth: number },
): string {
  const day = words.day(view.generated_at, view.time_zone)
  return (
    address(canvas, view.page, { x, y, size, maxWidth }) +
    canvas.text(day, { x, y: y + 1.4 * size, size, role: 'soft', maxWidth })
  )
}

/** Where a page is, smaller if it does not fit. */
export function address(
  canvas: Canvas,
  page: string,
  { x, y, size, maxWidth }: { x: number; y: number; size: number; maxWidth: number },
): string {
  const fitting = sizeThatFits(page, 'regular', maxWidth, SMALLEST, size)
  return canvas.text(page, { x, y, size: fitting, role: 'soft', maxWidth })
}

/** The maker's mark, its right end at `x`. */
export function brand(canvas: Canvas, x: number, y: number, size: number): string {
  return (
    wreath(canvas, 5, 'earned', { x: x - 5 * size, y: y - 1.08 * size, size: 1.4 * size }) +
    canvas.text('Laurel', { x, y, size, face: 'serif', role: 'text', anchor: 'end' })
  )
}

/** Returns the picture that replaces one that cannot be drawn. It contains nothing of any profile. */
export function placeholderPicture(
  kind: PlaceholderKind,
  { width, height }: { width: number; height: number },
): string {
  const canvas = pictureCanvas(`notice ${kind}`)
  const [title, text] = wordsFor().placeholders[kind]
  const size = Math.min(width, height) * 0.42
  const middle = width / 2
  const top = height / 2 - size * 0.8
  const place = { x: middle - size / 2, y: top, size }
  const centred = { x: middle, anchor: 'middle', maxWidth: width - 120 } as const
  const sign = placeholderSign(canvas, kind, place)
  return canvas.document({
    width,
    height,
    title,
    description: text,
    body:
      litGround(canvas, 'earned', width, height) +
      sign +
      canvas.text(title, { ...centred, y: top + size + 76, size: 60, face: 'serif', role: 'title' }) +
      canvas.text(text, { ...centred, y: top + size + 132, size: 30, role: 'soft' }) +
      brand(canvas, width - 60, height - 56, 28),
  })
}
