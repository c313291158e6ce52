import { beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { WATCHER_HEADER } from '../../../functions/profile/event-streams.ts'
import {
  clientOf,
  keyOf,
  newProfile,
  objectOf,
  scannedProfile,
  settle,
  statusOf,
  stopTheClock,
  upload,
  withSettings,
} from './profiles.ts'

beforeAll(() =>
  withSettings({
    SLICE_SESSIONS: 20,
    PARTIAL_VIEW_EVERY_SESSIONS: 20,
    EVENT_STREAMS_MAX: 2,
    EVENT_STREAMS_PER_ADDRESS_MAX: 1,
  }),
)
beforeEach(stopTheClock)

const EVENTS = 'https://object/events'

interface ScanEvent {
  state: string
  mode: string
  sessions_scanned_so_far: number
  sessions_expected_total: number
  revision: number
}

/** A page that watches: the events that came so far, and its way to leave. */
async function watching(handle: string) {
  const response = await objectOf(handle).fetch(EVENTS, {
    headers: { [WATCHER_HEADER]: crypto.randomUUID() },
  })
  expect(response.status).toBe(200)
  const events: ScanEvent[] = []
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  const read = async () => {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      for (const event of part.value.split('\n\n')) {
        // Comments keep the stream alive, and tell a page nothing.
        if (event === '' || event.startsWith(':')) continue
        const [name, data] = event.split('\n')
        expect(name).toBe('event: scan')
        events.push(JSON.parse(data?.replace('data: ', '') ?? ''))
      }
    }
  }
  const ended = read()
  return { events, ended, leave: () => reader?.cancel() }
}

it('tells a page the present state first, then the progress to the end', async () => {
  const handle = await newProfile()
  await upload(handle, 'todayOlder')
  const page = await watching(handle)
  await vi.waitFor(() => expect(page.events).toHaveLength(1), 60_000)
  expect(page.events[0]).toMatchObject({ state: 'running', sessions_scanned_so_far: 0, revision: 0 })
  await settle(handle)
  await vi.waitFor(() => expect(page.events.at(-1)?.state).toBe('idle'), 60_000)
  const progress = page.events.map((event) => event.sessions_scanned_so_far)
  expect(progress).toEqual([0, 0, 20, 40, 60, 80, 100, 120, 140, 155])
  expect(page.events.at(-1)).toMatchObject({ mode: 'full', sessions_expected_total: 155 })
  await page.leave()
})

it('answers 503 when the house is full, and lets the next one in when a page goes', async () => {
  const handle = await scannedProfile('edges')
  const first = await watching(handle)
  const second = await watching(handle)
  for (let knocks = 0; knocks < 3; knocks++) {
    expect((await objectOf(handle).fetch(EVENTS)).status).toBe(503)
  }
  await first.leave()
  await vi.waitFor(async () => {
    const response = await objectOf(handle).fetch(EVENTS)
    await response.body?.cancel()
    expect(response.status).toBe(200)
  }, 60_000)
  await second.leave()
})

it('answers 503 to an address that has its share, and not to others', async () => {
  const handle = await scannedProfile('edges')
  const from = (address: string) => objectOf(handle).fetch(EVENTS, { headers: { [WATCHER_HEADER]: address } })
  const [first, second, other] = [await from('192.0.2.1'), await from('192.0.2.1'), await from('192.0.2.2')]
  expect([first.status, second.status, other.status]).toEqual([200, 503, 200])
  await first.body?.cancel()
  await other.body?.cancel()
})

it('goes on without a page that left in the middle', async () => {
  const handle = await newProfile()
  await upload(handle, 'todayOlder')
  const page = await watching(handle)
  await page.leave()
  await settle(handle)
  expect(await statusOf(handle)).toMatchObject({ state: 'idle', failed_count: 0 })
})

it('ends the streams of a profile that is erased, and opens none', async () => {
  const handle = await scannedProfile('edges')
  const page = await watching(handle)
  await clientOf(handle).profile.erase(keyOf(handle).id)
  await page.ended
  expect((await objectOf(handle).fetch(EVENTS)).status).toBe(404)
})
