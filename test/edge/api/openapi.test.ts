import { describe, expect, it } from 'vitest'
import { endpointsOf, METHODS } from '../../../functions/pages/docs/openapi.ts'
import { ERROR_STATUS } from '../../../src/errors.ts'
import { bearer, call, create, ORIGIN } from './client.ts'
import { everyRoute, openApiDocument } from './routes.ts'

const document = await openApiDocument()

/** Every object inside a value, itself included. */
function* objectsIn(value: unknown): Generator<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) yield Object.fromEntries(Object.entries(value))
  for (const part of Object.values(value)) yield* objectsIn(part)
}

describe('the OpenAPI document', () => {
  it('says what it is and where', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/)
    expect(document.info).toMatchObject({ title: 'Laurel', version: expect.any(String) })
    expect(document.servers).toEqual([{ url: `${ORIGIN}/api/v1` }])
  })

  it('has every route of the API, and no other', () => {
    const described = endpointsOf(document).map(
      ({ method, path }) => `${method.toUpperCase()} /api/v1${path}`,
    )
    const routes = everyRoute()
      .filter(({ path }) => path.startsWith('/api/') && !path.endsWith('/openapi.json'))
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
    expect(described.length).toBeGreaterThan(10)
    expect(described.sort()).toEqual(routes.sort())
  })

  it('refers only to what it has', () => {
    const known = Object.entries(document.components ?? {}).flatMap(([kind, entries]) =>
      Object.keys(entries).map((name) => `#/components/${kind}/${name}`),
    )
    const referred = [...objectsIn(document)].flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref] : []))
    expect(referred.length).toBeGreaterThan(10)
    for (const reference of referred) expect(known).toContain(reference)
  })

  it('names each parameter of an address, and every way to be known', () => {
    for (const { path, operation } of endpointsOf(document)) {
      const named = (operation.parameters ?? []).flatMap((parameter) =>
        'in' in parameter && parameter.in === 'path' ? [[parameter.name, parameter.required]] : [],
      )
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, true])
      expect(named).toEqual(inPath)
      for (const way of (operation.security ?? []).flatMap((ways) => Object.keys(ways))) {
        expect(Object.keys(document.components?.securitySchemes ?? {})).toContain(way)
      }
    }
  })

  it('gives each operation a summary and, for each answer, a status and a description', () => {
    for (const { operation } of endpointsOf(document)) {
      expect(operation.summary).toBeTruthy()
      const responses = Object.entries(operation.responses ?? {})
      expect(responses.some(([status]) => /^2\d\d$/.test(status))).toBe(true)
      for (const [status, response] of responses) {
        expect(status).toMatch(/^[2-5]\d\d$/)
        expect(response).toMatchObject({ description: expect.stringMatching(/./) })
      }
    }
  })

  it('uses no word of OpenAPI 3.0 that 3.1 has dropped', () => {
    for (const object of objectsIn(document.components?.schemas)) {
      expect(object.nullable).toBeUndefined()
      expect(typeof object.exclusiveMinimum).not.toBe('boolean')
    }
    for (const item of Object.values(document.paths ?? {})) {
      expect(Object.keys(item).filter((key) => !METHODS.some((method) => method === key))).toEqual([])
    }
  })

  it('has expressions that mean the same with the flag u, as ajv reads them, and without, as Spectral does', () => {
    const patterns = [...objectsIn(document)].filter((schema) => typeof schema.pattern === 'string')
    expect(patterns.length).toBeGreaterThan(10)
    const examples = patterns.flatMap(({ example }) => (example === undefined ? [] : [String(example)]))
    const texts = [
      ...examples,
      '.',
      '..',
      '...',
      '',
      'Cc',
      'ä 中',
      '🦉',
      'a\0',
      'a\n',
      '\x85',
      'a'.repeat(257),
      '\ud83e',
      '🦉'.repeat(256),
    ]
    for (const { pattern, example } of patterns) {
      const [flagged, plain] = [new RegExp(String(pattern), 'u'), new RegExp(String(pattern))]
      const taken = texts.filter((text) => flagged.test(text))
      expect(texts.filter((text) => plain.test(text))).toEqual(taken)
      if (example !== undefined) expect(String(example)).toMatch(flagged)
    }
  })

  it('answers every error in the one shape, with every code', () => {
    for (const { operation } of endpointsOf(document)) {
      for (const [status, response] of Object.entries(operation.responses ?? {})) {
        if (status < '400') continue
        expect(JSON.stringify(response)).toContain('#/components/schemas/Error')
      }
    }
    const codes = [...objectsIn(document.components?.schemas?.Error)].find((object) =>
      Array.isArray(object.enum),
    )
    expect(codes?.enum).toEqual(Object.keys(ERROR_STATUS))
  })

  it('names each operation, in a tag that it has, and says who may use it', () => {
    const operations = endpointsOf(document).map(({ operation }) => operation)
    const ids = operations.map(({ operationId }) => operationId)
    for (const id of ids) expect(id).toMatch(/^[a-z]+(?:[A-Z][a-z]+)*$/)
    expect(new Set(ids).size).toBe(operations.length)
    const tags = (document.tags ?? []).map(({ name }) => name)
    for (const operation of operations) {
      expect(tags).toEqual(expect.arrayContaining(operation.tags ?? ['none']))
      expect(operation.security).toBeInstanceOf(Array)
    }
    const open = operations.filter(({ security }) => security?.length === 0)
    expect(open.map(({ operationId }) => operationId).sort()).toEqual([
      'createProfile',
      'getRarity',
      'takeHermesEvent',
      'verifyCredential',
    ])
  })

  it('is the same however often it is asked for', async () => {
    expect(await openApiDocument()).toEqual(document)
    expect(await openApiDocument()).toEqual(document)
  })
})

