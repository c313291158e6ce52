import { gzipSync } from 'node:zlib'
import { TEXT_NAMES, type TextName } from '../../functions/public/images/text-images.ts'
import type { PicturedView } from '../../src/contract/cards.ts'
import { scanHistory } from '../../src/scan/scan-history.ts'
import { ownView } from '../../src/view/local-view.ts'
import { draw, drawn } from './draw.ts'
import { reading } from './measure.ts'
import { measurePngs, type PngCost } from './pngs.ts'
import { comparePlatforms, type Platforms } from './workerd.ts'

/** The cost of one picture, without fetching the view. */
export interface PictureCost extends Platforms {
  name: TextName
  /** Of one picture. */
  characters: number
  /** Of one picture, in gzip. */
  bytes: number
}

export interface Pictures {
  texts: PictureCost[]
  pngs: PngCost[]
}

const NOW = Date.UTC(2026, 10, 21) / 1000

/** Draws every picture of a history's view. */
export async function measurePictures(path: string): Promise<Pictures> {
  const view = await viewOf(path)
  return { texts: await measureTexts(view), pngs: await measurePngs(view) }
}

async function viewOf(path: string): Promise<PicturedView> {
  const request = { checkpoints: new Map(), limit: 0, onProgress: () => {}, nextTurn: async () => {} }
  const { scanned, meta } = await reading(path, (snapshot) => scanHistory(snapshot, request))
  const sessions = scanned.map(({ stats }) => stats)
  const { achievements } = ownView({ sessions, meta, timeZone: 'UTC', now: NOW })
  return {
    ...{
      handle: 'bench',
      page: 'laurel.example/@bench',
      time_zone: 'UTC',
      revision: 1,
      generated_at: NOW,
      partial: false,
    },
    ...{ sessions_total: sessions.length, achievements },
  }
}

async function measureTexts(view: PicturedView): Promise<PictureCost[]> {
  const costs: PictureCost[] = []
  for (const name of TEXT_NAMES) {
    const onNode = (rounds: number) => draw(name, view, rounds)
    const body = JSON.stringify({ name, view })
    const times = await comparePlatforms('test/bench/picture-worker.ts', body, onNode, {
      few: 50,
      many: 1050,
    })
    const picture = drawn(name, view, {}, view.generated_at)
    costs.push({ name, characters: picture.length, bytes: gzipSync(picture).length, ...times })
  }
  return costs
}
