import { LaurelError } from '../../src/errors.ts'

export const KEY = 'laurel_right'
export const CODE = 'laurel_recovery_right'

/** The part of a server that creates pages and knows their key, in memory. */
export class PageServer {
  readonly handles = new Set<string>()
  readonly bodies: unknown[] = []

  async answer(request: Request): Promise<Response> {
    const { pathname, origin } = new URL(request.url)
    if (request.method === 'POST' && pathname === '/api/v1/profiles') {
      return this.#create(await request.json(), origin)
    }
    const handle = /^\/api\/v1\/profiles\/([^/]+)\/naming-key$/.exec(pathname)?.[1] ?? ''
    if (!this.handles.has(handle)) return refused('profile_not_found', 'This profile doesn’t exist.')
    if (request.headers.get('Authorization') !== `Bearer ${KEY}`) return refused('wrong_key', 'A wrong key.')
    return Response.json({ naming_key: 'b2'.repeat(32) })
  }

  #create(body: { handle: string; time_zone: string; visibility: string }, origin: string): Response {
    this.bodies.push(body)
    if (this.handles.has(body.handle)) return refused('handle_taken', 'This handle is taken.')
    this.handles.add(body.handle)
    const page = { ...body, publish_insights: false, created_at: 1, url: `${origin}/@${body.handle}` }
    return Response.json({ ...page, owner_key: KEY, recovery_code: CODE }, { status: 201 })
  }
}

function refused(...[code, message]: ConstructorParameters<typeof LaurelError>): Response {
  const error = new LaurelError(code, message)
  return Response.json(error.toBody(), { status: error.status })
}
