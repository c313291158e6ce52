/**
 * How long a connection of Node's `fetch` is kept for the next request. workerd closes one after 5 seconds without a
 * request and doesn't announce it (findings/workerd-ends-idle-connections-after-5-seconds.sh). Node keeps one for 4,
 * which on a busy machine come to 5. Unit: ms.
 */
const KEPT_MS = 1000

/** Where Node keeps the agent that `fetch` uses: which of them counts depends on its version. */
const AGENTS = [1, 2].map((version) => Symbol.for(`undici.globalDispatcher.${version}`))

// Makes Node load its `fetch`.
new Headers()
for (const key of AGENTS) {
  const Agent: unknown = Reflect.get(globalThis, key)?.constructor
  if (typeof Agent !== 'function' || Agent.name !== 'Agent') continue
  Reflect.set(globalThis, key, Reflect.construct(Agent, [{ keepAliveTimeout: KEPT_MS }]))
}

export {}
