import { abortAllDurableObjects, env, runInDurableObject } from 'cloudflare:test'
import { vi } from 'vitest'
import { ProfileObject } from '../../../functions/profile/object.ts'
import { AFTER } from './profiles.ts'

/** What the product calls and can fail. `object`: calls of a profile's object, by a worker or for its alarm. */
export const PARTS = ['storage', 'alarm', 'r2', 'd1', 'fetch', 'object'] as const
export type Part = (typeof PARTS)[number]

/**
 * What happens at the Nth call: it fails, or takes effect and its answer is lost; from it on every call of its part, or
 * of R2 and D1, fails (`down`, `all down`) or no row can be written (`full`); the process dies before or after it; the
 * clock jumps by a day, for good or until the end.
 */
export type Kind =
  | 'fails'
  | 'unanswered'
  | 'down'
  | 'all down'
  | 'full'
  | 'dies before'
  | 'dies after'
  | 'day back'
  | 'day ahead'
  | 'day ahead, then back'

export interface Fault {
  part: Part
  kind: Kind
  /** The number of the call, from 0. */
  at: number
}

/** An error with text that must not get out. */
export class PlantedFault extends Error {
  constructor(text = 'planted fault, canary') {
    super(text)
  }
}

/** A message to an address. */
interface Told {
  type: string
  data: { challenge?: string; unlocks: { id: string; tier: string | null }[] }
}

type Run<T> = () => T
const NO_CALLS: Record<Part, number> = { storage: 0, alarm: 0, r2: 0, d1: 0, fetch: 0, object: 0 }
const DAY_MS = 86_400_000
const WORKER_GOES_ON_MS = 20
const NEVER = new Promise<never>(() => undefined)

/** Counts the calls of the parts while it watches, and fails one of them. */
class FaultPoints {
  /** How often each part was called. */
  calls = NO_CALLS
  /** What addresses were told, by the id of the message: one that comes twice counts once. */
  readonly told = new Map<string, Told>()
  #fault: Fault | null = null
  readonly #down = new Set<Part>()
  #watching = false
  #dead = false

