import { initWasm, Resvg } from '@resvg/resvg-wasm'
import { indexedPng } from './indexed-png.ts'
import { type Bitmap, composed, layersOf } from './layers.ts'
import { quantised } from './quantise.ts'

/** SVG to PNG (resvg), for pictures of our own making. */

export interface RasterParts {
  /** resvg's compiled module. */
  module: WebAssembly.Module | Uint8Array<ArrayBuffer>
  /** TrueType: WOFF2 would be decompressed for each picture. No other font is used. */
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
    const layers = layersOf(svg)
    if (layers === null) {
      return drawn(svg, fonts, 1, (image) => {
        return isOpaque(image.pixels) ? indexed(image) : Promise.resolve(new Uint8Array(image.asPng()))
      })
    }
    const ground = drawn(layers.ground, [], GROUND_SCALE, ({ pixels, width, height }) => {
      return { pixels, width, height }
    })
    return drawn(layers.figures, fonts, 1, ({ pixels, width, height }) => {
      return indexed({ pixels: composed({ pixels, width, height }, ground), width, height })
    })
  }
}

/** A gradient takes resvg 50 ns for each pixel, which makes most of the time of a picture. */
const GROUND_SCALE = 1 / 4

/** Renders an SVG, and frees what resvg needed. */
function drawn<Made>(
  svg: string,
  fontBuffers: Uint8Array[],
  zoom: number,
  use: (image: ReturnType<InstanceType<typeof Resvg>['render']>) => Made,
): Made {
  const fitTo = { mode: 'zoom', value: zoom } as const
  const resvg = new Resvg(svg, { font: { fontBuffers, loadSystemFonts: false }, fitTo })
  try {
    const image = resvg.render()
    try {
      return use(image)
    } finally {
      image.free()
    }
  } finally {
    resvg.free()
  }
}

function indexed({ pixels, width, height }: Bitmap): Promise<Uint8Array<ArrayBuffer>> {
  const { palette, indices } = quantised(pixels, width)
  return indexedPng(width, height, palette, indices)
}

function isOpaque(pixels: Uint8Array): boolean {
  for (let at = 3; at < pixels.length; at += 4) if (pixels[at] !== 255) return false
  return true
}