it('other sites may read what anyone may, and nothing that is the owner’s', async () => {
  const [open, hidden] = [await create({ visibility: 'public' }), await create({ visibility: 'private' })]
  const allowed = async (path: string, headers = {}) =>
    (await call(path, { headers })).headers.get('Access-Control-Allow-Origin')
  const achievements = `/api/v1/profiles/${open.handle}/achievements`
  for (const path of ['/api/v1/openapi.json', achievements, `/@${open.handle}/feed.atom`]) {
    expect([path, await allowed(path)]).toEqual([path, '*'])
  }
  expect(await allowed(achievements, bearer(open.key))).toBeNull()
  expect(await allowed(`/@${hidden.handle}/feed.json`, bearer(hidden.key))).toBeNull()
  expect(await allowed(`/api/v1/profiles/${open.handle}/sources`, bearer(open.key))).toBeNull()
})

describe('the examples', () => {
  /** Each command with its continued lines. */
  const commands = (document.tags ?? [])
    .flatMap(({ description = '' }) => description.replaceAll('\\\n', ' ').split('\n'))
    .filter((line) => /(?:^|\| )curl /.test(line))

  it('are there, and name only routes that there are', () => {
    const routes = everyRoute().map(({ method, path }) => ({
      method,
      pattern: new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/:\w+/g, '[^/]+')}$`),
    }))
    for (const command of commands) {
      const method = /-X ([A-Z]+)/.exec(command)?.[1] ?? (command.includes('-T ') ? 'PUT' : 'GET')
      const path = new URL(/https?:[^\s']+/.exec(command.replace(/-d '.*'/, ''))?.[0] ?? '').pathname
      const known = routes.filter((route) => route.method === method && route.pattern.test(path))
      expect([command, known.length > 0]).toEqual([command, true])
    }
    expect(commands.length).toBeGreaterThan(30)
  })

  it('send JSON', () => {
    const bodies = commands.flatMap((command) => /-d '(.*)'/.exec(command)?.[1] ?? [])
    for (const body of bodies) expect(() => JSON.parse(body)).not.toThrow()
    expect(bodies.length).toBeGreaterThan(10)
  })
})

it('the page shows each address and each shape', async () => {
  const html = await (await call('/docs')).text()
  for (const { path, method } of endpointsOf(document)) {
    for (const part of path.split(/\{\w+\}/)) expect(html).toContain(part)
    expect(html).toContain(`method-${method}`)
  }
  for (const name of Object.keys(document.components?.schemas ?? {})) expect(html).toContain(`schema-${name}`)
})
