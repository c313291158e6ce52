import type { CardView } from '../contract/cards.ts'
import { type PublishedView, withoutSession } from './published-view.ts'

/** Returns the view for pictures: only what anyone may see. */
export function cardViewOf(handle: string, view: PublishedView): CardView {
  return {
    handle,
    time_zone: view.time_zone,
    revision: view.revision,
    generated_at: view.generated_at,
    partial: view.partial,
    provenance: view.provenance ?? 'scanned',
    sessions_total: view.scan_meta.sessions_total,
    achievements: view.achievements.map(withoutSession),
  }
}
