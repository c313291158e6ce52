#!/usr/bin/env bash
# svgo 4.1.0 changes what a drawing looks like: it drops stroke="none" of a path that only a <use> gives a stroke to,
# since it looks for an inherited stroke at the path's own ancestors, and not at the <use> (SVG 2, section 5.6: the
# copy inherits from the <use>). So the copy gets an outline.
# It also fails on @keyframes inside @media, which it takes at the top level: "Unmatched selector: %".
# Seen: "stroke of the leaf: dropped; keyframes inside @media: Unmatched selector: %".
# So Laurel's wreaths are one filled path without a stroke (src/ui/wreath-shape.ts), and its keyframes stand outside.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund svgo@4.1.0 > /dev/null
cat > optimise.mjs <<'JS'
import { optimize } from 'svgo'
const svg = (content) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">${content}</svg>`
const leaf = '<path d="M1 1h3v3z" stroke="none"/><path d="M5 5h3" stroke-width="2"/>'
const { data } = optimize(svg(`<defs><g id="a">${leaf}</g></defs><use href="#a" stroke="red"/><use href="#a" x="1" stroke="blue"/>`))
const stroke = data.includes('stroke="none"') ? 'kept' : 'dropped'
let keyframes = 'taken'
try {
  optimize(svg('<style>@media (prefers-reduced-motion:no-preference){@keyframes k{from{opacity:0}}.a{animation:k 1s}}</style><path class="a" d="M0 0h9v9"/>'))
} catch (error) {
  keyframes = error.message.split('\n')[0]
}
console.log(`stroke of the leaf: ${stroke}; keyframes inside @media: ${keyframes}`)
process.exitCode = stroke === 'dropped' && keyframes === 'Unmatched selector: %' ? 0 : 1
JS
node optimise.mjs
