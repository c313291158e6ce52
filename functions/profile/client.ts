import { LaurelError } from '../../src/errors.ts'
import type { Outcome, ProfileObject } from './object.ts'
import type { Services } from './services.ts'

/** The methods that a service lists in `calls`, as workers call them. */
type Calls<Service extends { readonly calls: readonly PropertyKey[] }> = {
  readonly [Method in Service['calls'][number] & keyof Service]: Service[Method] extends (
    ...args: infer Args
  ) => infer Value
    ? (...args: Args) => Promise<Awaited<Value>>
    : never
}

export type ProfileClient = { readonly [Name in keyof Services]: Calls<Services[Name]> }

/** The one RPC method of `ProfileObject`, without the generated types of its stub. */
interface RpcEntry {
  call(service: string, method: string, args: unknown[]): Promise<Outcome>
}

/** Returns the stub of a profile's object. */
export function profileObject(env: Env, handle: string): DurableObjectStub<ProfileObject> {
  return env.PROFILES.get(env.PROFILES.idFromName(handle))
}

/**
 * Returns the services of a profile. Their methods throw a `LaurelError` as it was thrown in the object. Calls of one
 * client arrive in order.
 */
export function profileClient(env: Env, handle: string): ProfileClient {
  const object: RpcEntry = profileObject(env, handle)
  return byName((service) =>
    byName(
      (method) =>
        async (...args: unknown[]) =>
          unwrap(await object.call(service, method, args)),
    ),
  )
}

/** Returns an object whose properties are made from their names when they are read. */
function byName<T extends object>(make: (name: string) => unknown): T {
  return new Proxy<T>(Object.create(null), {
    get: (_target, name) => (typeof name === 'string' ? make(name) : undefined),
  })
}

function unwrap(outcome: Outcome): unknown {
  if (outcome.ok) return outcome.value
  const { code, message, ...options } = outcome.error
  throw new LaurelError(code, message, options)
}
