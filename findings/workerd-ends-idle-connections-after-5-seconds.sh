#!/usr/bin/env bash
# workerd 1.20260426.1, November 2026, closes a connection on which no request came for 5 seconds, and does not say so:
# its answers have no `Keep-Alive: timeout=5`. Clients and proxies that keep connections for longer (Caddy's default is
# 2 minutes, nginx's is 60 seconds) now and then send a request on one that is being closed. Node's http agent reports
# "socket hang up" then; a proxy answers 502 if it may not send a POST twice.
# Seen: "no Keep-Alive header; closed after 5.0 s".
# Laurel's examples of proxies keep connections for less (.github/OPERATING.md).
set -euo pipefail
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill -9 "$server" 2> /dev/null; rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund workerd@1.20260426.1 > /dev/null
cat > worker.js <<'JS'
export default { fetch: () => new Response('hello') }
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
const socket = require('node:net').connect($port, '127.0.0.1')
let answered, says
socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
socket.on('data', (part) => {
  answered ??= performance.now()
  says ??= /^keep-alive:/im.test(String(part))
})
setTimeout(() => process.exit(1), 60_000)
socket.on('close', () => {
  const seconds = (performance.now() - answered) / 1000
  console.log((says ? 'a' : 'no') + ' Keep-Alive header; closed after ' + seconds.toFixed(1) + ' s')
  process.exit(!says && seconds > 4 && seconds < 8 ? 0 : 1)
})"
