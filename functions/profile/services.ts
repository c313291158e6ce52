import { ChunkRetention } from './chunk-retention.ts'
import type { ProfileContext } from './context.ts'
import { PullRunner } from './pull-runner.ts'
import { Registration } from './registration.ts'
import { ProfileScanner } from './scanner.ts'
import { Archive } from './services/archive.ts'
import { Circles } from './services/circles.ts'
import { Credentials } from './services/credentials.ts'
import { HermesEvents } from './services/hermes-events.ts'
import { Identities } from './services/identities.ts'
import { Images } from './services/images.ts'
import { LiveSessions } from './services/live.ts'
import { OwnerKey } from './services/owner-key.ts'
import { PluginAnswers } from './services/plugin-answers.ts'
import { ProfileSettings } from './services/profile-settings.ts'
import { Pulls } from './services/pulls.ts'
import { RarityTelling } from './services/rarity.ts'
import { Reports } from './services/reports.ts'
import { Scans } from './services/scans.ts'
import { SessionLists } from './services/session-lists.ts'
import { SessionRecords } from './services/session-records.ts'
import { Sources } from './services/sources.ts'
import { Stories } from './services/stories.ts'
import { Templates } from './services/templates.ts'
import { Uploads } from './services/uploads.ts'
import { Views } from './services/views.ts'
import { Webhooks } from './services/webhooks.ts'
import { SnapshotHandle } from './snapshot-handle.ts'

/** Creates the services that workers may call, by name, and the scanner that they share. */
export function createServices(context: ProfileContext) {
  const retention = new ChunkRetention(context)
  const snapshots = new SnapshotHandle(context.config)
  const webhooks = new Webhooks(context, () => scanner.schedule())
  const identities = new Identities(context, {
    schedule: () => scanner.schedule(),
    forgetPictures: (profileId) => images.forget(profileId),
  })
  const circles = new Circles(context, () => scanner.schedule())
  const images = new Images(context, () => identities.name())
  const rarity = new RarityTelling(context, () => scanner.schedule())
  const registration = new Registration(context, { images, rarity })
  const pullRunner = new PullRunner(context, retention, () => uploads)
  const scanner = new ProfileScanner(context, {
    retention,
    registration,
    rarity,
    snapshots,
    webhooks,
    circles,
    pullRunner,
    identities,
  })
  const uploads = new Uploads(context, scanner, { retention, snapshots })
  const pulls = new Pulls(context, () => scanner.schedule())
  const live = new LiveSessions(context, () => sessions.changed())
  const insights = new SessionRecords(context, live)
  const sessions = new SessionLists(context, { records: insights, live })
  const sources = new Sources(context, scanner)
  const views = new Views(context, scanner, { sources, pulls, webhooks, insights, identities })
  const scans = new Scans(context, scanner)
  const ownerKey = new OwnerKey(context)
  const services = {
    archive: new Archive(context, { views, sources, pulls, webhooks, circles, ownerKey, identities }),
    circles,
    credentials: new Credentials(context),
    hermesEvents: new HermesEvents(context, live),
    identities,
    images,
    insights,
    live,
    ownerKey,
    plugin: new PluginAnswers(context, { views, scans }),
    profile: new ProfileSettings(context, scanner, { images, registration, sessions, circles }),
    pulls,
    rarity,
    reports: new Reports(context, scanner),
    scans,
    sessions,
    sources,
    stories: new Stories(context, insights),
    templates: new Templates(context, snapshots),
    uploads,
    views,
    webhooks,
  }
  return { scanner, services }
}

export type Services = ReturnType<typeof createServices>['services']

/**
 * Returns a method that its service lists in `calls`. No other property of an object can be reached.
 * @throws TypeError if there is no such call
 */
export function findCall(
  services: Services,
  name: string,
  method: string,
): (args: readonly unknown[]) => unknown {
  const service = Object.entries(services).find(([key]) => key === name)?.[1]
  const calls: readonly string[] = service?.calls ?? []
  const run: unknown = service && calls.includes(method) ? Reflect.get(service, method) : undefined
  if (typeof run !== 'function') throw new TypeError('no such call')
  return (args) => Reflect.apply(run, service, args)
}
