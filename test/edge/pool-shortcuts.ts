/**
 * What the pool does again for every object and every request, and needs to do once. With `isolate: false` no module is
 * loaded anew between test files, so what it finds stays right.
 */
const INSTALLED = Symbol.for('laurel.pool-shortcuts')

/**
 * The pool puts one more proxy around the prototype of each of its wrapper classes for every object and every request, so
 * that each look-up takes longer than the one before (cloudflare/workers-sdk#15092, in all versions from 0.15.1 to
 * 0.23.0). Such a prototype keeps its first proxy here; all other proxies are made as ever.
 */
function singleProxy() {
  const wrapped = new WeakSet<object>()
  const isPrototype = (target: object) => target.constructor?.prototype === target

  return new Proxy(Proxy, {
    construct(makeProxy, [target, handler]: [object, ProxyHandler<object>]) {
      if (!isPrototype(target)) return new makeProxy(target, handler)
      if (wrapped.has(target)) return target
      keepInstances(target)
      const made = new makeProxy(target, handler)
      wrapped.add(made)
      return made
    },
  })
}

/** Lets each wrapper of an object, whose class has one method with a symbol for a name, look for the object once. */
function keepInstances(prototype: object): void {
  for (const key of Object.getOwnPropertySymbols(prototype)) {
    const find: unknown = Reflect.get(prototype, key)
    if (typeof find !== 'function') continue
    const found = new WeakMap<object, unknown>()
    Reflect.set(prototype, key, async function (this: object) {
      if (!found.has(this)) found.set(this, await find.call(this))
      return found.get(this)
    })
  }
}

interface ModuleRunner {
  import(path: string): Promise<unknown>
}

/** The pool asks the process that started it, twice for each call, where the Worker is that it has loaded long ago. */
function keepWorker(): void {
  const { moduleRunner }: { moduleRunner: ModuleRunner } = Reflect.get(globalThis, '__vitest_mocker__')
  const { providedContext } = Reflect.get(globalThis, '__vitest_worker__')
  const { main }: { main: string } = JSON.parse(providedContext.cloudflarePoolOptions)
  const load = moduleRunner.import.bind(moduleRunner)
  let worker: unknown
  moduleRunner.import = async (path) => {
    if (path !== main) return load(path)
    worker ??= await load(path)
    return worker
  }
}

// A set-up file runs before each test file, in one runtime.
if (!Object.hasOwn(globalThis, INSTALLED)) {
  globalThis.Proxy = singleProxy()
  keepWorker()
  Object.defineProperty(globalThis, INSTALLED, { value: true })
}
