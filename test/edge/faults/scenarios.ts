import { env } from 'cloudflare:test'
import { findProfile } from '../../../functions/profile/lifecycle.ts'
import { tick } from '../../../functions/scheduled.ts'
import { api, call, freshHandle, type Owned } from '../api/client.ts'
import { HISTORY, report } from '../reporting.ts'
import { nowSeconds, pass } from '../scan/profiles.ts'
import { PULLED } from './fault-points.ts'
import {
  AFTER,
  asked,
  change,
  createAs,
  emptyRegistry,
  erase,
  lapsesIn,
  newOwner,
  pullFrom,
  registered,
  removeHistory,
  settled,
  settledOwner,
  uploadInChunks,
  uploadWhole,
} from './profiles.ts'

/** What an owner, a visitor or the cron trigger does. It can be done again. */
export interface Scenario {
  name: string
  prepare: () => Promise<Owned>
  /** @throws if it is refused */
  run: (owner: Owned) => Promise<unknown>
}

const REPORTED = HISTORY.slice(0, 12)

/** Does nothing if it is done already. */
async function unlessGone(handle: string, work: () => Promise<unknown>): Promise<void> {
  if (await registered(handle)) await work()
}

export const CHANGE_TO_PRIVATE: Scenario = {
  name: 'a change to private',
  prepare: async () => {
    const owner = await settledOwner()
    await (await call(`/@${owner.handle}/card.svg`)).arrayBuffer()
    return owner
  },
  run: (owner) => change(owner, { visibility: 'private' }),
}

export const CREATION: Scenario = {
  name: 'a creation',
  prepare: async () => {
    await emptyRegistry()
    return { handle: freshHandle(), key: '', recoveryCode: '', token: '' }
  },
  run: async ({ handle }) => {
    if (!(await findProfile(env, handle))) await createAs(handle)
  },
}

export const CHUNKED_UPLOAD: Scenario = {
  name: 'an upload in chunks and its scan',
  prepare: settledOwner,
  run: async (owner) => {
    await uploadInChunks(owner, AFTER)
    await settled(owner)
  },
}

export const PULL: Scenario = {
  name: 'a pull and its scan',
  prepare: settledOwner,
  run: async (owner) => {
    await pullFrom(owner, PULLED)
    await settled(owner)
  },
}

export const DELETION: Scenario = {
  name: 'a deletion',
  prepare: async () => {
    const owner = await settledOwner()
    await (await call(`/@${owner.handle}/card.svg`)).arrayBuffer()
    return owner
  },
  run: (owner) => unlessGone(owner.handle, () => erase(owner).catch(unlessMissing)),
}

/** Has a tick erase what lapses. */
const LAPSE: Scenario = {
  name: 'a sample that lapses',
  prepare: async () => {
    const owner = await settledOwner()
    await lapsesIn(owner.handle, 60)
    return owner
  },
  run: async () => {
    pass(3_700)
    await tick(env, nowSeconds())
  },
}

export const SCENARIOS: readonly Scenario[] = [
  CREATION,
  {
    name: 'a first upload and its scan',
    prepare: newOwner,
    run: async (owner) => {
      await uploadWhole(owner, AFTER)
      await settled(owner)
    },
  },
  {
    name: 'an upload, its scan and the news',
    prepare: settledOwner,
    run: async (owner) => {
      await uploadWhole(owner, AFTER)
      await settled(owner)
    },
  },
  CHUNKED_UPLOAD,
  PULL,
  {
    name: 'a report and its scan',
    prepare: settledOwner,
    run: async (owner) => {
      await report(owner.handle, REPORTED, 'desk')
      await settled(owner)
    },
  },
  {
    name: 'a cron tick',
    prepare: settledOwner,
    run: async (owner) => {
      pass(3_700)
      await tick(env, nowSeconds())
      await settled(owner)
    },
  },
  {
    name: 'a visit, with pictures',
    prepare: settledOwner,
    run: async (owner) => {
      pass(200)
      await asked(call(api(owner.handle, '/achievements')))
      await (await call(`/@${owner.handle}/card.svg`)).arrayBuffer()
      await settled(owner)
    },
  },
  CHANGE_TO_PRIVATE,
  {
    name: 'the removal of a history',
    prepare: async () => {
      const owner = await settledOwner()
      await report(owner.handle, REPORTED, 'desk')
      await settled(owner)
      return owner
    },
    run: async (owner) => {
      await removeHistory(owner).catch(unlessMissing)
      await settled(owner)
    },
  },
  DELETION,
  LAPSE,
]

/** Accepts that what is to go has gone. */
function unlessMissing(error: unknown): void {
  const gone = ['profile_not_found', 'source_not_found']
  if (!(error instanceof Error) || !gone.includes(error.message)) throw error
}
