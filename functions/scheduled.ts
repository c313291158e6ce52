import { type Config, configFrom } from '../src/config.ts'
import { CATALOG_VERSION } from '../src/engine/catalog-version.ts'
import { STATS_VERSION } from '../src/engine/version.ts'
import { rarityOf } from '../src/rarity/bands.ts'
import { COUNTED_BADGES } from '../src/rarity/tally.ts'
import { OverviewTable } from '../src/storage/overview-table.ts'
import { RarityTable } from '../src/storage/rarity-table.ts'
import { type ProfileKey, Registry } from '../src/storage/registry.ts'
import { profileClient } from './profile/client.ts'
import { eraseProfiles, restUntil } from './profile/lifecycle.ts'
import { dropOldSamples } from './profile/receive-sample.ts'
import { sweep } from './profile/sweep.ts'
import { registryOf } from './registry.ts'

/** What the published views were made by. */
const VIEW_VERSION = `${STATS_VERSION} ${CATALOG_VERSION}`

/**
 * Handles a cron tick: wakes the profiles that are due, and erases those whose time is over, a batch at once, until
 * there are none or the tick has used its budget. A profile's failure does not affect others: it is tried again later.
 * Then it sweeps R2, publishes how rare badges are, and notes for the operator what it did.
 * @param now Unix seconds
 */
export async function tick(env: Env, now: number): Promise<void> {
  const config = configFrom({ ...env })
  const start = Date.now()
  const end = start + config.CRON_BUDGET_SECONDS * 1000
  const registry = await registryOf(env.REGISTRY)
  await registry.forgetPast(now)
  await registry.renewViews(VIEW_VERSION, now)
  const done: Work = { woken: new Set(), erased: 0 }
  let calls = config.CRON_TICK_PROFILES
  let called: number
  do {
    called = await batch(env, config, now, Math.min(config.CRON_BATCH_PROFILES, calls), done)
    calls -= called
  } while (called > 0 && calls > 0 && Date.now() < end)
  const swept = await sweep(env, config).catch(failed('sweep_failed', 0))
  await dropOldSamples(env, config, now).catch(failed('samples_not_dropped', undefined))
  await publishRarity(env, config, now).catch(failed('rarity_not_published', undefined))
  const did = { woken: done.woken.size, erased: done.erased, swept }
  const noted = { at: now, seconds: (Date.now() - start) / 1000, ...did }
  await new OverviewTable(env.REGISTRY).note(noted).catch(failed('tick_not_noted', undefined))
  console.log(JSON.stringify({ event: 'tick', ...did }))
}

/**
 * Asks the next few public pages what they count as, in case the registry has missed it, and publishes how rare badges
 * are among all of them.
 */
async function publishRarity(env: Env, config: Config, now: number): Promise<void> {
  const table = new RarityTable(env.REGISTRY)
  const { RARITY_ROUND_SECONDS, RARITY_CHECKED_PROFILES, CRON_BATCH_PROFILES } = config
  const pages = await table.takeNext(now, RARITY_ROUND_SECONDS, RARITY_CHECKED_PROFILES)
  for (let at = 0; at < pages.length; at += CRON_BATCH_PROFILES) {
    const asked = pages.slice(at, at + CRON_BATCH_PROFILES)
    // The next round asks those again that do not answer.
    await Promise.allSettled(asked.map(({ handle }) => profileClient(env, handle).rarity.check()))
  }
  await recountRarity(table, config, now).catch(failed('rarity_not_recounted', undefined))
  const limits = {
    pagesMin: config.RARITY_PAGES_MIN,
    holdersMin: config.RARITY_HOLDERS_MIN,
    timedMin: config.RARITY_TIMED_MIN,
  }
  await table.publish(JSON.stringify(rarityOf(await table.sums(), limits)))
}

/** Now and then, counts the sums of one more badge anew, and sets them right. */
async function recountRarity(
  table: RarityTable,
  { RARITY_RECOUNT_SECONDS, RARITY_RECOUNTED_PAGES }: Config,
  now: number,
): Promise<void> {
  const badge = await table.takeBadge(COUNTED_BADGES, now, RARITY_RECOUNT_SECONDS, RARITY_RECOUNTED_PAGES)
  const mended = badge === null ? 0 : await table.recount(badge)
  if (mended > 0) console.warn(JSON.stringify({ event: 'rarity_mended', badge, sums: mended }))
}

interface Work {
  /** Ids: an object whose clock is behind would be due again at once. */
  woken: Set<string>
  erased: number
}

/** Wakes and erases up to `limit` profiles each, and returns how many objects it called. */
async function batch(env: Env, config: Config, now: number, limit: number, done: Work): Promise<number> {
  const registry = new Registry(env.REGISTRY)
  const taken = await registry.takeDue(now, now + config.CRON_RETRY_SECONDS, limit)
  const due = taken.filter(({ id }) => !done.woken.has(id))
  const states = await Promise.all(due.map((profile) => wake(env, profile)))
  // Profiles that have lapsed, and registrations whose creation was cut off.
  const gone = due.filter((_, index) => states[index] === 'gone')
  const expired = await registry.takeToErase(now, now - config.ERASURE_GRACE_SECONDS, limit)
  for (const { id } of due) done.woken.add(id)
  // Nothing was ever at the handles of the former, so they need not rest.
  done.erased += await eraseProfiles(env, gone, null)
  done.erased += await eraseProfiles(env, expired, restUntil(config))
  return due.length + gone.length + expired.length
}

async function wake(env: Env, { handle }: ProfileKey): Promise<'there' | 'gone' | 'failed'> {
  try {
    return (await profileClient(env, handle).scans.wake()) ? 'there' : 'gone'
  } catch {
    console.warn(JSON.stringify({ event: 'wake_failed' }))
    return 'failed'
  }
}

/** Returns a handler that logs a failure and resolves to `instead`. */
function failed<T>(event: string, instead: T): () => T {
  return () => {
    console.warn(JSON.stringify({ event }))
    return instead
  }
}
