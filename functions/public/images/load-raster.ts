import type { Raster } from '../../../src/render/raster.ts'

let loaded: Promise<Raster> | undefined

/**
 * Returns the renderer of PNGs, with its fonts. It is loaded on first use, since other requests do not need its
 * 2.5 MB module. A failed load is retried.
 */
export function loadRaster(): Promise<Raster> {
  loaded ??= load().catch((error) => {
    loaded = undefined
    throw error
  })
  return loaded
}

async function load(): Promise<Raster> {
  const [{ rasterOf }, module, ...fonts] = await Promise.all([
    import('../../../src/render/raster.ts'),
    import('@resvg/resvg-wasm/index_bg.wasm'),
    import('../../../src/render/fonts/source-serif-4-700.ttf'),
    import('../../../src/render/fonts/source-sans-3-400.ttf'),
    import('../../../src/render/fonts/source-sans-3-600.ttf'),
  ])
  return rasterOf({ module: module.default, fonts: fonts.map((font) => new Uint8Array(font.default)) })
}
