import { runInDurableObject } from 'cloudflare:test'
import { beforeEach, describe, expect, it } from 'vitest'
import { LaurelError } from '../../../src/errors.ts'
import { clientOf, idOf, newProfile, objectOf, stopTheClock } from './profiles.ts'

beforeEach(stopTheClock)

describe('a call of a profile', () => {
  it('throws a refusal as the service threw it: its class, code, message and hint', async () => {
    const handle = await newProfile()
    const error = await clientOf(handle)
      .sources.remove('none')
      .catch((error) => error)
    expect(error).toBeInstanceOf(LaurelError)
    expect(error).toMatchObject({
      code: 'source_not_found',
      status: 404,
      message: 'This profile has no such history.',
      hint: expect.stringContaining('List them'),
    })
  })

  it.each([
    ['a method that its service does not list', 'images', 'forget'],
    ['a method of every object', 'sources', 'toString'],
    ['a constructor', 'sources', 'constructor'],
    ['a property', 'live', 'version'],
    ['a service that does not exist', 'histories', 'list'],
    ['what every object inherits', '__proto__', 'toString'],
  ])('does not reach %s', async (_what, service, method) => {
    const handle = await newProfile()
    const outcome = await runInDurableObject(objectOf(handle), (object) =>
      object.call(service, method, [idOf.get(handle)]),
    )
    expect(outcome).toMatchObject({ ok: false, error: { code: 'internal_error' } })
  })
})
