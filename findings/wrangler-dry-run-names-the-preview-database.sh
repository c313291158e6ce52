#!/usr/bin/env bash
# wrangler 4.86.0: `deploy --dry-run` lists a D1 binding by its preview_database_id, the database of local runs, even
# where the configuration gives no database_id and the deploy therefore looks for one by its name, or creates it. Without
# that id the list shows the name. So it may name a database that the deploy will not use.
# Seen on Node 20.20: "with a preview id: local-only; without: registry".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund wrangler@4.86.0 > /dev/null
echo "export default { fetch: () => new Response('ok') }" > worker.js
listed() {
  cat > wrangler.toml <<TOML
name = "listed"
main = "worker.js"
compatibility_date = "2026-04-01"
[[d1_databases]]
binding = "REGISTRY"
database_name = "registry"
$1
TOML
  npx wrangler deploy --dry-run 2> /dev/null | sed -n 's/^env\.REGISTRY (\([^)]*\)).*/\1/p'
}
preview=$(listed 'preview_database_id = "local-only"')
plain=$(listed '')
echo "with a preview id: $preview; without: $plain"
[ "$preview" = local-only ] && [ "$plain" = registry ]
