import { raw } from 'hono/html'
import type { FC } from 'hono/jsx'
import { language } from '../language/language.ts'

/** More than pages have. When there are more, as catalogues change, all are drawn anew. */
const MOST_DRAWINGS = 1024

/**
 * Returns a component for something small that pages repeat a hundred times, such as a medal. It is drawn once for each
 * language and key, which must say all else that it depends on, and is text from then on.
 */
export function drawnOnce<Props>(keyOf: (props: Props) => string, draw: FC<Props>) {
  const drawings = new Map<string, ReturnType<typeof raw>>()
  return (props: Props) => {
    const key = `${language().locale} ${keyOf(props)}`
    const drawn = drawings.get(key)
    if (drawn !== undefined) return drawn
    if (drawings.size >= MOST_DRAWINGS) drawings.clear()
    const drawing = raw(String(draw(props)))
    drawings.set(key, drawing)
    return drawing
  }
}
