import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Resvg } from '@resvg/resvg-wasm'
import type { PicturedView } from '../../src/contract/cards.ts'
import { rasterOf } from '../../src/render/raster.ts'
import { SHARE_SIZE, sharePicture } from '../../src/render/share-picture.ts'
import { STORY_SIZE, storyPicture } from '../../src/render/story-picture.ts'

/** The cost of one PNG beside that of a plainer one, which satori lays out and resvg draws. CPU time in seconds. */
export interface PngCost {
  name: string
  bytes: number
  seconds: number
  satoriBytes: number
  satoriSeconds: number
}

const PICTURES = [
  { name: 'og.png', size: SHARE_SIZE, of: sharePicture },
  { name: 'story.png', size: STORY_SIZE, of: storyPicture },
] as const
const FONTS = ['source-serif-4-700', 'source-sans-3-400', 'source-sans-3-600']
/** Pinned, as is what they are compared with. */
const PACKAGES = ['satori@0.63.2', '@fontsource/source-sans-3@5.3.1']
const ROUNDS = 12

interface Font {
  name: string
  data: Buffer
  weight: 400 | 600
}
type Satori = (element: object, options: { width: number; height: number; fonts: Font[] }) => Promise<string>

/** Draws both pictures of a view by turns with satori's. Fetches satori from npm. Run it from the root. */
export async function measurePngs(view: PicturedView): Promise<PngCost[]> {
  const folder = mkdtempSync(join(tmpdir(), 'laurel-satori-'))
  try {
    execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', '--prefix', folder, ...PACKAGES])
    const satori: Satori = (
      await import(pathToFileURL(join(folder, 'node_modules/satori/dist/index.js')).href)
    ).default
    const fonts = ([400, 600] as const).map((weight): Font => {
      const file = `node_modules/@fontsource/source-sans-3/files/source-sans-3-latin-${weight}-normal.woff`
      return { name: 'Source Sans 3', weight, data: readFileSync(join(folder, file)) }
    })
    const raster = await rasterOf({
      module: new Uint8Array(readFileSync('node_modules/@resvg/resvg-wasm/index_bg.wasm')),
      fonts: FONTS.map((name) => new Uint8Array(readFileSync(`src/render/fonts/${name}.ttf`))),
    })
    const costs: PngCost[] = []
    for (const { name, size, of } of PICTURES) {
      const [ours, theirs] = await inTurns(
        () => raster(of(view)),
        async () => new Resvg(await satori(plain(view, size), { ...size, fonts })).render().asPng(),
      )
      costs.push({ name, ...ours, satoriBytes: theirs.bytes, satoriSeconds: theirs.seconds })
    }
    return costs
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Returns the best time of each, and the bytes that it makes. */
async function inTurns(...draws: (() => Promise<Uint8Array>)[]): Promise<[Drawn, Drawn]> {
  const [ours, theirs] = [
    { bytes: 0, seconds: Infinity },
    { bytes: 0, seconds: Infinity },
  ]
  for (let round = 0; round < ROUNDS; round++) {
    for (const [at, best] of [ours, theirs].entries()) {
      const before = process.cpuUsage()
      best.bytes = (await draws[at]?.())?.length ?? 0
      const { user, system } = process.cpuUsage(before)
      best.seconds = Math.min(best.seconds, (user + system) / 1e6)
    }
  }
  return [ours, theirs]
}

interface Drawn {
  bytes: number
  seconds: number
}

/** What other software draws of the same facts: a heading, a figure and four coins on a soft light. */
function plain({ handle, achievements }: PicturedView, { width, height }: { width: number; height: number }) {
  const box = (style: object, children: unknown) => ({
    type: 'div',
    props: { style: { display: 'flex', ...style }, children },
  })
  const shown = achievements.filter(({ unlocked }) => unlocked)
  const coin = {
    width: 112,
    height: 112,
    borderRadius: 56,
    backgroundImage: 'linear-gradient(#ffe9a3, #9c7010)',
  }
  const ground = {
    backgroundColor: '#151c19',
    backgroundImage: 'radial-gradient(circle at 20% 0%, #2a4a5a, #151c19)',
  }
  return box(
    {
      ...ground,
      width,
      height,
      padding: 72,
      flexDirection: 'column',
      color: '#ecefe8',
      fontFamily: 'Source Sans 3',
    },
    [
      box({ fontSize: 84, fontWeight: 600 }, `@${handle}`),
      box({ fontSize: 40, color: '#a5b0a8' }, `${shown.length} of ${achievements.length} unlocked`),
      box(
        { marginTop: 60 },
        shown
          .slice(0, 4)
          .map(({ name, tier }) =>
            box({ width: 240, flexDirection: 'column', alignItems: 'center', fontSize: 22 }, [
              box(coin, ''),
              box({ marginTop: 12 }, name),
              box({ color: '#f1cb66' }, tier ?? 'One-time'),
            ]),
          ),
      ),
    ],
  )
}
