import type { ScanState } from '../scan/state.ts'
import type { StoredAggregate } from '../scan/store.ts'
import type { Mastery } from '../view/mastery.ts'
import type { PublishedView } from '../view/published-view.ts'
import type { ProfileDocument } from './profile-document.ts'

/** What a profile's object keeps as JSON, by name. */
export interface ProfileDocuments {
  profile: ProfileDocument
  scan: ScanState
  aggregate: StoredAggregate
  view: PublishedView
  partial_view: PublishedView
  /** Absent until a category is mastered. */
  mastery: Mastery
  /** Only in profiles whose feed was read before its entries had UUIDs. Unix seconds. */
  feed_uuids: { since: number }
  /** Set if there may be records of sessions whose checkpoints were dropped. */
  stray_records: true
}
