import { env } from 'cloudflare:test'
import { afterAll, beforeAll, vi } from 'vitest'

/** What was asked of other services. */
export interface Subrequests {
  r2: number
  /** Statements. */
  d1: number
  /** Calls of objects, by RPC or fetch. */
  objects: number
  /** Static assets. */
  assets: number
  /** Of other hosts. */
  fetches: number
}

/** What is being counted; objects keep what they were given, and may use it later. */
let counted: Subrequests | null = null

function count(kind: keyof Subrequests): void {
  if (counted) counted[kind] += 1
}

const { SNAPSHOTS, REGISTRY, PROFILES, CIRCLES, ISSUER, ASSETS } = env
const BINDINGS = { SNAPSHOTS, REGISTRY, PROFILES, CIRCLES, ISSUER, ASSETS }
const objects = (stub: object) => watched(stub, () => count('objects'))
const statements = (statement: object): object =>
  watched(statement, (name) => name !== 'bind' && count('d1'), { bind: statements })
const WATCHED = {
  SNAPSHOTS: watched(SNAPSHOTS, () => count('r2')),
  REGISTRY: watched(REGISTRY, (name) => name !== 'prepare' && count('d1'), { prepare: statements }),
  PROFILES: watched(PROFILES, () => undefined, { get: objects }),
  CIRCLES: watched(CIRCLES, () => undefined, { get: objects }),
  ISSUER: watched(ISSUER, () => undefined, { get: objects }),
  ASSETS: watched(ASSETS, () => count('assets')),
}

/** Lets a file count subrequests, in Workers and in objects. */
export function watchSubrequests(): void {
  beforeAll(() => void Object.assign(env, WATCHED))
  afterAll(() => void Object.assign(env, BINDINGS))
}

/** Runs something in a Worker's environment and returns what it asked for itself, without what objects did. */
export async function ownSubrequestsOf(run: (env: Env) => Promise<unknown>): Promise<Subrequests> {
  Object.assign(env, BINDINGS)
  try {
    return await subrequestsOf(() => run(Object.assign({ ...env }, WATCHED)))
  } finally {
    Object.assign(env, WATCHED)
  }
}

/** Runs something and returns what it asked for. */
export async function subrequestsOf(run: () => Promise<unknown>): Promise<Subrequests> {
  const made: Subrequests = { r2: 0, d1: 0, objects: 0, assets: 0, fetches: 0 }
  const fetched = vi.spyOn(globalThis, 'fetch')
  counted = made
  try {
    await run()
  } finally {
    counted = null
    made.fetches = fetched.mock.calls.length
    fetched.mockRestore()
  }
  return made
}

export function countOf({ r2, d1, objects, assets, fetches }: Subrequests): number {
  return r2 + d1 + objects + assets + fetches
}

/** Tells of each method that is called, and passes on what some of them return. */
function watched(
  target: object,
  called: (name: string) => void,
  returned: Readonly<Record<string, (value: object) => object>> = {},
): object {
  return new Proxy(target, {
    get(_target, name) {
      const method: unknown = Reflect.get(target, name)
      if (typeof method !== 'function' || typeof name !== 'string' || name === 'constructor') return method
      return (...args: unknown[]) => {
        called(name)
        const result: unknown = Reflect.apply(method, target, args)
        const pass = returned[name]
        return pass && typeof result === 'object' && result !== null ? pass(result) : result
      }
    },
  })
}
