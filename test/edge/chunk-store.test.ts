import { env } from 'cloudflare:test'
import { expect, it } from 'vitest'
import { sha256Hex } from '../../src/digest.ts'
import { ChunkStore } from '../../src/storage/chunk-store.ts'

/** The maximum number of keys that R2 lists at a time. */
const PAGE_KEYS = 1000

it('knows and collects more chunks than the bucket lists at a time', async () => {
  const store = new ChunkStore(env.SNAPSHOTS, { id: 'many' })
  const chunks = await Promise.all(
    Array.from({ length: PAGE_KEYS + 50 }, async (_, index) => {
      const text = String(index)
      return { sha256: await sha256Hex(text), bytes: new TextEncoder().encode(text) }
    }),
  )
  const names = chunks.map(({ sha256 }) => sha256).sort()
  const lengths = new Map(chunks.map(({ sha256, bytes }) => [sha256, bytes.length]))
  const lost = names.filter((_, at) => at % 100 === 7)
  const arrived = chunks.filter(({ sha256 }) => !lost.includes(sha256))
  await Promise.all(arrived.map(({ sha256, bytes }) => store.put(sha256, bytes, () => true)))
  expect((await store.missing(lengths)).sort()).toEqual(lost)

  const kept = names.filter((_, at) => at % 3 === 0)
  expect(await store.collect(new Set(kept), () => true)).toBe(true)
  expect((await store.missing(lengths)).sort()).toEqual(
    names.filter((name) => !kept.includes(name) || lost.includes(name)),
  )
})

it('misses a chunk that is not as long as it should be', async () => {
  const store = new ChunkStore(env.SNAPSHOTS, { id: 'short' })
  const bytes = new TextEncoder().encode('short')
  const sha256 = await sha256Hex('short')
  await store.put(sha256, bytes, () => true)
  expect(await store.missing(new Map([[sha256, 5]]))).toEqual([])
  expect(await store.missing(new Map([[sha256, 6]]))).toEqual([sha256])
})
