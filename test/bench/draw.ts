import { TEXT_IMAGES, type TextName } from '../../functions/public/images/text-images.ts'
import { configFrom } from '../../src/config.ts'
import type { PicturedView } from '../../src/contract/cards.ts'

const config = configFrom()

/** Renders an image repeatedly, each time with other options and another time. Returns the total length. */
export function draw(name: TextName, view: PicturedView, rounds: number): number {
  let length = 0
  for (let round = 0; round < rounds; round++) {
    const query = { theme: 'auto', border_radius: String(round % 20) }
    length += TEXT_IMAGES[name].of(view, query, view.generated_at + round, config).length
  }
  return length
}
