import type { AchievementsPayload } from '../../../src/contract/achievements.ts'
import type { Sources } from '../../../src/contract/sources.ts'
import type { Webhooks } from '../../../src/contract/webhooks.ts'
import type { ProfileStore } from '../../../src/storage/profile-store.ts'
import { type ArchiveParts, document } from './archive.ts'

/** What an archive has of a profile's object: what its desks list, and what lies in its tables. */
export function archiveParts(
  store: ProfileStore,
  listed: { achievements: AchievementsPayload; sources: Sources; webhooks: Webhooks },
): ArchiveParts {
  return {
    documents: {
      'achievements.json': document(listed.achievements),
      'aggregate.json': document(store.view()?.aggregate ?? null),
      'unlocks.json': document([...store.unlocks().values()]),
      'sources.json': document(listed.sources),
      'webhooks.json': document(listed.webhooks),
      'live-sessions.json': document(store.live.all()),
      'session-templates.json': store.templates.allAsJson(),
    },
    histories: store.sourceTable.stored(),
  }
}
