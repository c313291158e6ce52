#!/usr/bin/env bash
# workerd 1.20260426.1 says that its compatibility date is 2026-04-26, in its version and in what its package exports,
# and runs Workers of dates up to 2026-05-03. Of a later one it doesn't fall back to its own: it doesn't start. So a
# date that was tried on a machine may be one of a week that the runtime was made before.
# Seen on Node 20.20: "the package says 2026-04-26; 2026-05-03 is taken, 2026-05-04 refused" after
#                     'requires compatibility date "2026-05-04", but the newest date supported by this server binary is
#                     "2026-05-03"'.
# Laurel's date is the runtime's own, and a test compares the two (test/docs.test.ts).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund workerd@1.20260426.1 > /dev/null
taken() {
  cat > config.capnp <<CAPNP
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "main", worker = (
  modules = [(name = "worker.js", esModule = "export const test = { test() {} }")], compatibilityDate = "$1"))]);
CAPNP
  npx workerd test config.capnp > "$1.txt" 2>&1 && echo taken || echo refused
}
says=$(node -p "require('workerd').compatibilityDate")
last=$(taken 2026-05-03)
next=$(taken 2026-05-04)
echo "the package says $says; 2026-05-03 is $last, 2026-05-04 $next"
[ "$says $last $next" = '2026-04-26 taken refused' ]
grep -o 'requires compatibility date "2026-05-04", but the newest date supported by this server binary is "2026-05-03"' 2026-05-04.txt
