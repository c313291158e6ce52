/**
 * The pool puts one more proxy around the prototype of each of its wrapper classes for every object and every request, so
 * that each look-up takes longer than the one before (cloudflare/workers-sdk#15092, in all versions from 0.15.1 to
 * 0.23.0). Such a prototype keeps its first proxy here; all other proxies are made as ever.
 */
const INSTALLED = Symbol.for('laurel.single-proxy')

function install() {
  const wrapped = new WeakSet<object>()
  const isPrototype = (target: object) => target.constructor?.prototype === target

  return new Proxy(Proxy, {
    construct(makeProxy, [target, handler]: [object, ProxyHandler<object>]) {
      if (wrapped.has(target) && isPrototype(target)) return target
      const made = new makeProxy(target, handler)
      if (isPrototype(target)) wrapped.add(made)
      return made
    },
  })
}

// A set-up file runs before each test file, in one runtime.
if (!Object.hasOwn(globalThis, INSTALLED)) {
  globalThis.Proxy = install()
  Object.defineProperty(globalThis, INSTALLED, { value: true })
}
