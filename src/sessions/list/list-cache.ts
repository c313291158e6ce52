import type { Config } from '../../config.ts'
import type { SessionListOptions } from './list-options.ts'
import { type SourceStamp, stampText } from './source-stamp.ts'

/** A history by name; null: all that the profile has. */
export type ListScope = string | null

/** What the cache wants of the world. */
export interface ListCachePorts<List extends object> {
  /** Unix seconds. */
  now(): number
  /** Ends after so many seconds; after 0 not before what is to be answered now is answered. */
  wait(seconds: number): Promise<void>
  stamp(scope: ListScope): SourceStamp
  /** Makes a list anew: data alone, no functions in it. May take long, and may fail. */
  build(scope: ListScope, options: SessionListOptions): List | Promise<List>
}

export type ListCacheSettings = Pick<
  Config,
  | 'LIST_FRESH_SECONDS'
  | 'LIST_FRESH_STREAMING_SECONDS'
  | 'LIST_CACHE_ENTRIES'
  | 'LIST_STALE_WAIT_SECONDS'
  | 'LIST_FIRST_WAIT_SECONDS'
  | 'LIST_RACES_MAX'
>

interface Entry<List> {
  scope: ListScope
  list: List
  /** Of the sources before they were read. */
  stamp: string
  readAt: number
  /** Of all builds, the how manyeth this one is. */
  build: number
}

interface Built<List> {
  list: List
  /** Of the scope when its sources were read. */
  version: number
}

interface Flight<List> {
  stamp: string
  landing: Promise<Built<List>>
}

/**
 * Lists as they were made last, for clients that ask every few seconds while an agent is at work. What is held is
 * frozen: nobody who is given it, nor who made it, can change it.
 */
export class ListCache<List extends object> {
  readonly #ports: ListCachePorts<List>
  readonly #settings: ListCacheSettings
  /** The least recently used first. */
  readonly #entries = new Map<string, Entry<List>>()
  /** The latest build of each list that is under way. */
  readonly #flights = new Map<string, Flight<List>>()
  /** The last write to each history; `null`: to whatever the profile has. */
  readonly #writes = new Map<ListScope, number>()
  #lastWrite = 0
  #builds = 0

  constructor(ports: ListCachePorts<List>, settings: ListCacheSettings) {
    this.#ports = ports
    this.#settings = settings
  }

  /**
   * A list. Fresh: as it is. Old: as it is, and made anew behind the answer. Its sources have changed: one caller
   * makes it anew, and others wait for that a little, then take the stale one, or where there is none make it
   * themselves.
   * @throws what making it throws, for the caller that makes it
   */
  async lookup(scope: ListScope, options: SessionListOptions): Promise<List> {
    const key = listKey(scope, options)
    const build = () => this.#build(key, scope, options)
    const source = this.#ports.stamp(scope)
    const stamp = stampText(source)
    const flight = this.#flights.get(key)
    const entry = this.#used(key)
    if (entry?.stamp === stamp) {
      if (!flight && !this.#isFresh(entry, source)) this.#refresh(key, stamp, build)
      return entry.list
    }
    if (flight?.stamp !== stamp) return (await this.#fly(key, stamp, build())).list
    const version = this.#version(scope)
    const { LIST_STALE_WAIT_SECONDS, LIST_FIRST_WAIT_SECONDS } = this.#settings
    const landed = await Promise.race([
      flight.landing.catch(() => null),
      this.#ports.wait(entry ? LIST_STALE_WAIT_SECONDS : LIST_FIRST_WAIT_SECONDS).then(() => null),
    ])
    // It may have lost every race, the last one to a write that this caller comes after.
    if (landed && landed.version >= version) return landed.list
    return entry ? entry.list : (await build()).list
  }

  /**
   * A write that lists must show at once. Drops those of its history and those of all histories; `null`: every one.
   * What is being made of what was there before is not kept.
   */
  invalidate(scope: ListScope): void {
    this.#lastWrite += 1
    this.#writes.set(scope, this.#lastWrite)
    for (const [key, entry] of this.#entries) {
      if (scope === null || entry.scope === null || entry.scope === scope) this.#entries.delete(key)
    }
  }

  #isFresh({ readAt }: Entry<List>, { streaming }: SourceStamp): boolean {
    const { LIST_FRESH_SECONDS, LIST_FRESH_STREAMING_SECONDS } = this.#settings
    const age = this.#ports.now() - readAt
    // A clock that was set back must not keep it for ever.
    return age >= 0 && age < (streaming.length > 0 ? LIST_FRESH_STREAMING_SECONDS : LIST_FRESH_SECONDS)
  }

  #used(key: string): Entry<List> | undefined {
    const entry = this.#entries.get(key)
    if (!entry) return undefined
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    return entry
  }

  /** Makes a list anew behind the answer. One that fails is tried again by the next who asks. */
  #refresh(key: string, stamp: string, build: () => Promise<Built<List>>): void {
    this.#fly(key, stamp, this.#ports.wait(0).then(build)).catch(() => undefined)
  }

  #fly(key: string, stamp: string, landing: Promise<Built<List>>): Promise<Built<List>> {
    const flight = { stamp, landing }
    const land = () => {
      if (this.#flights.get(key) === flight) this.#flights.delete(key)
    }
    this.#flights.set(key, flight)
    landing.then(land, land)
    return landing
  }

  /** Makes a list and keeps it, unless writes come in between time and again. */
  async #build(key: string, scope: ListScope, options: SessionListOptions): Promise<Built<List>> {
    for (let lost = 1; ; lost++) {
      const version = this.#version(scope)
      const build = ++this.#builds
      const stamp = stampText(this.#ports.stamp(scope))
      const readAt = this.#ports.now()
      const list = frozen(structuredClone(await this.#ports.build(scope, options)))
      if (version === this.#version(scope)) {
        this.#keep(key, { scope, list, stamp, readAt, build })
        return { list, version }
      }
      if (lost >= this.#settings.LIST_RACES_MAX) return { list, version }
    }
  }

  /** A build that began later may have ended before. */
  #keep(key: string, entry: Entry<List>): void {
    if ((this.#entries.get(key)?.build ?? 0) > entry.build) return
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#settings.LIST_CACHE_ENTRIES) break
      this.#entries.delete(oldest)
    }
  }

  #version(scope: ListScope): number {
    if (scope === null) return this.#lastWrite
    return Math.max(this.#writes.get(scope) ?? 0, this.#writes.get(null) ?? 0)
  }
}

/** Equal lists have equal options, and equal options one name. */
function listKey(scope: ListScope, options: SessionListOptions): string {
  const { order, q, includeChildren, archived, source, excludeSources, limit, offset } = options
  return JSON.stringify([scope, order, q, includeChildren, archived, source, excludeSources, limit, offset])
}

/** The same object, which cannot be changed any more, however deep. */
function frozen<Value extends object>(value: Value): Value {
  for (const part of Object.values(value)) {
    if (typeof part === 'object' && part !== null) frozen(part)
  }
  return Object.freeze(value)
}
