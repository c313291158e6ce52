import type { Achievement } from '../contract/achievements.ts'
import type { PicturedView } from '../contract/cards.ts'
import { iconOf } from '../ui/icons.ts'
import { metalOf } from '../ui/metal.ts'
import { wayOf } from '../ui/next.ts'
import { litGround } from './glow.ts'
import { element } from './markup.ts'
import { medal } from './medal.ts'
import { earnedLine, missing } from './parts.ts'
import { earnedMetalOf } from './profile-summary.ts'
import { address, brand, pictureCanvas, SHARE_SIZE } from './share-picture.ts'
import { lines } from './text-width.ts'
import { wordsFor } from './words.ts'

const { width: WIDTH, height: HEIGHT } = SHARE_SIZE
const LEFT = 520
const MAX_WIDTH = WIDTH - LEFT - 72
const MEDAL = { x: 64, y: 100, size: 400 }

/** Returns one achievement of a profile as a picture to share, to be rendered as a PNG. */
export function achievementPicture(view: PicturedView, item: Achievement): string {
  const canvas = pictureCanvas(`share ${item.id}`)
  const words = wordsFor()
  const metal = item.unlocked ? earnedMetalOf(item) : null
  const name = lines(item.name, 'serif', 62, MAX_WIDTH * 1.1, 2)
  const criteria = lines(item.criteria, 'regular', 28, MAX_WIDTH, 3)
  const reachedAt = item.tier_history.at(-1)?.reached_at ?? item.unlocked_at
  const since = reachedAt === null ? '' : words.day(reachedAt, view.time_zone)
  const height = name.length * 70 + 62 + criteria.length * 38
  const top = Math.max(96, (HEIGHT - 90 - height) / 2)
  const below = top + name.length * 70 + 44
  const bar = { x: LEFT + 2, y: 506, height: 10, rx: 5 }
  const tally = metal
    ? earnedLine(canvas, words, metal, since, { x: LEFT + 2, y: below, size: 34, maxWidth: MAX_WIDTH })
    : canvas.text(words.locked, { x: LEFT + 2, y: below, size: 34, role: 'soft', maxWidth: MAX_WIDTH })
  const way = metal
    ? ''
    : element('rect', { ...bar, width: MAX_WIDTH, ...canvas.paint({ fill: 'soft' }), 'fill-opacity': 0.2 }) +
      element('rect', {
        ...bar,
        width: Math.max(10, (MAX_WIDTH * item.progress_pct) / 100),
        ...canvas.paint({ fill: 'name-earned' }),
      }) +
      canvas.text(missing(words, wayOf(item)), {
        x: LEFT + 2,
        y: 490,
        size: 24,
        role: 'soft',
        maxWidth: MAX_WIDTH,
      })
  return canvas.document({
    ...SHARE_SIZE,
    title: `${item.name} · @${view.handle}`,
    description: item.criteria,
    body:
      litGround(canvas, metal, WIDTH, HEIGHT) +
      medal(canvas, metalOf(item), iconOf(item), MEDAL) +
      name
        .map((line, row) =>
          canvas.text(line, { x: LEFT, y: top + 50 + row * 70, size: 62, face: 'serif', role: 'title' }),
        )
        .join('') +
      tally +
      criteria
        .map((line, row) =>
          canvas.text(line, { x: LEFT + 2, y: below + 56 + row * 38, size: 28, role: 'text' }),
        )
        .join('') +
      way +
      address(canvas, view.page, { x: LEFT + 2, y: 572, size: 26, maxWidth: MAX_WIDTH - 190 }) +
      brand(canvas, WIDTH - 72, 572, 30),
  })
}
