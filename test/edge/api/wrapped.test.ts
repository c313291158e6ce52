import { beforeAll, describe, expect, it } from 'vitest'
import { ShownStorySchema } from '../../../src/contract/stories.ts'
import { GOLDEN } from '../histories.ts'
import { api, bearer, call, create, type Owned, scanned, sendForm, sendJson, uploadGzip } from './client.ts'
import { MONTH, ownersStory, publishStory, sendSeen, storyPath, YEAR } from './stories.ts'

const PERIOD = `${YEAR}/${MONTH}`
const html = { Accept: 'text/html' }

async function profileWith(history: Uint8Array<ArrayBuffer>, options: object = {}): Promise<Owned> {
  const owner = await create({ visibility: 'public', time_zone: 'UTC', ...options })
  await uploadGzip(owner, history)
  await scanned(owner)
  return owner
}

async function asked(path: string, headers: HeadersInit = html) {
  const answer = await call(path, { headers })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}

const seenBy = (owner: Owned, period = PERIOD) => asked(storyPath(owner, period))
const change = (owner: Owned, settings: object) =>
  sendJson('PATCH', api(owner.handle), settings, bearer(owner.key))

let ada: Owned
beforeAll(async () => {
  ada = await profileWith(GOLDEN.edges)
})

describe('a story', () => {
  it('is its owner’s alone until it is published, as it was previewed, and once it is taken back', async () => {
    const missing = await asked(`/@${ada.handle}/nothing-here`)
    const hidden = await seenBy(ada)
    expect([hidden.status, hidden.text]).toEqual([404, missing.text.replaceAll('nothing-here', PERIOD)])
    const preview = await ownersStory(ada, PERIOD)
    expect(preview).toContain('Only you can see this.')
    expect(preview).not.toContain('og:image')
    expect(await sendSeen(ada, PERIOD, preview)).toBe(storyPath(ada, PERIOD))

    const shown = await seenBy(ada)
    expect([shown.status, shown.headers.get('X-Robots-Tag')]).toEqual([200, 'noindex'])
    expect(shown.text).toContain('<meta name="robots" content="noindex"')
    const cardsOf = (page: string) =>
      /<ol class="story-cards">[\s\S]*?<\/ol>\s*<\/section>/.exec(page)?.[0] ?? ''
    const withoutLinks = (cards: string) => cards.replace(/<p class="story-pictures">.*?<\/p>/g, '')
    expect(withoutLinks(cardsOf(shown.text))).toBe(withoutLinks(cardsOf(preview)))
    expect(cardsOf(preview)).toContain('61 sessions')
    const profile = await asked(`/@${ada.handle}`)
    expect(profile.text).toContain(`href="/@${ada.handle}/${PERIOD}"`)
    // The year is another story.
    expect((await seenBy(ada, YEAR)).status).toBe(404)

    expect(await sendSeen(ada, PERIOD, await ownersStory(ada, PERIOD))).toBe(storyPath(ada, PERIOD))
    expect((await seenBy(ada)).status).toBe(404)
  })

  it('is not published if it is another than the owner has seen, and stays as it was until it is', async () => {
    const owner = await profileWith(GOLDEN.edges)
    const preview = await ownersStory(owner, PERIOD)
    await uploadGzip(owner, GOLDEN.history, 'laptop')
    await scanned(owner)
    const location = await sendSeen(owner, PERIOD, preview)
    expect(location).toContain('changed=yes')
    expect((await seenBy(owner)).status).toBe(404)
    expect(await ownersStory(owner, PERIOD, '?as=draft&changed=yes')).toContain('It was not published.')

    await publishStory(owner, PERIOD)
    const before = await seenBy(owner)
    await uploadGzip(owner, GOLDEN.edges, 'laptop')
    await scanned(owner)
    expect((await seenBy(owner)).text).toBe(before.text)
    expect(await ownersStory(owner, PERIOD, '?as=draft')).toContain('Publish this instead')
  })

  it('is gone with a history, and with a recount or a reset, which may take back what it tells', async () => {
    const owner = await profileWith(GOLDEN.edges)
    const headers = bearer(owner.key)
    const undone: (() => Promise<Response>)[] = [
      () => sendJson('POST', api(owner.handle, '/recount'), { confirm: true }, headers),
      () => call(api(owner.handle, '/reset-state'), { method: 'POST', headers }),
      () => call(api(owner.handle, '/sources/default'), { method: 'DELETE', headers }),
    ]
    for (const undo of undone) {
      await scanned(owner)
      await publishStory(owner, PERIOD)
      expect((await seenBy(owner)).status).toBe(200)
      expect((await undo()).ok).toBe(true)
      expect((await seenBy(owner)).status).toBe(404)
    }
  })

  it('is hidden with its page', async () => {
    const owner = await profileWith(GOLDEN.edges)
    await publishStory(owner, PERIOD)
    await change(owner, { visibility: 'private' })
    const [hidden, unknown] = [await seenBy(owner), await asked(`/@nobody-at-all/${PERIOD}`)]
    expect([hidden.status, hidden.text.replaceAll(owner.handle, 'nobody-at-all')]).toEqual([
      404,
      unknown.text,
    ])
    expect(await ownersStory(owner, PERIOD)).toContain('Your page is private')
  })

  it('says nothing of tools and models but what the page does, and no name that its owner did not choose', async () => {
    const owner = await profileWith(GOLDEN.history)
    const favourites = 'id="card-favourites"'
    expect(await ownersStory(owner, PERIOD, '?names=yes')).not.toContain(favourites)
    await change(owner, { publish_insights: true })
    await publishStory(owner, PERIOD)
    expect((await seenBy(owner)).text).toMatch(/id="card-favourites"[\s\S]*?<span>tools<\/span>/)
    const named = await ownersStory(owner, PERIOD, '?names=yes')
    const [tool] =
      /id="card-favourites"[\s\S]*?<strong>([^<]+)<\/strong> <span>used/.exec(named)?.slice(1) ?? []
    expect(tool).toBeDefined()
    expect((await seenBy(owner)).text).not.toContain(`<strong>${tool}</strong>`)
    await publishStory(owner, PERIOD, '?names=yes')
    expect((await seenBy(owner)).text).toContain(`<strong>${tool}</strong>`)
    await change(owner, { publish_insights: false })
    expect((await seenBy(owner)).text).not.toContain(favourites)
  })

  it('of nothing, or of the future, is told so to its owner and to nobody else', async () => {
    expect(await ownersStory(ada, '1999')).toContain('Your page knows of nothing in 1999.')
    expect(await ownersStory(ada, '9999/12')).toContain('December 9999 has not begun.')
    for (const period of ['1999', '9999/12', '1969', '10000', '2025/13', '2025/00', '2025/6', '02025'])
      expect((await seenBy(ada, period)).status, period).toBe(404)
    const fields = { publish: 'yes', names: '', seen: '' }
    const nothing = await sendForm(storyPath(ada, '1999'), fields, bearer(ada.key))
    const neither = await sendForm(storyPath(ada, PERIOD), { publish: 'maybe' }, bearer(ada.key))
    expect([nothing.status, neither.status]).toEqual([404, 400])
  })

  it('is found by its owner from the page: that of this year', async () => {
    const answer = await call(`/@${ada.handle}/wrapped`, { headers: bearer(ada.key) })
    const year = new Date().getUTCFullYear()
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `/@${ada.handle}/${year}`])
  })
})

