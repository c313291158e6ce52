#!/usr/bin/env bash
# workerd 1.20260426.1 (miniflare 4.20260426.0): a cursor of a Durable Object's SQLite that is left before its end keeps its
# statement open, also where JavaScript ends the iteration itself: destructuring, `break`, `return` out of a `for`. Until
# the garbage collector comes by, DROP TABLE and DROP COLUMN fail with "database table is locked: SQLITE_LOCKED", for every
# table of the object and not only for the one that was read. A cursor that was read to its end, by `toArray()` or `one()`,
# locks nothing. One would expect the end of an iteration to close the cursor, as it does an iterator that has `return`.
# Seen on Node 20.20: "destructured locked, left by break locked, toArray free, one free".
# Laurel reads to the end what it asks for (`CheckpointTable.firstActiveAt`, src/storage/checkpoint-table.ts); its tables
# are changed by steps when an object wakes up, which would fail.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund miniflare@4.20260426.0 > /dev/null
cat > cursor.mjs <<'JS'
import { Miniflare } from 'miniflare'

const script = `
import { DurableObject } from 'cloudflare:workers'
const READS = {
  destructured: (sql) => { const [row] = sql.exec('SELECT n FROM rows ORDER BY n'); return row },
  'left by break': (sql) => { for (const row of sql.exec('SELECT n FROM rows ORDER BY n')) { if (row.n > 0) break } },
  toArray: (sql) => sql.exec('SELECT n FROM rows ORDER BY n').toArray()[0],
  one: (sql) => sql.exec('SELECT min(n) AS n FROM rows').one(),
}
export class Read extends DurableObject {
  outcome(way) {
    const { sql } = this.ctx.storage
    sql.exec('CREATE TABLE rows (n); INSERT INTO rows VALUES (1), (2), (3); CREATE TABLE other (n)')
    READS[way](sql)
    try {
      sql.exec('DROP TABLE other')
      return 'free'
    } catch (error) {
      return error.message.includes('SQLITE_LOCKED') ? 'locked' : error.message
    }
  }
}
export default {
  async fetch(request, env) {
    const outcomes = []
    for (const way of Object.keys(READS)) outcomes.push([way, await env.READ.get(env.READ.idFromName(way)).outcome(way)])
    return Response.json(outcomes)
  },
}`
const server = new Miniflare({
  modules: true,
  script,
  compatibilityDate: '2026-04-01',
  durableObjects: { READ: { className: 'Read', useSQLite: true } },
})
const outcomes = await (await server.dispatchFetch('http://read/')).json()
await server.dispose()
const seen = outcomes.map((outcome) => outcome.join(' ')).join(', ')
console.log(seen)
process.exitCode = seen === 'destructured locked, left by break locked, toArray free, one free' ? 0 : 1
JS
node cursor.mjs 2> /dev/null
