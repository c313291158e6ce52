import type { PicturedView } from '../contract/cards.ts'
import { litGround } from './glow.ts'
import { element } from './markup.ts'
import { pip } from './medal.ts'
import { countsOf, type Drawing, missing, namedMedal, score, summaryLine, tierName } from './parts.ts'
import { profileSummary } from './profile-summary.ts'
import { brand, pictureCanvas, whereAndWhen } from './share-picture.ts'
import { whose } from './whose.ts'
import { wordsFor } from './words.ts'

export const STORY_SIZE = { width: 1080, height: 1920 } as const
const { width: WIDTH, height: HEIGHT } = STORY_SIZE
const PAD = 96
const MIDDLE = WIDTH / 2
const WREATH = { x: MIDDLE - 280, y: 190, size: 560 }
const MEDAL = 196
const COLUMNS = 3

/** Returns a profile as a picture for a phone's whole screen, to be rendered as a PNG. */
export function storyPicture(view: PicturedView): string {
  const canvas = pictureCanvas('story')
  const words = wordsFor()
  const summary = profileSummary(view)
  const drawing: Drawing = { canvas, words, summary, view, width: WIDTH, pad: PAD, now: view.generated_at }
  const name = `@${view.handle}`
  const maxWidth = WIDTH - 2 * PAD
  return canvas.document({
    ...STORY_SIZE,
    title: words.achievementsOf(name),
    description: summaryLine(words, summary),
    body:
      litGround(canvas, summary.metal, WIDTH, HEIGHT) +
      score(drawing, WREATH) +
      whose(canvas, view, {
        x: MIDDLE,
        anchor: 'middle',
        maxWidth,
        alone: { y: 876, smallest: 34, size: 104 },
        named: { y: 838, size: 92, handleY: 894, handleSize: 42 },
      }) +
      tiers(drawing) +
      medals(drawing) +
      next(drawing) +
      whereAndWhen(drawing, { x: PAD, y: 1780, size: 32, maxWidth: maxWidth - 260 }) +
      brand(canvas, WIDTH - PAD, 1808, 40),
  })
}

/** The number of achievements at each metal, side by side. */
function tiers({ canvas, words, summary }: Drawing): string {
  const counts = countsOf(summary)
  if (counts.length === 0) {
    return canvas.text(words.first, { x: MIDDLE, y: 980, size: 40, role: 'soft', anchor: 'middle' })
  }
  const cell = Math.min(176, (WIDTH - 2 * PAD) / counts.length)
  return counts
    .map(({ metal, count }, index) => {
      const middle = MIDDLE + cell * (index - (counts.length - 1) / 2)
      const label = { x: middle, anchor: 'middle', role: `name-${metal}` } as const
      return (
        pip(canvas, metal, middle, 946, 17) +
        canvas.text(words.number(count), { ...label, y: 1020, size: 48, face: 'serif' }) +
        canvas.text(tierName(words, metal), { ...label, y: 1058, size: 28 })
      )
    })
    .join('')
}

function medals(drawing: Drawing): string {
  const cell = (WIDTH - 2 * PAD) / COLUMNS
  const label = { width: cell - 8, size: 30, leading: 36, y: 1392, tierY: 1392 }
  const shown = drawing.summary.proudest.slice(0, COLUMNS)
  return shown
    .map((item, index) => {
      const middle = MIDDLE + cell * (index - (shown.length - 1) / 2)
      return namedMedal(drawing, item, { x: middle - MEDAL / 2, y: 1140, size: MEDAL }, label)
    })
    .join('')
}

/** The closest achievement, on a line of its own above the foot. */
function next({ canvas, words, summary }: Drawing): string {
  if (!summary.next) return ''
  const { achievement, progress } = summary.next
  const inner = WIDTH - 2 * PAD
  const bar = { x: PAD, y: 1664, height: 14, rx: 7 }
  return (
    canvas.text(words.next, { x: PAD, y: 1588, size: 30, role: 'soft' }) +
    canvas.text(missing(words, summary.next), {
      x: WIDTH - PAD,
      y: 1588,
      size: 30,
      role: 'soft',
      anchor: 'end',
    }) +
    canvas.text(achievement.name, { x: PAD, y: 1636, size: 40, face: 'bold', maxWidth: inner }) +
    element('rect', { ...bar, width: inner, ...canvas.paint({ fill: 'soft' }), 'fill-opacity': 0.2 }) +
    element('rect', {
      ...bar,
      width: Math.max(14, (inner * progress) / 100),
      ...canvas.paint({ fill: 'name-earned' }),
    })
  )
}
