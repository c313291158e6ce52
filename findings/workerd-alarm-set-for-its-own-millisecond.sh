#!/usr/bin/env bash
# workerd 1.20260426.1 (miniflare 4.20260426.0) loses an alarm that an alarm handler sets for the same millisecond as
# the running one: setAlarm() resolves, getAlarm() still returns that time three seconds later, and the handler is not
# called again. Set for one millisecond later, it is called. The documentation says that an alarm in the past runs in
# the immediate future. Known as workerd issue 6866, which reports that a deployed object waits tens of seconds.
# A chain of alarms meets it when a step takes less than a millisecond.
# Seen on Node 20.20: "same millisecond: 1 call, alarm set; one later: 2 calls, alarm over".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund miniflare@4.20260426.0 > /dev/null
cat > chain.mjs <<'JS'
import { Miniflare } from 'miniflare'

const script = `
import { DurableObject } from 'cloudflare:workers'
export class Chain extends DurableObject {
  async begin(later) {
    const at = Date.now() + 50
    await this.ctx.storage.put({ calls: 0, next: at + later })
    await this.ctx.storage.setAlarm(at)
  }
  async alarm() {
    const calls = (await this.ctx.storage.get('calls')) + 1
    await this.ctx.storage.put('calls', calls)
    if (calls === 1) await this.ctx.storage.setAlarm(await this.ctx.storage.get('next'))
  }
  async seen() {
    return { calls: await this.ctx.storage.get('calls'), alarm: await this.ctx.storage.getAlarm() }
  }
}
export default {
  async fetch(request, env) {
    const [, call, later] = new URL(request.url).pathname.split('/')
    const chain = env.CHAIN.get(env.CHAIN.idFromName(later))
    return Response.json((await chain[call](Number(later))) ?? null)
  },
}`
const server = new Miniflare({
  modules: true,
  script,
  compatibilityDate: '2026-04-01',
  durableObjects: { CHAIN: { className: 'Chain', useSQLite: true } },
})
const ask = async (path) => (await server.dispatchFetch(`http://chain/${path}`)).json()
for (const later of [0, 1]) await ask(`begin/${later}`)
await new Promise((resolve) => setTimeout(resolve, 3000))
const [same, next] = [await ask('seen/0'), await ask('seen/1')]
await server.dispose()
const told = ({ calls, alarm }) => `${calls} call${calls === 1 ? '' : 's'}, alarm ${alarm === null ? 'over' : 'set'}`
console.log(`same millisecond: ${told(same)}; one later: ${told(next)}`)
process.exitCode = same.calls === 1 && same.alarm !== null && next.calls === 2 ? 0 : 1
JS
node chain.mjs
