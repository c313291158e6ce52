import type { PicturedView } from '../../../src/contract/cards.ts'
import { achievementPicture } from '../../../src/render/achievement-picture.ts'
import { plainPng } from '../../../src/render/indexed-png.ts'
import { shownAchievement } from '../../../src/render/profile-summary.ts'
import { placeholderPicture, SHARE_SIZE, sharePicture } from '../../../src/render/share-picture.ts'
import { STORY_SIZE, storyPicture } from '../../../src/render/story-picture.ts'
import { THEMES } from '../../../src/render/themes.ts'
import type { PlaceholderKind } from '../../../src/render/words.ts'
import { ImageStore, PlaceholderStore } from '../../../src/storage/image-store.ts'
import { logFailure } from '../../log.ts'
import { type Keeping, placeholderKeeping } from './answer.ts'
import type { Subject } from './image-source.ts'
import { keptPng, RENDER_VERSION } from './kept-png.ts'
import { loadRaster } from './load-raster.ts'

const PNG_IMAGES = {
  'og.png': { kind: 'og', size: SHARE_SIZE, of: sharePicture },
  'story.png': { kind: 'story', size: STORY_SIZE, of: storyPicture },
} as const satisfies Record<string, { kind: string; size: object; of: (view: PicturedView) => string }>

export type PngName = keyof typeof PNG_IMAGES
export const PNG_NAMES = ['og.png', 'story.png'] as const satisfies PngName[]

export interface Png {
  bytes: Uint8Array<ArrayBuffer>
  keeping: Keeping
  listed: boolean
}

/**
 * Returns the PNG of a subject. If rendering fails, the last one that succeeded; before the first scan is done, a
 * placeholder.
 */
export async function pngOf(env: Env, name: PngName, subject: Subject, achievement?: string): Promise<Png> {
  if (subject.kind !== 'view') return placeholderPng(env, name, subject.kind)
  const { view, profileId, listed, keeping } = subject
  if (view.partial) return placeholderPng(env, name, 'pending')
  const { kind, of } = renderOf(view, name, achievement)
  try {
    const bytes = await keptPng(env, { profileId, handle: view.handle }, kind, of())
    return { bytes, keeping, listed }
  } catch (error) {
    logFailure('picture_failed', error)
    const last = await new ImageStore(env.SNAPSHOTS, profileId).last(kind).catch(() => null)
    return last ? { bytes: last, keeping: 'briefly', listed } : placeholderPng(env, name, 'failed')
  }
}

/** `og.png` may show one achievement. An unknown or hidden one is ignored, like any unknown option. */
function renderOf(view: PicturedView, name: PngName, wanted?: string): { kind: string; of: () => string } {
  const { kind, of } = PNG_IMAGES[name]
  const item = wanted === undefined || name !== 'og.png' ? undefined : shownAchievement(view, wanted)
  if (!item) return { kind, of: () => of(view) }
  return { kind: `${kind}-${item.id}`, of: () => achievementPicture(view, item) }
}

/** Placeholders, drawn once for all profiles: there are few, and they contain nothing of any profile. */
export class PlaceholderPngs {
  /** Those that this isolate has drawn or read. */
  readonly #known = new Map<string, Uint8Array<ArrayBuffer>>()

  /** Returns a placeholder as it was kept, or draws and keeps it; a plain picture if that fails. */
  async get(env: Env, name: PngName, kind: PlaceholderKind): Promise<Png> {
    const { size } = PNG_IMAGES[name]
    const key = `${RENDER_VERSION}-${PNG_IMAGES[name].kind}-${kind}`
    const keeping = placeholderKeeping(kind)
    let bytes = this.#known.get(key)
    if (bytes) return { bytes, keeping, listed: false }
    try {
      const store = new PlaceholderStore(env.SNAPSHOTS)
      bytes = (await store.get(key).catch(() => null)) ?? undefined
      if (!bytes) {
        bytes = await (await loadRaster())(placeholderPicture(kind, size))
        await store.put(key, bytes).catch((error) => logFailure('picture_not_kept', error))
      }
      this.#known.set(key, bytes)
    } catch (error) {
      logFailure('picture_failed', error)
      bytes = await plainPng(size.width, size.height, THEMES.night.ground)
    }
    return { bytes, keeping, listed: false }
  }
}

const placeholders = new PlaceholderPngs()

export function placeholderPng(env: Env, name: PngName, kind: PlaceholderKind): Promise<Png> {
  return placeholders.get(env, name, kind)
}
