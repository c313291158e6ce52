import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { rasterOf } from '../../src/render/raster.ts'

/**
 * Draws the icons that systems ask for in other forms than favicon.svg, at build time (`npm run build:icons`). Those for
 * a home screen are opaque, since iOS puts black behind what is transparent, and have room for a mask.
 */
const [source = '', folder = ''] = process.argv.slice(2)
const wreath = readFileSync(source, 'utf8')
const GROUND = '#fffdf7'
/** Share of a masked icon that is always visible (W3C Web App Manifest, "maskable"). */
const SAFE = 0.62

const module = readFileSync(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm'))
const raster = await rasterOf({ module: new Uint8Array(module), fonts: [] })

function drawn(size: number, share: number, ground: string): Promise<Uint8Array<ArrayBuffer>> {
  const inset = ((1 - share) / 2) * size
  const inner = wreath.replace(
    '<svg ',
    `<svg x="${inset}" y="${inset}" width="${size * share}" height="${size * share}" `,
  )
  return raster(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}"><rect width="100%" height="100%" fill="${ground}"/>${inner}</svg>`,
  )
}

/** Returns an ICO file of one PNG, as browsers since Internet Explorer 11 read it. */
function ico(png: Uint8Array, size: number): Uint8Array {
  const head = new DataView(new ArrayBuffer(22))
  head.setUint16(2, 1, true) // an icon
  head.setUint16(4, 1, true) // with one picture
  head.setUint8(6, size)
  head.setUint8(7, size)
  head.setUint16(10, 1, true) // plane
  head.setUint16(12, 32, true) // bits per pixel
  head.setUint32(14, png.length, true)
  head.setUint32(18, head.byteLength, true)
  return Buffer.concat([new Uint8Array(head.buffer), png])
}

writeFileSync(join(folder, 'favicon.ico'), ico(await drawn(32, 1, 'none'), 32))
writeFileSync(join(folder, 'apple-touch-icon.png'), await drawn(180, 0.8, GROUND))
writeFileSync(join(folder, 'icon-192.png'), await drawn(192, SAFE, GROUND))
writeFileSync(join(folder, 'icon-512.png'), await drawn(512, SAFE, GROUND))
