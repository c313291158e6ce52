import { expect, it } from 'vitest'
import { type Recount, RecountSchema } from '../../../src/contract/recount.ts'
import { EXPECTED, GOLDEN } from '../histories.ts'
import { api, bearer, call, create, type Owned, scanned, sendJson, uploadGzip } from './client.ts'

/** A profile whose page had somebody else's history first. */
async function withForeignBadges(): Promise<Owned> {
  const owner = await create({ visibility: 'public' })
  for (const history of [GOLDEN.history, GOLDEN.edges]) {
    await uploadGzip(owner, history)
    await scanned(owner)
  }
  return owner
}

const unlocked = async ({ handle }: Owned) => {
  const answer = await call(`${api(handle)}/achievements?state=unlocked`)
  const { achievements } = await answer.json<{ achievements: { id: string; tier: string | null }[] }>()
  return achievements.map(({ id, tier }) => [id, tier]).sort()
}
const ofEdges = EXPECTED.edges.achievements
  .filter(({ state }) => state === 'unlocked')
  .map(({ id, tier }) => [id, tier])
  .sort()

async function recount(owner: Owned, body: object): Promise<Recount> {
  const answer = await sendJson('POST', `${api(owner.handle)}/recount`, body, bearer(owner.key))
  expect(answer.status).toBe(200)
  return RecountSchema.parse(await answer.json())
}

async function credential({ handle }: Owned, badge: string): Promise<string> {
  return (await call(`/@${handle}/${badge}/credential.jwt`)).text()
}

async function verdict(token: string): Promise<string> {
  const answer = await sendJson('POST', '/api/v1/credentials/verify', { credential: token })
  return (await answer.json<{ verdict: string }>()).verdict
}

it('says what would go and changes nothing, then does it, revokes what went and shows what is left', async () => {
  const owner = await withForeignBadges()
  const before = await unlocked(owner)
  expect(before.length).toBeGreaterThan(ofEdges.length)
  const told = await recount(owner, {})
  expect(told.done).toBe(false)
  expect(await unlocked(owner)).toEqual(before)
  const stays = String(ofEdges[0]?.[0])
  const goes = told.removed.find(
    ({ achievement }) => !ofEdges.some(([id]) => id === achievement),
  )?.achievement
  const tokens = await Promise.all([stays, goes].map((id) => credential(owner, id ?? '')))
  expect(await Promise.all(tokens.map(verdict))).toEqual(['valid', 'valid'])
  expect(await recount(owner, { confirm: true })).toEqual({ ...told, done: true })
  expect(await Promise.all(tokens.map(verdict))).toEqual(['valid', 'revoked'])
  await scanned(owner)
  expect(await unlocked(owner)).toEqual(ofEdges)
  expect(await recount(owner, {})).toEqual({ done: false, removed: [], redated: [] })
})

it('is pointed out on the page, to the owner alone, as long as something stands higher than the histories', async () => {
  const owner = await withForeignBadges()
  const [told, others] = [
    async () => (await call(`/@${owner.handle}`, { headers: bearer(owner.key) })).text(),
    async () => (await call(`/@${owner.handle}`)).text(),
  ]
  const names = (await recount(owner, {})).removed.map(({ achievement }) => achievement)
  expect(await told()).toContain(
    `${new Set(names).size} badges are higher than your current histories support`,
  )
  expect(await told()).not.toMatch(/id="unreached"[^>]*hidden/)
  expect(await others()).not.toContain('your current histories support')
  await recount(owner, { confirm: true })
  await scanned(owner)
  expect(await told()).toMatch(/id="unreached"[^>]*hidden/)
})

it('is confirmed on a page that names what goes', async () => {
  const owner = await withForeignBadges()
  const post = (fields: Record<string, string>) =>
    call(`/@${owner.handle}/recount`, {
      method: 'POST',
      headers: { ...bearer(owner.key), 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    })
  const page = await (await post({})).text()
  expect(page).toContain('You would lose')
  expect(page).toContain('Rebase Acrobat')
  expect(page).toContain('Keep everything')
  const done = await post({ confirm: 'yes' })
  expect([done.status, done.headers.get('Location')]).toEqual([303, `/@${owner.handle}`])
  await scanned(owner)
  expect(await unlocked(owner)).toEqual(ofEdges)
})

it('is the owner’s alone', async () => {
  const owner = await create({ visibility: 'public' })
  expect((await sendJson('POST', `${api(owner.handle)}/recount`, {}, {})).status).toBe(401)
})
