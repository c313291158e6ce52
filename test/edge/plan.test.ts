import { env } from 'cloudflare:test'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import architecture from '../../.github/ARCHITECTURE.md?raw'
import { createProfile } from '../../functions/profile/lifecycle.ts'
import { tick } from '../../functions/scheduled.ts'
import { configFrom } from '../../src/config.ts'
import { sha256Hex } from '../../src/digest.ts'
import { SETTINGS } from '../../src/settings.ts'
import { Registry } from '../../src/storage/registry.ts'
import { TAKEN } from '../bench/plan/cost.ts'
import { api, bearer, call, create, type Owned, sendForm, sendJson, storedKeys } from './api/client.ts'
import { begin, commit, putBatch } from './api/report-client.ts'
import { addressOf, everyRoute } from './api/routes.ts'
import { EXPECTED, GOLDEN } from './histories.ts'
import { reportOf } from './reporting.ts'
import {
  isDue,
  keyOf,
  newProfile,
  nowSeconds,
  ring,
  settle,
  stopTheClock,
  upload,
  withSettings,
} from './scan/profiles.ts'
import {
  countOf,
  ownSubrequestsOf,
  type Subrequests,
  subrequestsOf,
  watchSubrequests,
} from './subrequests.ts'

/** Of one invocation: to other hosts, and to Cloudflare’s services, on the free plan and the paid one. */
const HOSTS_MAX = 50
const FREE_MAX = 1000
const PAID_MAX = 10_000

/** What ARCHITECTURE says of each kind of request; NaN if it says nothing. */
function recorded(kind: string): number {
  const row = architecture.split('\n').find((line) => line.startsWith(`| ${kind} |`))
  return Number(row?.split('|').at(-2) ?? Number.NaN)
}

/** What is rare enough to be left out of the costs of a month. */
const FREE = { objects: Infinity, d1: Infinity, reads: Infinity, writes: 0 }

/** Returns the kinds of requests that make more than is recorded of them, or than they are priced at, with their numbers. */
async function aboveRecord(kinds: Readonly<Record<string, () => Promise<unknown>>>): Promise<string[]> {
  const above: string[] = []
  for (const [kind, run] of Object.entries(kinds)) {
    const made = await subrequestsOf(run)
    const { objects, d1, reads, writes } = TAKEN[kind] ?? FREE
    const priced = made.objects <= objects && made.d1 <= d1 && made.r2 <= reads + writes
    if (!priced || !(countOf(made) <= recorded(kind))) above.push(`${kind}: ${JSON.stringify(made)}`)
  }
  return above
}

/** Sends a request and reads the answer to its end, except for streams that have none. */
async function answered(path: string, init: RequestInit): Promise<number> {
  const answer = await call(path, init)
  if (answer.headers.get('Content-Type') === 'text/event-stream') await answer.body?.cancel()
  else await answer.arrayBuffer()
  return answer.status
}

async function scannedOwner(): Promise<Owned> {
  const owner = await create({ visibility: 'public' })
  const headers = { ...bearer(owner.key), 'Content-Encoding': 'gzip' }
  const init = { method: 'PUT', headers, body: GOLDEN.edges }
  expect(await answered(api(owner.handle, '/sources/default/snapshot'), init)).toBe(200)
  await settle(owner.handle)
  return owner
}

watchSubrequests()

beforeEach(() => {
  stopTheClock()
  vi.spyOn(console, 'log').mockImplementation(() => undefined)
})

