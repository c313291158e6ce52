import type { Config } from '../../config.ts'
import type { SessionListOptions } from './list-options.ts'
import { type SourceStamp, stampText } from './source-stamp.ts'

/** A history by name; null for all of the profile. */
export type ListScope = string | null

/** Dependencies of the cache. */
export interface ListCachePorts<List extends object> {
  /** Unix seconds. */
  now(): number
  /** Resolves after `seconds`; 0 means after the current response was sent. */
  wait(seconds: number): Promise<void>
  stamp(scope: ListScope): SourceStamp
  /** Builds a list, as plain data. May be slow, and may fail. */
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
  /** Stamp of the sources before they were read. */
  stamp: string
  readAt: number
  /** Sequence number of the build that produced this entry. */
  build: number
}

interface Built<List> {
  list: List
  /** Version of the scope when its sources were read. */
  version: number
}

interface Flight<List> {
  stamp: string
  landing: Promise<Built<List>>
}

/**
 * Caches lists for clients that poll every few seconds while an agent is at work. Cached values are frozen, so that no
 * caller can change them.
 */
export class ListCache<List extends object> {
  readonly #ports: ListCachePorts<List>
  readonly #settings: ListCacheSettings
  /** Least recently used first. */
  readonly #entries = new Map<string, Entry<List>>()
  /** The latest running build of each list. */
  readonly #flights = new Map<string, Flight<List>>()
  /** The last write to each history; `null`: to anything of the profile. */
  readonly #writes = new Map<ListScope, number>()
  #lastWrite = 0
  #builds = 0

  constructor(ports: ListCachePorts<List>, settings: ListCacheSettings) {
    this.#ports = ports
    this.#settings = settings
  }

  /**
   * Returns the cached list if fresh. If expired, returns it and revalidates in the background. If its sources changed,
   * one caller rebuilds it; others wait briefly, then get the stale list, or build their own if there is none.
   * @throws what building throws, for the caller that builds
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
    // The build may have been invalidated by a write that preceded this call.
    if (landed && landed.version >= version) return landed.list
    return entry ? entry.list : (await build()).list
  }

  /**
   * Invalidates lists after a write: those of its history and those of all histories; `null`: every list. Running
   * builds are not cached.
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
    // A clock that was set back must not keep it forever.
    return age >= 0 && age < (streaming.length > 0 ? LIST_FRESH_STREAMING_SECONDS : LIST_FRESH_SECONDS)
  }

  #used(key: string): Entry<List> | undefined {
    const entry = this.#entries.get(key)
    if (!entry) return undefined
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    return entry
  }

  /** Rebuilds a list in the background. After a failure, the next request retries. */
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

  /** Builds and caches a list, retrying if a write invalidates it meanwhile. */
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

  /** A later build may have finished first. */
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

/** Returns the cache key: equal lists have equal options. */
function listKey(scope: ListScope, options: SessionListOptions): string {
  const { order, q, includeChildren, archived, source, excludeSources, limit, offset } = options
  return JSON.stringify([scope, order, q, includeChildren, archived, source, excludeSources, limit, offset])
}

/** Freezes an object deeply and returns it. */
function frozen<Value extends object>(value: Value): Value {
  for (const part of Object.values(value)) {
    if (typeof part === 'object' && part !== null) frozen(part)
  }
  return Object.freeze(value)
}
