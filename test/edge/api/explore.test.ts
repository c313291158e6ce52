import { env } from 'cloudflare:test'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LISTED_BADGES } from '../../../functions/pages/explore/query.ts'
import { SETTINGS } from '../../../src/config.ts'
import { ListingTable } from '../../../src/storage/listing-table.ts'
import { Registry } from '../../../src/storage/registry.ts'
import { GOLDEN } from '../histories.ts'
import {
  api,
  bearer,
  call,
  cookie,
  create,
  freshHandle,
  type Owned,
  refusal,
  scanned,
  sendForm,
  sendJson,
  upload,
  uploadGzip,
} from './client.ts'
import { history } from './histories.ts'

const LIMITS = { perNetwork: 99, inTotal: 999 }
const ADMISSION = { dueAt: 9e9, expiresAt: null, network: null, limits: LIMITS }

beforeEach(async () => {
  await env.REGISTRY.prepare('DELETE FROM listed_pages').run()
})
afterEach(() => {
  vi.restoreAllMocks()
})

async function explored(query = ''): Promise<{ handles: string[]; next: string | null }> {
  const answer = await call(`/explore${query}`)
  expect(answer.status).toBe(200)
  const html = await answer.text()
  const next = /href="\/explore(\?[^"]*)" rel="next"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? null
  return { handles: [...html.matchAll(/<h2><a href="\/@([^"]+)"/g)].map(([, handle = '']) => handle), next }
}

const change = ({ handle, key }: Owned, settings: object) =>
  sendJson('PATCH', api(handle), settings, bearer(key))

async function publicPage(): Promise<Owned> {
  const owner = await create({ visibility: 'public' })
  await upload(owner, await history(2))
  await scanned(owner)
  return owner
}

/** A listed page of the registry alone. */
async function listed(at: number, tiers: Record<string, number> = {}): Promise<string> {
  const handle = freshHandle()
  const id = crypto.randomUUID()
  await new Registry(env.REGISTRY).create({ id, handle, visibility: 'public', created_at: 1 }, ADMISSION)
  await new ListingTable(env.REGISTRY).list(id, tiers, at)
  return handle
}

describe('a page', () => {
  it('is listed from when its owner says so until the owner takes it back', async () => {
    const owner = await publicPage()
    expect((await explored()).handles).toEqual([])
    expect(await (await change(owner, { listed: true })).json()).toMatchObject({ listed: true })
    expect((await explored()).handles).toEqual([owner.handle])
    await change(owner, { listed: false })
    expect((await explored()).handles).toEqual([])
  })

  it.each(['private', 'unlisted'])(
    'is listed no more when it becomes %s, nor when it is public again',
    async (visibility) => {
      const owner = await publicPage()
      await change(owner, { listed: true })
      await change(owner, { visibility })
      expect((await explored()).handles).toEqual([])
      expect(await refusal(await change(owner, { listed: true }))).toEqual([400, 'invalid_request'])
      await change(owner, { visibility: 'public' })
      expect((await explored()).handles).toEqual([])
    },
  )

  it('that is deleted is gone from the list at once, and from that of each badge', async () => {
    const owner = await publicPage()
    await change(owner, { listed: true })
    await call(api(owner.handle), { method: 'DELETE', headers: bearer(owner.key) })
    expect((await explored()).handles).toEqual([])
    expect((await env.REGISTRY.prepare('SELECT * FROM listed_badges').all()).results).toEqual([])
  })

  it('is listed with the badges that it has, as they come', async () => {
    const owner = await create({ visibility: 'public' })
    await change(owner, { listed: true })
    expect((await explored()).handles).toEqual([])
    await uploadGzip(owner, GOLDEN.edges)
    const { achievements } = await scanned(owner)
    const unlocked = new Set(achievements.flatMap((item) => (item.unlocked ? [item.id] : [])))
    const [earned, not] = [true, false].map(
      (has) => LISTED_BADGES.find(({ id }) => unlocked.has(id) === has)?.id,
    )
    await vi.waitFor(async () => expect((await explored()).handles).toEqual([owner.handle]), 60_000)
    expect((await explored(`?badge=${earned}`)).handles).toEqual([owner.handle])
    expect((await explored(`?badge=${not}`)).handles).toEqual([])
    const list = vi.spyOn(ListingTable.prototype, 'list')
    await scanned(owner)
    expect(list).not.toHaveBeenCalled()
  })

  it('is listed by a form beside its visibility, which says so for public pages alone', async () => {
    const owner = await publicPage()
    const save = (visibility: string) =>
      sendForm(`/@${owner.handle}/settings`, { visibility, listed: 'yes' }, cookie(owner))
    expect((await save('public')).status).toBe(303)
    expect((await explored()).handles).toEqual([owner.handle])
    expect((await save('unlisted')).status).toBe(303)
    expect((await explored()).handles).toEqual([])
  })
})

