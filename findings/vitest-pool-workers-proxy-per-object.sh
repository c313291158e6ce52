#!/usr/bin/env bash
# @cloudflare/vitest-pool-workers 0.15.1 (vitest 4.1.12) wraps the prototype of a Durable Object's class in one more
# Proxy for each object that it constructs, around the one before, instead of once for the class. Every look-up of a
# property goes through all layers. In a suite whose files share a runtime (isolate: false), late files spent most of
# their CPU time there: the symptom is a test file that takes 10 s alone and 30 s at the end of a whole run, which looks
# like data piling up in storage. Known as workers-sdk issue 15092; 0.23.0 still does it.
# Seen on Node 20.20: "5 objects: 5 proxies, 4 of them around another one".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm pkg set type=module
npm install --silent --no-audit --no-fund @cloudflare/vitest-pool-workers@0.15.1 vitest@4.1.12 @vitest/runner@4.1.12 \
  @vitest/snapshot@4.1.12 > /dev/null
cat > worker.mjs <<'JS'
import { DurableObject } from 'cloudflare:workers'
export class Counter extends DurableObject {
  ping() {
    return 'pong'
  }
}
export default { fetch: () => new Response('ok') }
JS
cat > wrangler.toml <<'TOML'
name = "finding"
main = "worker.mjs"
compatibility_date = "2026-04-01"
compatibility_flags = ["nodejs_compat"]
[[durable_objects.bindings]]
name = "COUNTERS"
class_name = "Counter"
[[migrations]]
tag = "v1"
new_sqlite_classes = ["Counter"]
TOML
cat > vitest.config.mjs <<'JS'
import { cloudflareTest } from '@cloudflare/vitest-pool-workers'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [cloudflareTest({ wrangler: { configPath: './wrangler.toml' } })],
})
JS
cat > objects.test.mjs <<'JS'
import { env } from 'cloudflare:test'
import { expect, it } from 'vitest'

it('wraps a prototype per object', async () => {
  const seen = new Set()
  let [proxies, nested] = [0, 0]
  globalThis.Proxy = new Proxy(Proxy, {
    construct(Original, [target, handler]) {
      const made = new Original(target, handler)
      if (target.constructor?.prototype === target) {
        proxies++
        if (seen.has(target)) nested++
        seen.add(made)
      }
      return made
    },
  })
  for (let object = 0; object < 5; object++) {
    expect(await env.COUNTERS.get(env.COUNTERS.idFromName(`${object}`)).ping()).toBe('pong')
  }
  console.log(`5 objects: ${proxies} proxies, ${nested} of them around another one`)
  expect([proxies, nested]).toEqual([5, 4])
})
JS
npx vitest run
