import { DurableObject } from 'cloudflare:workers'
import { type ErrorCode, publicError } from '../../src/errors.ts'
import { progressAt } from '../../src/view/answer.ts'
import { logFailure } from '../log.ts'
import { ProfileContext } from './context.ts'
import { WATCHER_HEADER } from './event-streams.ts'
import type { ProfileScanner } from './scanner.ts'
import { createServices, findCall, type Services } from './services.ts'

/**
 * Result of a call. Errors that are thrown across RPC lose their own properties, so failures are returned as data.
 */
export type Outcome =
  | { ok: true; value: unknown }
  | {
      ok: false
      error: { code: ErrorCode; message: string; hint: string | undefined; field: string | undefined }
    }

/** One profile. Workers call it through `profileClient`. */
export class ProfileObject extends DurableObject<Env> {
  readonly #context: ProfileContext
  readonly #scanner: ProfileScanner
  readonly #services: Services

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#context = new ProfileContext(ctx, env)
    const { scanner, services } = createServices(this.#context)
    this.#scanner = scanner
    this.#services = services
  }

  /**
   * Runs a method that a service lists. Returns plain data and streams, never stubs, which callers would have to
   * dispose of. Every error becomes data: the platform would log one that is thrown, with its text.
   */
  async call(service: string, method: string, args: unknown[]): Promise<Outcome> {
    try {
      return { ok: true, value: await findCall(this.#services, service, method)(args) }
    } catch (error) {
      const { code, message, hint, field } = publicError(error)
      if (code === 'internal_error') logFailure('call_failed', error)
      return { ok: false, error: { code, message, hint, field } }
    }
  }

  /** A stream of the scan's progress. 503 if too many are open, in all or to one address; the page polls then. */
  override async fetch(request: Request): Promise<Response> {
    if (!this.#context.store.profile()) return new Response(null, { status: 404 })
    const address = request.headers.get(WATCHER_HEADER) ?? ''
    const progress = progressAt(this.#context.store, this.#context.situation())
    return this.#scanner.events.open(address, 'scan', progress)
  }

  override async alarm(): Promise<void> {
    await this.#scanner.alarm()
  }
}
