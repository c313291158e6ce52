import { TEXT_IMAGES, type TextName } from '../../functions/public/images/text-images.ts'
import { configFrom } from '../../src/config.ts'
import type { PicturedView } from '../../src/contract/cards.ts'

const config = configFrom()
const year = { last: 20_000, levels: '01234'.repeat(73) }

/** Renders an image once. */
export function drawn(
  name: TextName,
  view: PicturedView,
  query: Record<string, string>,
  now: number,
): string {
  return TEXT_IMAGES[name].of({ view, year }, query, now, config)
}

/** Renders an image repeatedly, each time with other options and another time. Returns the total length. */
export function draw(name: TextName, view: PicturedView, rounds: number): number {
  let length = 0
  for (let round = 0; round < rounds; round++) {
    const query = { theme: 'auto', border_radius: String(round % 20) }
    length += drawn(name, view, query, view.generated_at + round).length
  }
  return length
}
