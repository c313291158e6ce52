#!/usr/bin/env bash
# node-sqlite3-wasm 0.8.60 reads a database with a hot rollback journal beside it without rolling it back: rows of a
# transaction that was never committed are returned, without an error. SQLite's own rule (file format, section 3;
# hasHotJournal in its pager.c) is to play the journal back first, as the sqlite3 of the system does.
# Seen on Node 20.20: "node-sqlite3-wasm: 396 uncommitted rows, journal left: true".
# It matters if the package is used as the reference for files that a crash left behind.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund node-sqlite3-wasm@0.8.60 > /dev/null
cat > hot.cjs <<'JS'
const fs = require('node:fs')
const { Database } = require('node-sqlite3-wasm')
const db = new Database('source.db')
db.exec('PRAGMA journal_mode = delete; PRAGMA cache_size = 2; CREATE TABLE t (id INTEGER PRIMARY KEY, said TEXT, pad TEXT)')
db.exec('BEGIN')
for (let row = 0; row < 400; row++) db.run("INSERT INTO t (said, pad) VALUES ('committed', ?)", ['x'.repeat(300)])
db.exec('COMMIT; BEGIN')
db.exec("UPDATE t SET said = 'undone---'")
// Two pages of cache are far too few: most of the change is in the file by now, and the journal is synced.
for (const end of ['', '-journal']) fs.copyFileSync(`source.db${end}`, `copy.db${end}`)
db.exec('ROLLBACK')
db.close()
const journal = fs.readFileSync('copy.db-journal')
if (journal.subarray(0, 8).toString('hex') !== 'd9d505f920a163d7') throw new Error('The journal is not hot.')
const copy = new Database('copy.db')
const { n } = copy.get("SELECT count(*) AS n FROM t WHERE said = 'undone---'")
copy.close()
const left = fs.existsSync('copy.db-journal')
console.log(`node-sqlite3-wasm: ${n} uncommitted rows, journal left: ${left}`)
process.exitCode = n > 0 && left ? 0 : 1
JS
node hot.cjs
