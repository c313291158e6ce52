#!/usr/bin/env bash
# workerd 1.20260426.1 (miniflare 4.20260426.0): SQLite's total_changes(), asked in a Durable Object, counts more than the
# object's own rows. The platform keeps the alarm in the same database, so setAlarm() adds one. deleteAll() opens another
# database, in which the count begins anew while the object lives on. SQLite's documentation promises a count since the
# connection was opened; an object is not told that it has another one.
# So a higher count does not mean that the object wrote, and the same count twice does not mean that nothing happened.
# Seen on Node 20.20: "two rows 2, rolled back 3, alarm 4, everything deleted 0".
# Laurel gives its stamp another name at an erasure (`ProfileStore.stamp`, src/storage/profile-store.ts).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund miniflare@4.20260426.0 > /dev/null
cat > count.mjs <<'JS'
import { Miniflare } from 'miniflare'

const script = `
import { DurableObject } from 'cloudflare:workers'
export class Counted extends DurableObject {
  alarm() {}
  async counts() {
    const { storage } = this.ctx
    const count = () => storage.sql.exec('SELECT total_changes() AS n').one().n
    storage.sql.exec('CREATE TABLE rows (n)')
    storage.sql.exec('INSERT INTO rows VALUES (1), (2)')
    const written = count()
    try {
      storage.transactionSync(() => {
        storage.sql.exec('INSERT INTO rows VALUES (3)')
        throw new Error('rolled back')
      })
    } catch {}
    const rolledBack = count()
    await storage.setAlarm(Date.now() + 3_600_000)
    const alarm = count()
    await storage.deleteAll()
    return [written, rolledBack, alarm, count()]
  }
}
export default {
  async fetch(request, env) {
    return Response.json(await env.COUNTED.get(env.COUNTED.idFromName('one')).counts())
  },
}`
const server = new Miniflare({
  modules: true,
  script,
  compatibilityDate: '2026-04-01',
  durableObjects: { COUNTED: { className: 'Counted', useSQLite: true } },
})
const counts = await (await server.dispatchFetch('http://counted/')).json()
await server.dispose()
const [written, rolledBack, alarm, deleted] = counts
console.log(`two rows ${written}, rolled back ${rolledBack}, alarm ${alarm}, everything deleted ${deleted}`)
process.exitCode = written === 2 && rolledBack === 3 && alarm === 4 && deleted < alarm ? 0 : 1
JS
node count.mjs
