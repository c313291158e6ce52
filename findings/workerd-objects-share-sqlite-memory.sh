#!/usr/bin/env bash
# workerd 1.20260426.1 (miniflare 4.20260426.0): the SQLite databases of all Durable Objects of one process share 512 MiB.
# An object that has done next to nothing has about 150 kB of them, and keeps it until some 10 seconds after its last
# call. So a Worker that calls each of a few thousand small objects in a row meets "out of memory: SQLITE_NOMEM", and so
# does every other object then, whatever is free on the machine. One would expect a limit for each object, as there is
# for isolates. (cloudflare/workerd#6570 raises it to 8 GiB behind a gate that a configuration has to name.)
# Seen on Node 20.20, without the lines that workerd writes to stderr: "refused after 3350 objects: out of memory: SQLITE_NOMEM".
# Laurel calls at most 1,500 objects in a cron tick (CRON_TICK_PROFILES, src/settings.ts).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund miniflare@4.20260426.0 > /dev/null
cat > memory.mjs <<'JS'
import { Miniflare } from 'miniflare'

const script = `
import { DurableObject } from 'cloudflare:workers'
export class Small extends DurableObject {
  write() {
    this.ctx.storage.sql.exec('CREATE TABLE IF NOT EXISTS rows (n)')
    this.ctx.storage.sql.exec('INSERT INTO rows VALUES (1)')
  }
}
export default {
  async fetch(request, env) {
    for (let called = 0; called < 8000; called += 50) {
      const calls = Array.from({ length: 50 }, (_, at) => env.SMALL.get(env.SMALL.idFromName(called + at + '')).write())
      const failed = (await Promise.allSettled(calls)).find(({ status }) => status === 'rejected')
      if (failed) return Response.json({ called, message: failed.reason.message })
    }
    return Response.json({ called: 8000 })
  },
}`
const server = new Miniflare({
  modules: true,
  script,
  compatibilityDate: '2026-04-01',
  durableObjects: { SMALL: { className: 'Small', useSQLite: true } },
})
const { called, message = 'nothing' } = await (await server.dispatchFetch('http://small/')).json()
await server.dispose()
console.log(`refused after ${called} objects: ${message}`)
process.exitCode = message.includes('SQLITE_NOMEM') && called < 8000 ? 0 : 1
JS
node memory.mjs 2> /dev/null
