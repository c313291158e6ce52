import { initWasm, Resvg } from '@resvg/resvg-wasm'
import { indexedPng } from './indexed-png.ts'
import { quantised } from './quantise.ts'

/** SVG to PNG (resvg), for pictures of our own making. */

export interface RasterParts {
  /** resvg's compiled module. */
  module: WebAssembly.Module | Uint8Array<ArrayBuffer>
  /** TrueType or WOFF2. No other font is used. */
  fonts: Uint8Array[]
}

export type Raster = (svg: string) => Promise<Uint8Array<ArrayBuffer>>

/** resvg can be initialised only once per process. */
let started: Promise<void> | undefined

/**
 * Returns a function that renders an SVG at its own size, in 256 colours unless something shows through it. resvg has
 * no fallback: its fonts must have every character.
 */
export async function rasterOf({ module, fonts }: RasterParts): Promise<Raster> {
  started ??= initWasm(module)
  await started
  return async (svg) => {
    const resvg = new Resvg(svg, { font: { fontBuffers: fonts, loadSystemFonts: false } })
    try {
      const image = resvg.render()
      try {
        const { pixels, width, height } = image
        if (!isOpaque(pixels)) return new Uint8Array(image.asPng())
        const { palette, indices } = quantised(pixels, width)
        return await indexedPng(width, height, palette, indices)
      } finally {
        image.free()
      }
    } finally {
      resvg.free()
    }
  }
}

function isOpaque(pixels: Uint8Array): boolean {
  for (let at = 3; at < pixels.length; at += 4) if (pixels[at] !== 255) return false
  return true
}
