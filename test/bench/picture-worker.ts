import type { TextName } from '../../functions/public/images/text-images.ts'
import type { PicturedView } from '../../src/contract/cards.ts'
import { draw } from './draw.ts'

/** A Worker that draws the picture of the view in the body, repeatedly, as often as the path says. */
export default {
  async fetch(request: Request): Promise<Response> {
    const { name, view } = await request.json<{ name: TextName; view: PicturedView }>()
    return new Response(String(draw(name, view, Number(new URL(request.url).pathname.slice(1)))))
  },
}
