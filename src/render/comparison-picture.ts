import type { PicturedView } from '../contract/cards.ts'
import { litGround } from './glow.ts'
import { type Drawing, score } from './parts.ts'
import { profileSummary } from './profile-summary.ts'
import { address, brand, pictureCanvas, SHARE_SIZE } from './share-picture.ts'
import { sizeThatFits } from './text-width.ts'
import { wordsFor } from './words.ts'

const { width: WIDTH, height: HEIGHT } = SHARE_SIZE
const WREATH = { y: 70, size: 320 }
/** The middles of the two wreaths, and between them. Unit: CSS pixels. */
const [LEFT, MIDDLE, RIGHT] = [250, WIDTH / 2, WIDTH - 250]
const NAME_WIDTH = 400

/** Numbers of badges, and the URL of the page without its scheme. */
export interface ComparisonFacts {
  both: number
  onlyOne: number
  onlyOther: number
  page: string
}

/** Returns two profiles side by side as a picture to share, to be rendered as a PNG. */
export function comparisonPicture(
  one: PicturedView,
  other: PicturedView,
  { both, onlyOne, onlyOther, page }: ComparisonFacts,
): string {
  const canvas = pictureCanvas('comparison')
  const words = wordsFor()
  const side = (view: PicturedView, middle: number, only: number) => {
    const summary = profileSummary(view)
    const drawing: Drawing = { canvas, words, summary, view, width: WIDTH, pad: 72, now: view.generated_at }
    const name = `@${view.handle}`
    const centred = { x: middle, anchor: 'middle', maxWidth: NAME_WIDTH } as const
    const size = sizeThatFits(name, 'serif', NAME_WIDTH, 20, 50)
    return (
      score(drawing, { x: middle - WREATH.size / 2, ...WREATH }) +
      canvas.text(name, { ...centred, y: 452, size, face: 'serif', role: 'title' }) +
      canvas.text(`${words.number(only)} alone`, { ...centred, y: 496, size: 26, role: 'soft' })
    )
  }
  const centred = { x: MIDDLE, anchor: 'middle', maxWidth: 240 } as const
  const common = words.number(both)
  return canvas.document({
    ...SHARE_SIZE,
    title: `@${one.handle} and @${other.handle}`,
    description: `${common} badges in common`,
    body:
      litGround(canvas, 'earned', WIDTH, HEIGHT) +
      side(one, LEFT, onlyOne) +
      side(other, RIGHT, onlyOther) +
      canvas.text(common, { ...centred, y: 258, size: 92, face: 'serif', role: 'title' }) +
      canvas.text('in common', { ...centred, y: 300, size: 26, role: 'soft' }) +
      address(canvas, page, { x: 72, y: 584, size: 22, maxWidth: WIDTH - 144 - 190 }) +
      brand(canvas, WIDTH - 72, 584, 30),
  })
}
