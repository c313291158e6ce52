#!/usr/bin/env bash
# Node 20.20.2 and Node 24.21.0, both supported in November 2026, give different local times for the same instant:
# their ICU contains IANA data 2025c and 2026c. On 2026-12-01 they differ by an hour for Vancouver, Edmonton and
# Casablanca. So sums that depend on local time (sessions at night, on weekends) must not be kept across a change of
# the runtime: one would not subtract what the other added, and a counter could end below zero.
# Seen: "v20.20.2 2025c: America/Vancouver -8, America/Edmonton -7, Africa/Casablanca 1" and
#       "v24.21.0 2026c: America/Vancouver -7, America/Edmonton -6, Africa/Casablanca 0".
# Laurel keeps the zone's transitions with such sums and recounts if they differ (src/engine/zone-clocks.ts).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > offsets.js <<'JS'
const instant = Date.UTC(2026, 11, 1, 12)
const hours = (timeZone) => {
  const fields = { timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' }
  const parts = new Intl.DateTimeFormat('en-US', fields).formatToParts(instant)
  const { year, month, day, hour, minute } = Object.fromEntries(parts.map(({ type, value }) => [type, Number(value)]))
  return (Date.UTC(year, month - 1, day, hour, minute) - instant) / 3_600_000
}
const zones = ['America/Vancouver', 'America/Edmonton', 'Africa/Casablanca']
console.log(zones.map((zone) => `${zone} ${hours(zone)}`).join(', '))
JS
for version in 20.20.2 24.21.0; do
  mkdir "$version"
  (cd "$version" && npm init -y > /dev/null && npm install --silent --no-audit --no-fund "node@$version" > /dev/null)
  node="$version/node_modules/.bin/node"
  echo "$("$node" -p 'process.version + " " + process.versions.tz'): $("$node" offsets.js)" | tee "$version.txt"
done
grep -qx 'v20.20.2 2025c: America/Vancouver -8, America/Edmonton -7, Africa/Casablanca 1' 20.20.2.txt
grep -qx 'v24.21.0 2026c: America/Vancouver -7, America/Edmonton -6, Africa/Casablanca 0' 24.21.0.txt
