#!/usr/bin/env bash
# librsvg trims white space at the edges of each <tspan>, even a non-breaking one (Rust's trim takes U+00A0 for white
# space). Browsers collapse spaces across the whole text (SVG 2, section 11.7) and keep U+00A0. Only a space in the text
# of the parent survives.
# Seen with sharp 0.34.5: "in the tspan 0, non-breaking in the tspan 0, in the parent 1" (1: it takes room).
# Where it is drawn: sharp, GNOME, MediaWiki, proxies of pictures. Laurel writes such spaces outside (src/render/canvas.ts).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund sharp@0.34.5 > /dev/null
cat > spaces.cjs <<'JS'
const sharp = require('sharp')
/** The column after the last that has ink. */
async function end(content) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="30"><text y="20" font-size="20">${content}</text></svg>`
  const { data, info } = await sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  let last = 0
  for (let at = 0; at < info.width * info.height; at++) if (data[4 * at + 3] > 0) last = Math.max(last, (at % info.width) + 1)
  return last
}
async function main() {
  const none = await end('<tspan>A</tspan><tspan>B</tspan>')
  if (none === 0) throw new Error('No font is installed, so nothing is drawn.')
  const takesRoom = async (content) => Number((await end(content)) > none)
  const inside = await takesRoom('<tspan>A </tspan><tspan>B</tspan>')
  const unbroken = await takesRoom('<tspan>A\u00a0</tspan><tspan>B</tspan>')
  const outside = await takesRoom('<tspan>A</tspan> <tspan>B</tspan>')
  console.log(`in the tspan ${inside}, non-breaking in the tspan ${unbroken}, in the parent ${outside}`)
  process.exitCode = inside === 0 && unbroken === 0 && outside === 1 ? 0 : 1
}
main()
JS
node spaces.cjs
