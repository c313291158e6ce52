import { TEXT_NAMES, type TextName } from '../../functions/public/images/text-images.ts'
import type { PicturedView } from '../../src/contract/cards.ts'
import { scanHistory } from '../../src/scan/scan-history.ts'
import { ownView } from '../../src/view/local-view.ts'
import { draw } from './draw.ts'
import { reading } from './measure.ts'
import { comparePlatforms, type Platforms } from './workerd.ts'

/** The cost of one picture, without fetching the view. */
export interface PictureCost extends Platforms {
  name: TextName
  /** Of one picture. */
  characters: number
}

const NOW = Date.UTC(2026, 10, 21) / 1000

/** Draws every text-based picture of a history's view. */
export async function measurePictures(path: string): Promise<PictureCost[]> {
  const request = { checkpoints: new Map(), limit: 0, onProgress: () => {}, nextTurn: async () => {} }
  const { scanned, meta } = await reading(path, (snapshot) => scanHistory(snapshot, request))
  const sessions = scanned.map(({ stats }) => stats)
  const { achievements } = ownView({ sessions, meta, timeZone: 'UTC', now: NOW })
  const view: PicturedView = {
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
  const costs: PictureCost[] = []
  for (const name of TEXT_NAMES) {
    const onNode = (rounds: number) => draw(name, view, rounds)
    const body = JSON.stringify({ name, view })
    const times = await comparePlatforms('test/bench/picture-worker.ts', body, onNode, {
      few: 50,
      many: 1050,
    })
    costs.push({ name, characters: draw(name, view, 1), ...times })
  }
  return costs
}