  /** Runs `work` with this fault and returns how it ended. Afterwards all calls succeed again. */
  async during(fault: Fault | null, work: () => Promise<unknown>): Promise<'done' | 'failed' | 'died'> {
    this.#fault = fault
    this.calls = { ...NO_CALLS }
    this.#down.clear()
    this.#dead = false
    this.#watching = true
    let outcome: 'done' | 'failed' | 'died' | null = null
    work().then(
      () => {
        outcome = 'done'
      },
      () => {
        outcome = 'failed'
      },
    )
    // Asked again and again, because what an object resolves would go on within it, and end with it.
    while (outcome === null && !this.#dead) await scheduler.wait(1)
    // What died must not come to life again: its calls are held up until its objects are gone.
    if (this.#dead) await abortAllDurableObjects()
    this.#watching = false
    // A worker that called what died learns of it, and may go on.
    for (let ms = 0; this.#dead && outcome === null && ms < WORKER_GOES_ON_MS; ms++) await scheduler.wait(1)
    if (fault?.kind === 'day ahead, then back' && this.calls[fault.part] > fault.at) {
      vi.setSystemTime(Date.now() - DAY_MS)
    }
    return this.#dead ? 'died' : (outcome ?? 'failed')
  }

  /** A call that is answered later. */
  async later<T>(part: Part, run: Run<Promise<T>>): Promise<T> {
    if (!this.#watching) return run()
    if (this.#dead) return NEVER
    const kind = this.#kindOf(part)
    if (kind === 'dies before') return this.#die()
    if (kind === 'fails' || kind === 'down') throw new PlantedFault()
    if (kind === 'day back') vi.setSystemTime(Date.now() - DAY_MS)
    if (kind === 'day ahead' || kind === 'day ahead, then back') vi.setSystemTime(Date.now() + DAY_MS)
    const value = await run()
    if (kind === 'dies after') return this.#die()
    if (kind === 'unanswered') throw new PlantedFault()
    return value
  }

  /** A call that is answered at once. Nothing can die in one: what was written since the last pause is then undone. */
  now<T>(part: Part, run: Run<T>, writes: boolean): T {
    if (!this.#watching) return run()
    const kind = this.#kindOf(part)
    if (kind === 'fails' || kind === 'down') throw new PlantedFault()
    if (kind === 'full' && writes) throw new PlantedFault('database or disk is full: SQLITE_FULL canary')
    const value = run()
    if (kind === 'unanswered') throw new PlantedFault()
    return value
  }

  /** Counts a call and returns what happens at it. */
  #kindOf(part: Part): Kind | null {
    const now = this.calls[part]++
    if (this.#down.has(part)) return 'down'
    if (this.#fault?.part !== part) return null
    const { kind, at } = this.#fault
    if (now !== at) return kind === 'full' && now > at ? kind : null
    if (kind !== 'down' && kind !== 'all down') return kind
    for (const each of kind === 'down' ? [part] : (['r2', 'd1'] as const)) this.#down.add(each)
    return 'down'
  }

  #die(): Promise<never> {
    this.#dead = true
    return NEVER
  }
}

export const faultPoints = new FaultPoints()

/** Replaces a method, and returns what puts it back. */
function replace(
  owner: object,
  name: string,
  by: (original: CallableFunction) => CallableFunction,
): () => void {
  const original: unknown = Reflect.get(owner, name)
  if (typeof original !== 'function') throw new TypeError(`nothing to replace: ${name}`)
  const replaced = by(original)
  Object.defineProperty(owner, name, { value: replaced, writable: true, configurable: true })
  return () => Object.defineProperty(owner, name, { value: original, writable: true, configurable: true })
}

const later = (part: Part) => (original: CallableFunction) =>
  function (this: unknown, ...args: unknown[]) {
    return faultPoints.later(part, async () => Reflect.apply(original, this, args))
  }

/** Where a history is pulled from. */
export const PULLED = 'https://nas.dev/canary/state.db'

/** Every address takes what it is told, and answers a test; one serves a history. */
const answer = (address: unknown, init?: RequestInit) =>
  faultPoints.later('fetch', async () => {
    if (address === PULLED) return served(AFTER, new Headers(init?.headers))
    const message: Told = JSON.parse(String(init?.body))
    const { challenge } = message.data
    if (message.type === 'laurel.test') return Response.json({ challenge })
    faultPoints.told.set(new Headers(init?.headers).get('webhook-id') ?? '', message)
    return new Response(null, { status: 204 })
  })

/** Answers as a server of files that takes conditions and ranges. */
function served(file: Uint8Array<ArrayBuffer>, asked: Headers): Response {
  const version = { ETag: '"after"' }
  if (asked.get('If-None-Match') === version.ETag)
    return new Response(null, { status: 304, headers: version })
  const [, from = 0, to = 0] = (/^bytes=(\d+)-(\d+)$/.exec(asked.get('Range') ?? '') ?? []).map(Number)
  const end = Math.min(to + 1, file.length)
  const headers = { ...version, 'Content-Range': `bytes ${from}-${end - 1}/${file.length}` }
  return new Response(file.slice(from, end), { status: 206, headers })
}

const FREES = /^\s*(SELECT|DELETE|DROP|PRAGMA|WITH)/i

const statement = (original: CallableFunction) =>
  function (this: unknown, ...args: unknown[]) {
    const writes = !FREES.test(String(args[0]))
    return faultPoints.now('storage', () => Reflect.apply(original, this, args), writes)
  }

/** Returns the prototype of what R2 answers with a body. */
async function storedBody(): Promise<object> {
  await env.SNAPSHOTS.put('faults', 'body')
  const stored = await env.SNAPSHOTS.get('faults')
  await stored?.text()
  await env.SNAPSHOTS.delete('faults')
  return Object.getPrototypeOf(stored)
}

/** Puts fault points into every binding and into the storage of every object; the returned function removes them. */
export async function plantFaultPoints(object: DurableObjectStub): Promise<() => void> {
  const [storage, sql] = await runInDurableObject(object, (_object, state) => [
    Object.getPrototypeOf(state.storage),
    Object.getPrototypeOf(state.storage.sql),
  ])
  const points: [object, string[], Part][] = [
    [storage, ['setAlarm', 'deleteAlarm', 'deleteAll'], 'alarm'],
    [Object.getPrototypeOf(env.SNAPSHOTS), ['put', 'get', 'list', 'delete'], 'r2'],
    [await storedBody(), ['arrayBuffer', 'text', 'json'], 'r2'],
    [Object.getPrototypeOf(env.REGISTRY.prepare('SELECT 1')), ['run', 'all', 'first'], 'd1'],
    [ProfileObject.prototype, ['call', 'alarm'], 'object'],
  ]
  const undo = [
    replace(sql, 'exec', statement),
    replace(globalThis, 'fetch', () => answer),
    ...points.flatMap(([owner, names, part]) => names.map((name) => replace(owner, name, later(part)))),
  ]
  return () => {
    for (const put of undo) put()
  }
}
