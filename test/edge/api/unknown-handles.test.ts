import { env } from 'cloudflare:test'
import { describe, expect, it, vi } from 'vitest'
import { ROUTES } from '../../../src/urls.ts'
import { api, bearer, call, callWith, cookie, create, freshHandle, idOf } from './client.ts'
import { addressOf, everyRoute } from './routes.ts'

/** Objects of profiles that count who asks for them. */
function countedObjects() {
  const asked: string[] = []
  return {
    asked,
    idFromName: (name: string) => {
      asked.push(name)
      return env.PROFILES.idFromName(name)
    },
    get: (id: DurableObjectId) => env.PROFILES.get(id),
  }
}

describe('a handle that nobody has', () => {
  it('makes no object, whatever is asked of it', async () => {
    const objects = countedObjects()
    const ofProfiles = everyRoute().filter(({ path }) => path.includes(':handle'))
    expect(ofProfiles.length).toBeGreaterThan(50)
    for (const route of ofProfiles) {
      const headers = { ...bearer('laurel_guess'), 'Sec-Fetch-Site': 'same-origin' }
      const path = addressOf(route, freshHandle(), freshHandle())
      await callWith({ PROFILES: objects }, path, { method: route.method, headers })
    }
    expect(objects.asked).toEqual([])
  })

  it('makes none either if it is typed, or in a cookie', async () => {
    const objects = countedObjects()
    const send = (path: string, fields: Record<string, string>, headers: HeadersInit = {}) =>
      callWith({ PROFILES: objects }, path, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { 'Sec-Fetch-Site': 'same-origin', Accept: 'text/html', ...headers },
      })
    const handle = freshHandle()
    expect((await send(ROUTES.signIn, { handle, owner_key: 'laurel_guess' })).status).toBe(403)
    expect((await send(ROUTES.recover, { handle, recovery_code: 'guess' })).status).toBe(403)
    expect((await send(ROUTES.signOut, {}, cookie({ handle, token: 'guess' }))).status).toBe(303)
    expect(objects.asked).toEqual([])
  })
})

describe('a handle that somebody has', () => {
  it('is looked up once by an isolate', async () => {
    const { handle } = await create({ visibility: 'public' })
    expect((await call(api(handle))).status).toBe(200)
    const prepare = vi.fn()
    expect((await callWith({ REGISTRY: { prepare } }, api(handle))).status).toBe(200)
    expect(prepare).not.toHaveBeenCalled()
  })

  it('is answered for while the registry is down', async () => {
    const { handle } = await create({ visibility: 'public' })
    const down = { prepare: () => ({ bind: () => ({ first: () => Promise.reject(new Error('down')) }) }) }
    expect((await callWith({ REGISTRY: down }, api(handle))).status).toBe(200)
    expect((await callWith({ REGISTRY: down }, `/@${handle}/card.svg`)).status).toBe(200)
  })

  it('is nobody’s after its profile is deleted', async () => {
    const { handle, key } = await create({ visibility: 'public' })
    expect((await call(api(handle))).status).toBe(200)
    expect((await call(api(handle), { method: 'DELETE', headers: bearer(key) })).status).toBe(204)
    expect(await idOf(handle)).toBe('')
    const objects = countedObjects()
    for (let round = 0; round < 2; round++)
      expect((await callWith({ PROFILES: objects }, api(handle))).status).toBe(404)
    // The isolate that deleted it asks once more.
    expect(objects.asked).toEqual([handle])
  })
})