describe('the list', () => {
  it('has each page once, the newest first, also while others join', async () => {
    const handles: string[] = []
    for (let at = 0; at < 60; at++) handles.unshift(await listed(1_000 + Math.floor(at / 7)))
    const seen: string[] = []
    let query: string | null = ''
    while (query !== null) {
      const page = await explored(query)
      expect(page.handles.length).toBeLessThanOrEqual(SETTINGS.EXPLORE_PAGES.value)
      seen.push(...page.handles)
      query = page.next
      await listed(5_000)
    }
    expect([...seen].sort()).toEqual([...handles].sort())
    expect(new Set(seen.slice(0, 4))).toEqual(new Set(handles.slice(0, 4)))
  })

  it('is by badge, at a tier or a higher one', async () => {
    const copper = await listed(1, { let_him_cook: 1 })
    const gold = await listed(2, { let_him_cook: 3, toolchain_maxxer: 1 })
    const olympian = await listed(3, { let_him_cook: 5 })
    const by = async (query: string) => (await explored(query)).handles
    expect(await by('?badge=let_him_cook')).toEqual([olympian, gold, copper])
    expect(await by('?badge=let_him_cook&tier=Silver')).toEqual([olympian, gold])
    expect(await by('?badge=let_him_cook&tier=Diamond')).toEqual([olympian])
    expect(await by('?badge=toolchain_maxxer&tier=Gold')).toEqual([])
  })

  it('is by a badge without tiers, too', async () => {
    const badge = LISTED_BADGES.find((definition) => !('tiers' in definition))?.id ?? ''
    const handle = await listed(1, { [badge]: 0 })
    expect((await explored(`?badge=${badge}&tier=Gold`)).handles).toEqual([handle])
  })

  it('has no page that the registry does not have as public, whatever it is told', async () => {
    const table = new ListingTable(env.REGISTRY)
    const registry = new Registry(env.REGISTRY)
    const page = { created_at: 1, visibility: 'unlisted' as const }
    for (const admission of [ADMISSION, { ...ADMISSION, expiresAt: 9e9 }]) {
      const [id, handle] = [crypto.randomUUID(), freshHandle()]
      await registry.create({ ...page, id, handle }, admission)
      if (admission.expiresAt !== null) await registry.setVisibility(id, 'public')
      await table.list(id, { let_him_cook: 1 }, 9)
    }
    await table.list('nobody', {}, 9)
    expect((await explored()).handles).toEqual([])
  })

  it('is kept by caches for a short while, and by none for its readers with a page', async () => {
    const keeping = async (headers: HeadersInit) =>
      (await call('/explore', { headers })).headers.get('Cache-Control')
    expect(await keeping({})).toBe(`max-age=${SETTINGS.EXPLORE_TTL_SECONDS.value}`)
    expect(await keeping(cookie(await create()))).toBe('no-store')
  })

  it('says so if there is no badge like that, and the same of a secret', async () => {
    for (const badge of ['no_such_badge', '%00'])
      expect(await refusal(await call(`/explore?badge=${badge}`))).toEqual([404, 'not_found'])
    expect((await explored('?tier=x&after=%ff')).handles).toEqual([])
  })
})
