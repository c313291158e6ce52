#!/usr/bin/env bash
# workerd 1.20260426.1, November 2026: on a plain socket, `request.cf.clientIp` is the address of the client with its
# port, as in "127.0.0.1:50112". The port is another one for each connection, so whoever counts requests by that value
# counts each connection apart, and a comparison with "127.0.0.1" never holds. On Cloudflare there is no such member;
# `CF-Connecting-IP` there is the bare address.
# Seen: "127.0.0.1:40404" and "127.0.0.1:40420" for two requests of the same client.
# Laurel takes the port off (functions/front/client-address.ts, test/functions/front/front.test.ts).
set -euo pipefail
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill -9 "$server" 2> /dev/null; rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund workerd@1.20260426.1 > /dev/null
cat > worker.js <<'JS'
export default { fetch: (request) => new Response(request.cf?.clientIp ?? 'none') }
JS
cat > config.capnp <<'CAPNP'
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (modules = [(name = "worker.js", esModule = embed "worker.js")], compatibilityDate = "2026-04-01"))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")]
);
CAPNP
workerd=$(node -p "require('workerd').default")
"$workerd" serve config.capnp --control-fd=3 3> ports.json &
server=$!
until grep -q listen ports.json; do sleep 0.1; done
port=$(sed -n 's/.*"port":\([0-9]*\).*/\1/p' ports.json)
node -e "
(async () => {
  const ask = async () => (await fetch('http://127.0.0.1:$port/', { headers: { Connection: 'close' } })).text()
  const [one, other] = [await ask(), await ask()]
  console.log(one, other)
  const form = /^127\.0\.0\.1:\d+\$/
  process.exit(form.test(one) && form.test(other) && one !== other ? 0 : 1)
})()"
