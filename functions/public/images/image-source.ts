import type { ActivityYear, CardView, PicturedView } from '../../../src/contract/cards.ts'
import { HANDLE_PATTERN } from '../../../src/contract/profiles.ts'
import { ImageStore } from '../../../src/storage/image-store.ts'
import { Registry } from '../../../src/storage/registry.ts'
import { type Urls, withoutScheme } from '../../../src/urls.ts'
import type { ShownProfile } from '../../app-env.ts'
import { logFailure } from '../../log.ts'
import { profileClient } from '../../profile/client.ts'
import { askProfile } from '../../profile/known-handles.ts'
import type { ImageSource } from '../../profile/services/images.ts'
import type { Keeping } from './answer.ts'

/** What to draw at a picture's URL, or why there is nothing. */
export type Subject =
  | {
      kind: 'view'
      profileId: string
      view: PicturedView
      /** Null unless it was asked for. */
      year: ActivityYear | null
      listed: boolean
      keeping: Keeping
      /** Null if the view is not the object's own answer. */
      shown: ShownProfile | null
    }
  | { kind: 'unknown' | 'pending' | 'failed' | 'unshared' }

/** Returns the handle in a picture's URL, in any spelling; null if it is not a possible handle. */
export function handleIn(segment: string): string | null {
  try {
    const handle = decodeURIComponent(segment).replace(/^@/, '').toLowerCase()
    return HANDLE_PATTERN.test(handle) ? handle : null
  } catch {
    return null
  }
}

/**
 * Determines what to draw. A private profile looks like an unknown one, even to its owner, since proxies cache
 * pictures. If the object does not respond, the last view in R2 is used: R2 is consistent everywhere, and views of
 * erased or private profiles are gone from it, which no cache could promise. A year is not kept there.
 */
export async function subjectOf(
  env: Env,
  site: Urls,
  handle: string | null,
  { year = false }: { year?: boolean } = {},
): Promise<Subject> {
  if (handle === null) return { kind: 'unknown' }
  try {
    const found = subject(
      site,
      await askProfile(env, handle, () => profileClient(env, handle).images.source()),
    )
    if (!year || found.kind !== 'view') return found
    const published = await profileClient(env, handle).insights.year()
    return published ? { ...found, year: published } : { kind: 'unshared' }
  } catch (error) {
    logFailure('picture_source_failed', error)
  }
  if (year) return { kind: 'failed' }
  try {
    return (await lastSubject(env, site, handle)) ?? { kind: 'failed' }
  } catch {
    return { kind: 'failed' }
  }
}

function subject(site: Urls, source: ImageSource | null): Subject {
  if (!source) return { kind: 'unknown' }
  const { profileId, view, name, visibility, stamp } = source
  if (!view) return { kind: 'pending' }
  const keeping = view.partial ? 'briefly' : 'long'
  const shown = { handle: view.handle, stamp }
  return {
    kind: 'view',
    profileId,
    view: { ...pictured(site, view), ...(name !== null && { name }) },
    year: null,
    listed: visibility === 'public',
    keeping,
    shown,
  }
}

async function lastSubject(env: Env, site: Urls, handle: string): Promise<Subject | null> {
  const profile = await new Registry(env.REGISTRY).shown(handle)
  const view = profile && (await new ImageStore(env.SNAPSHOTS, profile.id).lastView())
  return profile && view
    ? {
        kind: 'view',
        profileId: profile.id,
        view: pictured(site, view),
        year: null,
        listed: false,
        keeping: 'briefly',
        shown: null,
      }
    : null
}

function pictured(site: Urls, view: CardView): PicturedView {
  return { ...view, page: withoutScheme(site.profile(view.handle)) }
}
