import { beforeAll, describe, expect, it } from 'vitest'
import { GOLDEN } from '../histories.ts'
import { bearer, call, create, ORIGIN, type Owned, scanned, uploadGzip } from './client.ts'

let owner: Owned
let view: Awaited<ReturnType<typeof scanned>>

beforeAll(async () => {
  owner = await create({ visibility: 'public' })
  await uploadGzip(owner, GOLDEN.history)
  view = await scanned(owner)
})

const pageOf = async (id: string, headers: HeadersInit = {}) => {
  const answer = await call(`/@${owner.handle}/${id}`, { headers: { Accept: 'text/html', ...headers } })
  return { status: answer.status, html: await answer.text() }
}

describe('the page of a badge', () => {
  it('shows what was earned, and how it unfolds elsewhere', async () => {
    const earned = view.achievements.find((item) => item.unlocked && item.tier !== null)
    const { status, html } = await pageOf(earned?.id ?? '')
    expect(status).toBe(200)
    expect(html).toContain(`<h1>${earned?.name}</h1>`)
    expect(html).toContain(`@${owner.handle} earned ${earned?.name} in ${earned?.tier}.`)
    expect(html).toContain(
      `property="og:image" content="${ORIGIN}/@${owner.handle}/og.png?achievement=${earned?.id}"`,
    )
    expect(html).toContain('twitter:card')
  })

  it('shows the session behind it to its owner alone', async () => {
    const best = view.achievements.find((item) => item.unlocked && item.evidence?.title)
    const title = best?.evidence?.title ?? ''
    expect((await pageOf(best?.id ?? '')).html).not.toContain(title)
    expect((await pageOf(best?.id ?? '', bearer(owner.key))).html).toContain('Only you can see this')
  })

  it('is there for what is open too, and not for secrets or what there is none of', async () => {
    const open = view.achievements.find((item) => item.state === 'discovered' && !item.unlocked)
    expect((await pageOf(open?.id ?? '')).status).toBe(200)
    const none = await pageOf('no_such_badge')
    expect(none.status).toBe(404)
    // By its name in the catalog as by its place in the view.
    for (const hidden of ['docker_name_collision', 'secret_1', 'forgot_the_env_var', 'yaml_colon_incident']) {
      const shown = view.achievements.find(({ id, state }) => id === hidden && state !== 'secret')
      if (shown) continue
      const { status, html } = await pageOf(hidden)
      expect(status).toBe(404)
      expect(html).toBe(none.html.replaceAll('no_such_badge', hidden))
    }
  })

  it('is as private as its profile', async () => {
    const hidden = await create({ visibility: 'private' })
    expect((await call(`/@${hidden.handle}/let_him_cook`)).status).toBe(404)
    expect((await call(`/@${hidden.handle}/let_him_cook`, { headers: bearer(hidden.key) })).status).toBe(200)
  })
})