describe('the subrequests of one invocation, its objects’ own included', () => {
  it('are few for whatever is asked of a profile', async () => {
    const owner = await scannedOwner()
    const headers = bearer(owner.key)
    const many: string[] = []
    for (const route of everyRoute().filter(({ method }) => method === 'GET')) {
      const made = await subrequestsOf(() => answered(addressOf(route, owner.handle), { headers }))
      if (countOf(made) > HOSTS_MAX) many.push(route.path)
    }
    expect(many).toEqual([])
  })

  it('are as recorded for what is read', async () => {
    const owner = await scannedOwner()
    const headers = bearer(owner.key)
    const visit = (path: string) => () => answered(path, {})
    const above = await aboveRecord({
      'home page': visit('/'),
      'profile page': visit(`/@${owner.handle}`),
      'achievements as JSON': visit(api(owner.handle, '/achievements')),
      'card.svg': visit(`/@${owner.handle}/card.svg`),
      'og.png, drawn': visit(`/@${owner.handle}/og.png?achievement=let_him_cook`),
      'og.png, kept': visit(`/@${owner.handle}/og.png?achievement=let_him_cook`),
      'credential, signed': visit(`/@${owner.handle}/let_him_cook/credential.jwt`),
      'deletion of a profile': () => answered(api(owner.handle), { method: 'DELETE', headers }),
    })
    expect(above).toEqual([])
  })

  it('are as recorded for what writes', async () => {
    const owner = await create()
    const headers = bearer(owner.key)
    const sessions = reportOf(EXPECTED.history).slice(0, 100)
    const { report_id } = await begin(owner)
    const chunk = new Uint8Array(SETTINGS.CHUNK_BYTES.value)
    const hash = await sha256Hex(chunk)
    const main = { size: chunk.length, chunk_size: chunk.length, chunks: [hash] }
    const uploads = (rest = '') => api(owner.handle, `/sources/other/uploads${rest}`)
    const begun = await sendJson('POST', uploads(), { main, wal: null }, headers)
    const { upload_id } = await begun.json<{ upload_id: string }>()
    const above = await aboveRecord({
      'creation of a profile': () => create(),
      'sample history': () => sendForm('/sample', {}),
      'report of 100 sessions': () => putBatch(owner, report_id, { sessions }),
      'end of a report, and the slice that counts it': async () => {
        await commit(owner, report_id, sessions)
        await ring(owner.handle)
      },
      'chunk of 1 MiB': () =>
        answered(uploads(`/${upload_id}/chunks/${hash}`), { method: 'PUT', headers, body: chunk }),
    })
    expect(above).toEqual([])
  })

  it('are within the free plan for a slice, however small the pieces that it reads', async () => {
    const few = 5
    const restore = withSettings({ SLICE_FETCH_REQUESTS: few, BLOCK_BYTES: 4096 })
    try {
      const handle = await newProfile()
      await upload(handle, 'edges')
      const slices: Subrequests[] = []
      while (await isDue(handle)) slices.push(await subrequestsOf(() => ring(handle)))
      const beyond = Math.max(...slices.map(countOf)) - few
      expect(beyond).toBeGreaterThan(0)
      const whole = recorded('end of an upload, and a slice of 14 MB of text')
      expect(SETTINGS.SLICE_FETCH_REQUESTS.value + beyond).toBeLessThanOrEqual(whole)
      expect(whole).toBeLessThanOrEqual(FREE_MAX)
    } finally {
      restore()
    }
  })

  it('are within the paid plan for a cron tick that has as much to do as one takes on', async () => {
    const { CRON_TICK_PROFILES, CRON_BATCH_PROFILES, RARITY_CHECKED_PROFILES } = SETTINGS
    // The first one after a deployment has more to do, once.
    await tickOf(0)
    const [two, four] = [countOf(await tickOf(2)), countOf(await tickOf(4))]
    // One to wake and one to erase.
    const aCall = (four - two) / 4
    const aBatch = two - 4 * aCall
    const batches = CRON_TICK_PROFILES.value / CRON_BATCH_PROFILES.value
    // The sweep lists and deletes what some profiles left.
    expect(aCall).toBe(1)
    const checked = RARITY_CHECKED_PROFILES.value
    const full = CRON_TICK_PROFILES.value * aCall + batches * aBatch + 2 * CRON_BATCH_PROFILES.value + checked
    expect(full).toBeLessThanOrEqual(recorded('cron tick, full'))
    expect(recorded('cron tick, full')).toBeLessThanOrEqual(PAID_MAX)
  })

  it('call no more objects than half the memory is for that workerd gives the SQLite of all of them', () => {
    // findings/workerd-objects-share-sqlite-memory.sh has both figures.
    const [anObject, all] = [150_000, 512 * 2 ** 20]
    const called = SETTINGS.CRON_TICK_PROFILES.value + SETTINGS.RARITY_CHECKED_PROFILES.value
    expect(called * anObject).toBeLessThan(all / 2)
  })

  it('to other hosts are at most as many as messages that one alarm sends', () => {
    expect(SETTINGS.DELIVERIES_AT_ONCE.value).toBeLessThanOrEqual(HOSTS_MAX)
  })
})

/** Returns what a tick makes with this many profiles to wake and as many to erase. */
async function tickOf(profiles: number): Promise<Subrequests> {
  await env.REGISTRY.prepare('DELETE FROM profiles').run()
  // Nothing is left to sweep.
  await env.SNAPSHOTS.delete([...(await storedKeys('profiles/')), 'sweep/after'])
  const expired = nowSeconds() - 1
  for (let at = 0; at < profiles; at++) {
    await new Registry(env.REGISTRY).setDue(keyOf(await newProfile()).id, expired)
    const sample = {
      handle: `sample-of-${profiles}-${at}`,
      time_zone: 'UTC',
      visibility: 'unlisted' as const,
    }
    await createProfile(env, configFrom(), sample, { expiresAt: expired })
  }
  return ownSubrequestsOf((worker) => tick(worker, nowSeconds()))
}
