import { configFrom } from '../src/config.ts'
import { Registry } from '../src/storage/registry.ts'
import { profileClient } from './profile/client.ts'
import { eraseProfile } from './profile/lifecycle.ts'
import { sweep } from './profile/sweep.ts'

/**
 * Handles a cron tick: wakes the profiles that are due, oldest first, and finishes erasures. Those beyond the batch
 * stay due for the next tick; a profile's failure does not affect others. It also sweeps R2.
 * @param now Unix seconds
 */
export async function tick(env: Env, now: number): Promise<void> {
  const config = configFrom({ ...env })
  const registry = new Registry(env.REGISTRY)
  const due = await registry.due(now, config.CRON_BATCH_PROFILES)
  await Promise.all(
    due.map(async (profile) => {
      // Claims the profile until the retry; the object then sets its next due time.
      await registry.setDue(profile.id, now + config.CRON_RETRY_SECONDS)
      const next = await profileClient(env, profile.handle)
        .scans.wake()
        .catch(failed('wake_failed', undefined))
      // A creation that was cut off leaves a registration without a profile.
      if (next === null) await eraseProfile(env, profile).catch(failed('erasure_failed', undefined))
    }),
  )
  const gone = await registry.toErase(now, now - config.ERASURE_GRACE_SECONDS, config.CRON_BATCH_PROFILES)
  for (const profile of gone) await eraseProfile(env, profile).catch(failed('erasure_failed', undefined))
  const swept = await sweep(env, config).catch(failed('sweep_failed', 0))
  console.log(JSON.stringify({ event: 'tick', woken: due.length, erased: gone.length, swept }))
}

/** Returns a handler that logs the failure of one profile and resolves to `instead`. */
function failed<T>(event: string, instead: T): () => T {
  return () => {
    console.warn(JSON.stringify({ event }))
    return instead
  }
}
