#!/usr/bin/env bash
# resvg-wasm takes WOFF2 fonts, and decompresses all of them for each picture, even for one without text: nothing is kept
# from one `new Resvg` to the next. The same font as TrueType costs next to nothing.
# Seen with @resvg/resvg-wasm 2.6.2: "an empty picture: 1.78 ms with WOFF2, 0.15 ms with TrueType", for Latin letters alone.
# Laurel's three fonts took 20 ms of each picture's 150.
# Laurel draws with TrueType fonts (src/render/fonts), at 134 KiB more in the compressed Worker.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund @resvg/resvg-wasm@2.6.2 @fontsource/source-sans-3@5.3.1 wawoff2@2.0.1
cat > seen.mjs <<'JS'
import { readFile } from 'node:fs/promises'
import { initWasm, Resvg } from '@resvg/resvg-wasm'
import wawoff2 from 'wawoff2'

await initWasm(await readFile('node_modules/@resvg/resvg-wasm/index_bg.wasm'))
const woff2 = await readFile('node_modules/@fontsource/source-sans-3/files/source-sans-3-latin-400-normal.woff2')
const fonts = { woff2: new Uint8Array(woff2), ttf: new Uint8Array(await wawoff2.decompress(woff2)) }
const empty = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
const text = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40"><text y="30" font-family="Source Sans 3">Rag</text></svg>'

function drawn(svg, font) {
  return new Resvg(svg, { font: { fontBuffers: [font], loadSystemFonts: false } }).render().asPng()
}
if (Buffer.compare(drawn(text, fonts.woff2), drawn(text, fonts.ttf)) !== 0) throw new Error('the two fonts differ')

const spent = { woff2: 0, ttf: 0 }
for (let round = 0; round < 60; round++) {
  for (const [kind, font] of Object.entries(fonts)) {
    const before = process.cpuUsage()
    drawn(empty, font)
    const { user, system } = process.cpuUsage(before)
    // The first rounds run cold.
    if (round >= 20) spent[kind] += user + system
  }
}
const times = spent.woff2 / spent.ttf
console.log(`an empty picture: ${(spent.woff2 / 40000).toFixed(2)} ms with WOFF2, ${(spent.ttf / 40000).toFixed(2)} ms with TrueType`)
if (!(times > 3)) throw new Error(`WOFF2 took only ${times.toFixed(1)} times as long`)
JS
node seen.mjs
