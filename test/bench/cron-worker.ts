import { registryOf } from '../../functions/registry.ts'
import { tick } from '../../functions/scheduled.ts'
import {
  CountedRegistry,
  EMPTY_BUCKET,
  fillRegistry,
  IDLE_ISSUER,
  IDLE_OBJECTS,
  rowsOfATier,
} from './counted-registry.ts'

// What a tick logs would be taken for the bench's own output.
console.log = () => undefined

/** Fills a registry as the query says, ticks once, and answers what the tick has read and how many profiles are left. With
 * `pages`: what a tier costs that one of so many pages has earned. */
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { searchParams } = new URL(request.url)
    const [idle = 0, expired = 0] = ['idle', 'expired'].map((name) => Number(searchParams.get(name) ?? 0))
    await registryOf(env.REGISTRY)
    const pages = Number(searchParams.get('pages') ?? 0)
    if (pages > 0) return Response.json(await rowsOfATier(env, pages))
    await fillRegistry(env.REGISTRY, { idle, expired })
    const registry = new CountedRegistry(env.REGISTRY)
    const ticked = Object.assign(
      { ...env },
      {
        REGISTRY: registry,
        PROFILES: IDLE_OBJECTS,
        ISSUER: IDLE_ISSUER,
        SNAPSHOTS: EMPTY_BUCKET,
      },
    )
    await tick(ticked, 1000)
    const left = await env.REGISTRY.prepare('SELECT count(*) AS n FROM profiles').first<number>('n')
    return Response.json({ rowsRead: registry.rowsRead, left: left ?? 0 })
  },
}
