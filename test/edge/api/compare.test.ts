import { beforeAll, describe, expect, it } from 'vitest'
import { GOLDEN } from '../histories.ts'
import { bearer, call, create, ORIGIN, type Owned, scanned, uploadGzip } from './client.ts'

let ada: Owned
let bob: Owned

async function profileWith(history: Uint8Array<ArrayBuffer>, visibility = 'public'): Promise<Owned> {
  const owner = await create({ visibility })
  await uploadGzip(owner, history)
  await scanned(owner)
  return owner
}

beforeAll(async () => {
  ada = await profileWith(GOLDEN.edges)
  bob = await profileWith(GOLDEN.today)
})

const html = { Accept: 'text/html' }
const comparison = (one: Owned, other: Owned) => `/@${one.handle}/with/@${other.handle}`
const asked = async (path: string, headers: HeadersInit = html) => {
  const answer = await call(path, { headers, redirect: 'manual' })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}

/** The names of the badges in the table with this caption. */
function tableOf(page: string, caption: string): string[] {
  const table = page.split('<table').find((part) => part.includes(`<caption>${caption} <span`)) ?? ''
  return [...table.matchAll(/<th scope="row"><a [^>]*>([^<]*)</g)].map(([, name = '']) => name)
}

async function unlockedOf({ handle }: Owned): Promise<string[]> {
  const answer = await call(`/api/v1/profiles/${handle}/achievements?state=unlocked`)
  const { achievements } = JSON.parse(await answer.text())
  return achievements.map(({ name }: { name: string }) => name)
}

describe('two pages compared', () => {
  it('show every badge of both once, and who has it', async () => {
    const { status, text, headers } = await asked(comparison(ada, bob))
    const [adas, bobs] = [await unlockedOf(ada), await unlockedOf(bob)]
    expect(status).toBe(200)
    expect(headers.get('X-Robots-Tag')).toBe('noindex')
    expect(new Set(tableOf(text, 'Both'))).toEqual(new Set(adas.filter((name) => bobs.includes(name))))
    const only = (names: string[], others: string[]) =>
      new Set(names.filter((name) => !others.includes(name)))
    expect(new Set(tableOf(text, `Only @${ada.handle}`))).toEqual(only(adas, bobs))
    expect(new Set(tableOf(text, `Only @${bob.handle}`))).toEqual(only(bobs, adas))
    expect(text).toContain(`content="${ORIGIN}${comparison(ada, bob)}/og.png"`)
  })

  it('are as private as the more private of the two', async () => {
    const hidden = await create({ visibility: 'private' })
    const nobody = { ...hidden, handle: 'nobody-at-all' }
    for (const pair of [
      [ada, hidden, nobody],
      [hidden, ada, nobody],
    ] as const) {
      const [one, other] = pair
      const unknown = pair.map((owner) => (owner === hidden ? nobody : owner))
      const seen = await asked(comparison(one, other))
      const missing = await asked(comparison(unknown[0] ?? one, unknown[1] ?? other))
      expect([seen.status, missing.status]).toEqual([404, 404])
      expect(seen.text.replaceAll(hidden.handle, nobody.handle)).toBe(missing.text)
    }
    for (const path of [comparison(hidden, ada), comparison(ada, hidden)]) {
      const own = await asked(path, { ...html, ...bearer(hidden.key) })
      expect([own.status, own.headers.get('Cache-Control')]).toEqual([200, 'no-store'])
      expect(own.text).not.toContain('og:image')
    }
  })

  it('have a picture, which shows nothing of a private page, not even to its owner', async () => {
    const pictureOf = async (path: string, headers: HeadersInit = {}) => {
      const answer = await call(path, { headers })
      expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, 'image/png'])
      return new Uint8Array(await answer.arrayBuffer())
    }
    const hidden = await create({ visibility: 'private' })
    const unknown = await pictureOf('/@nobody-at-all/og.png')
    const owner = bearer(hidden.key)
    expect(await pictureOf(`${comparison(ada, hidden)}/og.png`, owner)).toEqual(unknown)
    expect(await pictureOf(`${comparison(hidden, ada)}/og.png`)).toEqual(unknown)
    expect(await pictureOf(`${comparison(ada, bob)}/og.png`)).not.toEqual(unknown)
  })

  it('begin with a form, which takes a handle as people type it', async () => {
    const form = `/@${ada.handle}/with`
    expect((await asked(form)).text).toContain(`Compare @${ada.handle}`)
    const chosen = await asked(`${form}?handle=+%40${bob.handle.toUpperCase()}+`)
    expect([chosen.status, chosen.headers.get('Location')]).toEqual([303, comparison(ada, bob)])
    const wrong = await asked(`${form}?handle=%3Cscript%3E`)
    expect(wrong.text).toContain('There is no handle like that.')
    expect(wrong.text).not.toContain('<script>')
    const itself = await asked(comparison(ada, ada))
    expect([itself.status, itself.headers.get('Location')]).toEqual([303, `/@${ada.handle}`])
  })
})
