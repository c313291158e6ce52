import { env } from 'cloudflare:test'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { CATALOG } from '../../../src/engine/catalog.ts'
import { CATALOG_VERSION } from '../../../src/engine/catalog-version.ts'
import { plainDates } from '../../engine/plain-dates.ts'
import { EXPECTED } from '../histories.ts'
import { HISTORY, report, reportedProfile } from '../reporting.ts'
import { pass, payloadOf, rowsOf, scannedProfile, settle, statusOf, stopTheClock } from './profiles.ts'

beforeEach(stopTheClock)

const definition = CATALOG.find(({ id }) => id === 'marathon_operator')
if (definition?.kind !== 'lifetime') throw new Error('It counts sessions.')
const { tiers } = definition
afterEach(() => {
  Object.assign(definition, { tiers })
})

/** As if the stored view were of a catalog whose thresholds were others. */
async function withAnotherCatalog(handle: string): Promise<void> {
  Object.assign(definition ?? {}, { tiers: [10, 50, 110, 500, 1_000] })
  await rowsOf(
    handle,
    `UPDATE documents SET value = json_set(value, '$.catalog_version', ?1, '$.milestones.catalog_version', ?1)
     WHERE name IN ('view', 'aggregate')`,
    CATALOG_VERSION - 1,
  )
}

const marathon = async (handle: string) =>
  (await payloadOf(handle)).achievements.find(({ id }) => id === 'marathon_operator')

it('a moved threshold is evaluated again with its dates, and no history is read for it', async () => {
  const handle = await scannedProfile('history')
  expect(await marathon(handle)).toMatchObject({ tier: 'Copper' })
  const { finished_at } = await statusOf(handle)
  await withAnotherCatalog(handle)
  pass(10)
  const read = vi.spyOn(env.SNAPSHOTS, 'get')
  expect(await payloadOf(handle)).toMatchObject({ is_stale: true })
  await settle(handle)
  expect(read).not.toHaveBeenCalled()
  expect(await payloadOf(handle)).toMatchObject({ is_stale: false, scan_meta: { sessions_rescanned: 0 } })
  const dates = plainDates(EXPECTED.history.sessions, 'UTC')
  const after = await marathon(handle)
  expect(after).toMatchObject({ tier: 'Gold', recorded_at: finished_at, first_tier: 'Copper' })
  expect(after?.tier_history.map(({ reached_at }) => reached_at)).toEqual(
    ['Copper', 'Silver', 'Gold'].map((tier) => dates.get(`marathon_operator ${tier}`)?.at),
  )
  expect(after?.tier_history.map(({ recorded_at = 0 }) => recorded_at > (finished_at ?? 0))).toEqual([
    false,
    true,
    true,
  ])
})

it('a self-reported history is evaluated again, and its client need not report it again', async () => {
  const handle = await reportedProfile()
  await withAnotherCatalog(handle)
  await payloadOf(handle)
  await settle(handle)
  expect(await marathon(handle)).toMatchObject({ tier: 'Gold' })
  expect((await report(handle, HISTORY)).put).toEqual([])
})

it('a history that was deleted after its scan is evaluated again', async () => {
  const handle = await scannedProfile('history')
  await rowsOf(handle, "UPDATE sources SET retention = 'delete-after-scan', manifest = NULL")
  await withAnotherCatalog(handle)
  await payloadOf(handle)
  await settle(handle)
  expect(await marathon(handle)).toMatchObject({ tier: 'Gold' })
})
