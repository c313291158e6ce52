import { configFrom } from '../src/config.ts'
import { Registry } from '../src/storage/registry.ts'
import { eraseProfile, profileObject } from './profiles.ts'

/**
 * A cron tick: wakes the profiles whose time has come, oldest first, and ends erasures. What exceeds the batch
 * stays due for the next tick; one profile's failure is no other's. `now`: Unix seconds.
 */
export async function tick(env: Env, now: number): Promise<void> {
  const config = configFrom({ ...env })
  const registry = new Registry(env.REGISTRY)
  const due = await registry.due(now, config.CRON_BATCH_PROFILES)
  await Promise.all(
    due.map(async ({ id }) => {
      const next = await profileObject(env, id)
        .wake()
        .catch(() => {
          console.warn(JSON.stringify({ event: 'wake_failed' }))
          return now + config.CRON_RETRY_SECONDS
        })
      await registry.setDue(id, next)
    }),
  )
  const gone = await registry.toErase(now, now - config.ERASURE_GRACE_SECONDS, config.CRON_BATCH_PROFILES)
  for (const { id } of gone) await eraseProfile(env, id)
  console.log(JSON.stringify({ event: 'tick', woken: due.length, erased: gone.length }))
}
