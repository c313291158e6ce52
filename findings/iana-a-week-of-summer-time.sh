#!/usr/bin/env bash
# Clocks may be changed back after less than a week: in 2000, summer time in Recife, Noronha and Boa Vista began on
# 8 October and ended on 15 October. A search for changes of an offset that looks at the first of each month, or every
# two weeks, finds neither. In the future, IANA expects the same of Gaza in 2040 and later, around Ramadan.
# Seen with moment-timezone 0.6.0 (IANA 2025b), the shortest time between two changes since 1970 in any zone:
# "6.958 days: America/Boa_Vista 2000-10-08T04:00:00.000Z 2000-10-15T03:00:00.000Z". Node's own Intl says the same.
# Laurel takes a zone's clocks for steady on a UTC day only if they show the same offset when it begins and ends, which
# needs changes to be more than a day apart (src/engine/calendar.ts; a test goes through that week).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund moment-timezone@0.6.0 > /dev/null
cat > shortest.js <<'JS'
const moment = require('moment-timezone')
const day = 86_400_000
let shortest = { days: Infinity }
for (const name of moment.tz.names()) {
  const { untils, offsets } = moment.tz.zone(name)
  const changes = untils.filter((until, at) => Number.isFinite(until) && until >= 0 && offsets[at] !== offsets[at + 1])
  for (let at = 1; at < changes.length; at++) {
    const [from, to] = [changes[at - 1], changes[at]]
    if ((to - from) / day < shortest.days) shortest = { days: (to - from) / day, name, from, to }
  }
}
const { days, name, from, to } = shortest
console.log(`${days.toFixed(3)} days: ${name} ${new Date(from).toISOString()} ${new Date(to).toISOString()}`)
const offset = (instant) => new Intl.DateTimeFormat('en', { timeZone: name, timeZoneName: 'longOffset' }).format(instant)
console.log([from - 1, from, to - 1, to].map((instant) => offset(instant).split(', ').pop()).join(' '))
JS
node shortest.js | tee seen.txt
grep -qx '6.958 days: America/Boa_Vista 2000-10-08T04:00:00.000Z 2000-10-15T03:00:00.000Z' seen.txt
grep -qx 'GMT-04:00 GMT-03:00 GMT-03:00 GMT-04:00' seen.txt
