import { configFrom } from '../src/config.ts'
import { Registry } from '../src/storage/registry.ts'
import { eraseProfile, profileObject } from './profile/lifecycle.ts'

/**
 * A cron tick: wakes the profiles whose time has come, oldest first, and ends erasures. What exceeds the batch
 * stays due for the next tick; one profile's failure is no other's. `now`: Unix seconds.
 */
export async function tick(env: Env, now: number): Promise<void> {
  const config = configFrom({ ...env })
  const registry = new Registry(env.REGISTRY)
  const due = await registry.due(now, config.CRON_BATCH_PROFILES)
  await Promise.all(
    due.map(async (profile) => {
      const next = await profileObject(env, profile.handle)
        .wake()
        .catch(failed('wake_failed', now + config.CRON_RETRY_SECONDS))
      // A registration without a profile is what a creation left that was cut off.
      if (next === null) await eraseProfile(env, profile).catch(failed('erasure_failed', undefined))
      else await registry.setDue(profile.id, next)
    }),
  )
  const gone = await registry.toErase(now, now - config.ERASURE_GRACE_SECONDS, config.CRON_BATCH_PROFILES)
  for (const profile of gone) await eraseProfile(env, profile).catch(failed('erasure_failed', undefined))
  console.log(JSON.stringify({ event: 'tick', woken: due.length, erased: gone.length }))
}

/** What to do when one profile's turn fails: say so, and go on with `instead`. */
function failed<T>(event: string, instead: T): () => T {
  return () => {
    console.warn(JSON.stringify({ event }))
    return instead
  }
}