describe('a story as JSON', () => {
  const story = async ({ handle }: Owned, period = `${YEAR}-${MONTH}`, headers = {}) => {
    const answer = await call(api(handle, `/stories/${period}`), { headers })
    return { status: answer.status, json: await answer.json<Record<string, unknown>>() }
  }

  it('is a preview for its owner, and for others what was published, until it is taken back', async () => {
    const owner = await profileWith(GOLDEN.edges)
    const headers = bearer(owner.key)
    const nothing = await story(owner)
    expect([nothing.status, nothing.json]).toEqual([404, (await story(owner, '1999')).json])
    const seen = (await story(owner, undefined, headers)).json
    expect(seen).toMatchObject({ story: null, published_at: null, preview: { sessions: 61 } })
    expect(ShownStorySchema.parse(seen)).toEqual(seen)

    await publishStory(owner, PERIOD)
    const { status, json } = await story(owner)
    expect([status, Object.keys(json)]).toEqual([200, ['story', 'published_at']])
    expect(json.story).toMatchObject({
      cards: expect.arrayContaining([expect.objectContaining({ kind: 'finale' })]),
    })
    expect(ShownStorySchema.parse(json)).toEqual(json)
    expect((await story(owner, undefined, headers)).json).toMatchObject({
      ...json,
      preview: { sessions: 61 },
    })
    // The year is another story.
    expect((await story(owner, YEAR)).status).toBe(404)

    await sendSeen(owner, PERIOD, await ownersStory(owner, PERIOD))
    expect((await story(owner)).status).toBe(404)
  })

  it('says of tools and models what the page does', async () => {
    const owner = await profileWith(GOLDEN.history)
    await change(owner, { publish_insights: true })
    await publishStory(owner, PERIOD, '?names=yes')
    const named = async (query = '', headers = {}) =>
      JSON.stringify((await story(owner, `${YEAR}-${MONTH}${query}`, headers)).json)
    const tool = /"tools":\[\{"name":"([^"]+)"/
    expect(await named()).toMatch(tool)
    const [, preview] = (await named('', bearer(owner.key))).split('"preview"')
    expect(preview).not.toMatch(tool)
    expect((await named('?names=true', bearer(owner.key))).split('"preview"')[1]).toMatch(tool)
    // Others cannot ask for more than was published.
    expect(await named('?names=true')).toBe(await named())
    await change(owner, { publish_insights: false })
    expect(await named()).not.toContain('favourites')
  })

  it('of a private page is its owner’s, and a period that is none is refused', async () => {
    const owner = await profileWith(GOLDEN.edges)
    await publishStory(owner, PERIOD)
    await change(owner, { visibility: 'private' })
    const [hidden, unknown] = [await story(owner), await story({ ...owner, handle: 'nobody-at-all' })]
    expect([hidden.status, hidden.json]).toEqual([404, unknown.json])
    expect((await story(owner, undefined, bearer(owner.key))).json).toMatchObject({ story: { sessions: 61 } })
    for (const period of ['2025-13', '2025-6', '1969', '10000', '2025-06-01'])
      expect((await story(ada, period)).status, period).toBe(400)
    expect((await story(ada, '9999-12', bearer(ada.key))).json).toMatchObject({ story: null, preview: null })
  })
})

