import type { Achievement } from '../contract/achievements.ts'
import { iconOf } from '../ui/icons.ts'
import { Canvas } from './canvas.ts'
import { litGround } from './glow.ts'
import { medal, wreath } from './medal.ts'
import { earnedLine } from './parts.ts'
import { earnedMetalOf } from './profile-summary.ts'
import { address, pictureCanvas } from './share-picture.ts'
import { lines, textWidth } from './text-width.ts'
import { wordsFor } from './words.ts'

/** An earned badge as a square picture, into which credentials are baked. */

export const BADGE_IMAGE_SIZE = { width: 640, height: 640 } as const
const { width: WIDTH, height: HEIGHT } = BADGE_IMAGE_SIZE
const PAD = 48
const MIDDLE = WIDTH / 2
const MEDAL = { x: MIDDLE - 170, y: 36, size: 340 }

export interface BadgeImage {
  handle: string
  /** URL of the earner's page without its scheme. */
  page: string
  timeZone: string
  /** An earned one. */
  achievement: Achievement
  /** When its tier was reached. Unix seconds. */
  since: number
}

/** Returns the image as an SVG that follows the reader’s choice of light and dark. */
export function badgeImageSvg(plaque: BadgeImage): string {
  const looks = { theme: 'auto', border_radius: 32 } as const
  return drawn(new Canvas({ looks, key: `plaque ${plaque.handle} ${plaque.achievement.id}` }), plaque)
}

/** Returns the image as an SVG to be rendered as a PNG. */
export function badgeImagePicture(plaque: BadgeImage): string {
  return drawn(pictureCanvas(`plaque ${plaque.achievement.id}`), plaque)
}

function drawn(canvas: Canvas, { handle, page, timeZone, achievement, since }: BadgeImage): string {
  const words = wordsFor()
  const metal = earnedMetalOf(achievement)
  const name = lines(achievement.name, 'serif', 52, WIDTH - 2 * PAD, 2)
  const top = name.length > 1 ? 422 : 448
  const below = top + (name.length - 1) * 58
  return canvas.document({
    ...BADGE_IMAGE_SIZE,
    title: `${achievement.name} · @${handle}`,
    description: achievement.criteria,
    body:
      litGround(canvas, metal, WIDTH, HEIGHT) +
      medal(canvas, metal, iconOf(achievement), MEDAL) +
      name
        .map((line, row) =>
          canvas.text(line, {
            x: MIDDLE,
            y: top + row * 58,
            size: 52,
            face: 'serif',
            role: 'title',
            anchor: 'middle',
          }),
        )
        .join('') +
      earnedLine(canvas, words, metal, words.day(since, timeZone), {
        ...{ x: MIDDLE, y: below + 52, size: 28, anchor: 'middle' },
        maxWidth: WIDTH - 2 * PAD,
      }) +
      address(canvas, page, { x: PAD, y: HEIGHT - PAD, size: 24, maxWidth: WIDTH - 2 * PAD - 150 }) +
      brand(canvas),
  })
}

/** The maker's mark, with space for the fonts of any system. */
function brand(canvas: Canvas): string {
  const [x, y, size] = [WIDTH - PAD, HEIGHT - PAD, 24]
  const left = x - textWidth('Laurel', 'serif', size) - 1.6 * size
  return (
    wreath(canvas, 5, 'earned', { x: left, y: y - 1.08 * size, size: 1.4 * size }) +
    canvas.text('Laurel', { x, y, size, face: 'serif', role: 'text', anchor: 'end' })
  )
}
