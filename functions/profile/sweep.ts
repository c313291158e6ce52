import type { Config } from '../../src/config.ts'
import { BucketWalk, ProfileBucket } from '../../src/storage/profile-bucket.ts'
import { Registry } from '../../src/storage/registry.ts'

/**
 * Erases what profiles without a registration have in R2, whatever left it there. Each tick looks at the next few
 * profiles, and deletes at most a page of keys of each. A profile is registered before it writes anything, and an id is
 * never reused, so one that is not registered is gone for good. Returns the number of profiles erased.
 */
export async function sweep(env: Env, config: Config): Promise<number> {
  const walk = new BucketWalk(env.SNAPSHOTS)
  const { ids, last } = await walk.next(config.SWEEP_BATCH_PROFILES)
  const registered = await new Registry(env.REGISTRY).registered(ids)
  let erased = 0
  let done = ''
  for (const id of ids) {
    if (!registered.has(id)) {
      if (erased === config.CRON_BATCH_PROFILES) break
      if (!(await new ProfileBucket(env.SNAPSHOTS, id).eraseSome())) break
      erased += 1
    }
    done = id
  }
  const through = done === (ids.at(-1) ?? '')
  if (through && last) await walk.continueAfter('')
  else if (done !== '') await walk.continueAfter(done)
  return erased
}
