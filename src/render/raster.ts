import { initWasm, Resvg } from '@resvg/resvg-wasm'

/** SVG to PNG (resvg), for pictures of our own making. */

export interface RasterParts {
  /** resvg's compiled module. */
  module: WebAssembly.Module | Uint8Array<ArrayBuffer>
  /** TrueType or WOFF2. No other font is used. */
  fonts: Uint8Array[]
}

export type Raster = (svg: string) => Uint8Array<ArrayBuffer>

/** resvg can be initialised only once per process. */
let started: Promise<void> | undefined

/** Returns a function that renders an SVG at its own size. resvg has no fallback: its fonts must have every character. */
export async function rasterOf({ module, fonts }: RasterParts): Promise<Raster> {
  started ??= initWasm(module)
  await started
  return (svg) => {
    const resvg = new Resvg(svg, { font: { fontBuffers: fonts, loadSystemFonts: false } })
    try {
      const image = resvg.render()
      try {
        return new Uint8Array(image.asPng())
      } finally {
        image.free()
      }
    } finally {
      resvg.free()
    }
  }
}
