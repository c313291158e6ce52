import walk from '../../dist/walk.wasm'
import { useCompiledWalk } from '../../src/engine/matcher/compiled-walk.ts'
import { analyseAll, inBytes } from './analyse-texts.ts'

useCompiledWalk(walk)

/** A Worker that analyses the texts in the body, repeatedly, as often as the path says. */
export default {
  async fetch(request: Request): Promise<Response> {
    const sessions = inBytes(await request.json<string[][]>())
    const rounds = Number(new URL(request.url).pathname.slice(1))
    let messages = 0
    for (let round = 0; round < rounds; round++) {
      for (const stats of analyseAll(sessions)) messages += stats.message_count
    }
    return new Response(String(messages))
  },
}
