import type { Manifest } from '../../../src/contract/snapshots.ts'
import { checkpointStream, recordStream } from '../checkpoint-stream.ts'
import type { ProfileContext } from '../context.ts'
import type { Circles } from './circles.ts'
import type { Identities } from './identities.ts'
import type { OwnerKey } from './owner-key.ts'
import type { Pulls } from './pulls.ts'
import type { Sources } from './sources.ts'
import type { Views } from './views.ts'
import type { Webhooks } from './webhooks.ts'

/** All data of a profile, apart from the figures of its sessions. */
export interface ArchiveParts {
  /** JSON by file name. */
  documents: Record<string, string>
  /** Stored histories, by source. */
  histories: { source: string; manifest: Manifest }[]
}

interface Listed {
  views: Views
  sources: Sources
  pulls: Pulls
  webhooks: Webhooks
  circles: Circles
  ownerKey: OwnerKey
  identities: Identities
}

/** All data of a profile, for export. */
export class Archive {
  readonly calls = ['parts', 'sessions', 'records'] as const
  readonly #context: ProfileContext
  readonly #listed: Listed

  constructor(context: ProfileContext, listed: Listed) {
    this.#context = context
    this.#listed = listed
  }

  /** Returns everything but the sessions, which `sessions` and `records` stream. */
  async parts(): Promise<ArchiveParts> {
    const { store } = this.#context
    const { views, sources, pulls, webhooks, circles, ownerKey, identities } = this.#listed
    return {
      documents: {
        'achievements.json': document(await views.achievements(true)),
        'aggregate.json': document(store.view()?.aggregate ?? null),
        'unlocks.json': document([...store.unlocks().values()]),
        'sources.json': document(sources.list()),
        'pulls.json': document(pulls.list()),
        'webhooks.json': document(webhooks.list()),
        'circles.json': document(circles.ids()),
        'identity.json': document(identities.get(true)),
        'sign-ins.json': document(ownerKey.list(null)),
        'live-sessions.json': document(store.live.all()),
        'session-templates.json': store.templates.allAsJson(),
        'stories.json': document(store.stories.keys().map((key) => store.stories.get(key))),
      },
      histories: store.sourceTable.stored(),
    }
  }

  /** Streams the stats of every session, as a JSON array. */
  sessions(): ReadableStream<Uint8Array> {
    return checkpointStream(this.#context.store.checkpoints)
  }

  /** Streams the records of the sessions that have one, as a JSON array. */
  records(): ReadableStream<Uint8Array> {
    return recordStream(this.#context.store.records)
  }
}

/** Formats JSON for people to read. */
export function document(value: object | null): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