describe('the picture of a card', () => {
  const pictureOf = async (path: string, headers: HeadersInit = {}) => {
    const answer = await call(path, { headers })
    expect(answer.status).toBe(200)
    return { type: answer.headers.get('Content-Type'), bytes: new Uint8Array(await answer.arrayBuffer()) }
  }
  /** Of a PNG (its section 11.2.2). */
  const sizeOf = ({ buffer }: Uint8Array<ArrayBuffer>) =>
    [16, 20].map((offset) => new DataView(buffer).getUint32(offset))

  it('shows what is published, in two shapes, and takes no number from its address', async () => {
    const owner = await profileWith(GOLDEN.edges)
    await publishStory(owner, PERIOD)
    const card = `${storyPath(owner, PERIOD)}/cards/finale`
    const [tall, wide] = [await pictureOf(`${card}.png`), await pictureOf(`${card}.png?shape=wide`)]
    expect([tall.type, sizeOf(tall.bytes)]).toEqual(['image/png', [1080, 1920]])
    expect([wide.type, sizeOf(wide.bytes)]).toEqual(['image/png', [1200, 630]])
    expect(await pictureOf(`${card}.png?shape=tall&sessions=999&figure=999`)).toEqual(tall)
    const svg = await pictureOf(`${card}.svg`)
    expect(svg.type).toContain('image/svg+xml')
    const text = new TextDecoder().decode(svg.bytes)
    expect(text).toMatch(/June 2025[\s\S]*Counted from 61 sessions, in UTC time/)
  })

  it('is one of nothing, unless there is such a card that anyone may see', async () => {
    const owner = await profileWith(GOLDEN.edges)
    const card = `${storyPath(owner, PERIOD)}/cards/finale.png`
    const nothing = await pictureOf(`/@nobody-at-all/${PERIOD}/cards/finale.png`)
    expect(await pictureOf(card, bearer(owner.key))).toEqual(nothing)
    await publishStory(owner, PERIOD)
    expect(await pictureOf(card)).not.toEqual(nothing)
    expect(await pictureOf(card.replace('finale', 'unheard'))).toEqual(nothing)
    await change(owner, { visibility: 'private' })
    expect(await pictureOf(card, bearer(owner.key))).toEqual(nothing)
  })
})
