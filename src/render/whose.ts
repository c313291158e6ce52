import type { PicturedView } from '../contract/cards.ts'
import type { Canvas, TextPlace } from './canvas.ts'
import { isDrawn } from './picture-fonts.ts'
import { sizeThatFits } from './text-width.ts'

/** Where to write whose page it is. Unit: CSS pixels. */
interface Place extends Pick<TextPlace, 'x' | 'anchor'> {
  /** Of a handle that stands alone, at most of this size. */
  alone: { y: number; smallest: number; size: number }
  /** Of a name at most of this size, and of the handle below it. */
  named: { y: number; size: number; handleY: number; handleSize: number }
  maxWidth: number
}

/**
 * Writes whose page it is: the handle, or what its owner calls it and the handle below, since anybody may take any name.
 * A name in letters that the fonts lack is left out.
 */
export function whose(
  canvas: Canvas,
  { handle, name }: Pick<PicturedView, 'handle' | 'name'>,
  { x, anchor, maxWidth, alone, named }: Place,
): string {
  const place = { x, maxWidth, ...(anchor && { anchor }) }
  const main = { ...place, face: 'serif', role: 'title' } as const
  const at = `@${handle}`
  if (name === undefined || !isDrawn(name)) {
    const size = sizeThatFits(at, 'serif', maxWidth, alone.smallest, alone.size)
    return canvas.text(at, { ...main, y: alone.y, size })
  }
  const size = sizeThatFits(name, 'serif', maxWidth, alone.smallest, named.size)
  const handleSize = sizeThatFits(at, 'regular', maxWidth, alone.smallest / 2, named.handleSize)
  return (
    canvas.text(name, { ...main, y: named.y, size }) +
    canvas.text(at, { ...place, y: named.handleY, size: handleSize, role: 'soft' })
  )
}
