import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import withWal from '../../golden/wal-pair/expected.json?raw'
import withoutWal from '../../golden/wal-pair/expected-without-wal.json?raw'
import db from '../../golden/wal-pair/state.db.gz'
import wal from '../../golden/wal-pair/state.db-wal.gz'
import { unpacked } from '../histories.ts'
import { DB, Origin, pullOf, setPull, WAL } from './origins.ts'
import {
  clientOf,
  expectFigures,
  newProfile,
  nowSeconds,
  pass,
  settle,
  stopTheClock,
  withSettings,
} from './profiles.ts'

const CHUNK = 65_536
const WITH = JSON.parse(withWal)
const WITHOUT = JSON.parse(withoutWal)

beforeAll(() => withSettings({ CHUNK_BYTES: CHUNK, PULL_SLICE_BYTES: 2 * CHUNK }))
beforeEach(stopTheClock)

/** A server of a database that its agent has open, and a profile that pulls it; the log is not there yet if `late`. */
async function live({ late = false } = {}) {
  const origin = new Origin()
  origin.files.set(DB, { bytes: await unpacked(db), etag: '"db"' })
  const log = { bytes: await unpacked(wal), etag: '"wal"' }
  if (!late) origin.files.set(WAL, log)
  const handle = await newProfile()
  await setPull(handle)
  return { origin, handle, log }
}

async function nextLook(handle: string) {
  const { next_at = 0 } = (await pullOf(handle)) ?? {}
  pass(Math.max(0, next_at - nowSeconds()))
  await settle(handle)
}

describe('a log beside a history', () => {
  it('is fetched after it, and its newest rows count', async () => {
    const { handle, origin } = await live()
    await settle(handle)
    await expectFigures(handle, WITH)
    origin.taken()
    await nextLook(handle)
    expect(origin.taken().map(({ url }) => url)).toEqual([DB, WAL])
    expect(await pullOf(handle)).toMatchObject({ last_check: { outcome: 'unchanged' } })
  })

  it('is not missed where there is none', async () => {
    const { handle, origin } = await live({ late: true })
    await settle(handle)
    await expectFigures(handle, WITHOUT)
    origin.taken()
    await nextLook(handle)
    expect(origin.taken()).toHaveLength(1)
  })

  it.each([400, 401, 403, 410])('is not missed where the server answers for it with %i', async (status) => {
    const { handle, origin } = await live()
    origin.instead = ({ url }) => (url === WAL ? new Response(null, { status }) : undefined)
    await settle(handle)
    await expectFigures(handle, WITHOUT)
    expect(await pullOf(handle)).toMatchObject({ failures: 0, last_check: { outcome: 'stored' } })
  })

  it('is fetched alone if nothing else has changed', async () => {
    const { handle, origin, log } = await live()
    const { bytes } = log
    origin.files.set(WAL, { bytes: bytes.slice(0, 32), etag: '"short"' })
    await settle(handle)
    await expectFigures(handle, WITHOUT)
    origin.files.set(WAL, log)
    origin.sent = 0
    await nextLook(handle)
    await expectFigures(handle, WITH)
    expect(origin.sent).toBeLessThan(bytes.length + 50_000)
  })

  it('does not count with another version of the database', async () => {
    const { handle, origin } = await live()
    const whole = origin.files.get(DB)
    origin.onRequest = ({ url }) => {
      // The agent closes the history while its log is fetched.
      if (url !== WAL || !whole) return
      origin.files.set(DB, { ...whole, etag: '"closed"' })
      origin.files.delete(WAL)
      origin.onRequest = null
    }
    await settle(handle)
    await expectFigures(handle, WITHOUT)
    expect(await pullOf(handle)).toMatchObject({ last_check: { outcome: 'stored' } })
  })

  it('is not asked for where the server does not say which version it has', async () => {
    const { handle, origin } = await live()
    origin.files.set(DB, { bytes: await unpacked(db) })
    await settle(handle)
    await expectFigures(handle, WITHOUT)
    expect(origin.asked.some(({ url }) => url === WAL)).toBe(false)
  })

  it('is none if what is there is something else', async () => {
    const { handle, origin } = await live()
    const page = new TextEncoder().encode('<!doctype html><title>This page does not exist</title>')
    origin.files.set(WAL, { bytes: page, etag: '"page"' })
    await settle(handle)
    await expectFigures(handle, WITHOUT)
  })

  it('is compressed where the history is', async () => {
    const origin = new Origin()
    origin.files.set(`${DB}.gz`, {
      bytes: Uint8Array.from(db),
      lastModified: 'Wed, 01 Jan 2031 00:00:00 GMT',
    })
    origin.files.set(`${WAL}.gz`, { bytes: Uint8Array.from(wal), etag: '"wal"' })
    const handle = await newProfile()
    await setPull(handle, { url: `${DB}.gz` })
    await settle(handle)
    await expectFigures(handle, WITH)
    const { sources } = await clientOf(handle).sources.list()
    expect(sources).toMatchObject([{ kind: 'scanned', scanned: true }])
  })
})
