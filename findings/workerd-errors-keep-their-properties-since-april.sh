#!/usr/bin/env bash
# workerd 1.20260426.1 (miniflare 4.20260426.0): what an error that a Durable Object throws by RPC brings along depends
# on the Worker's compatibility date. Before 2026-04-21 the caller gets a plain Error whose message begins with the
# name. From then on (flag enhanced_error_serialization) it has the name, a code and the cause of the original, and no
# name in its message; still it is a plain Error, not of the class. Cloudflare's page on errors of RPC still says
# that own properties, such as the cause, are not propagated.
# So whoever matches on "Name: message" sees nothing any more, and causes that quote private input reach the caller.
# Seen on Node 20.20: "2026-04-20: Error "Refused: no", code undefined, cause undefined, a Refused: false" and
#                     "2026-04-21: Refused "no", code 7, cause Error: inner, a Refused: false".
# Laurel sends errors as data (.github/decisions/001-errors-are-data.md).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund miniflare@4.20260426.0 > /dev/null
cat > errors.mjs <<'JS'
import { Miniflare } from 'miniflare'

const script = `
import { DurableObject } from 'cloudflare:workers'
class Refused extends Error {
  name = 'Refused'
  code = 7
}
export class Thrower extends DurableObject {
  fail() {
    throw new Refused('no', { cause: new Error('inner') })
  }
}
export default {
  async fetch(_request, env) {
    const error = await env.THROWER.get(env.THROWER.idFromName('one')).fail().catch((thrown) => thrown)
    const { name, message, code, cause } = error
    return new Response(
      name + ' "' + message + '", code ' + code + ', cause ' + cause + ', a Refused: ' + (error instanceof Refused),
    )
  },
}`
for (const compatibilityDate of ['2026-04-20', '2026-04-21']) {
  const server = new Miniflare({ modules: true, script, compatibilityDate, durableObjects: { THROWER: 'Thrower' } })
  console.log(`${compatibilityDate}: ${await (await server.dispatchFetch('http://thrower/')).text()}`)
  await server.dispose()
}
JS
node errors.mjs | tee seen.txt
grep -qx '2026-04-20: Error "Refused: no", code undefined, cause undefined, a Refused: false' seen.txt
grep -qx '2026-04-21: Refused "no", code 7, cause Error: inner, a Refused: false' seen.txt
