import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { Validator } from '@seriousme/openapi-schema-validator'
import { build } from 'esbuild'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { clientOfItsOwn } from './client.ts'

/** Within the repository, so that what is generated finds its packages. */
const FOLDER = resolve('dist/build/api-client')

let source: string

beforeAll(async () => {
  source = await (await fetch(`${inject('server').url}/api/v1/openapi.json`)).text()
})

describe('the OpenAPI document', () => {
  it('breaks no rule of Redocly’s recommended ones, and its examples are of their schemas', async () => {
    const config = await createConfig({
      extends: ['recommended'],
      rules: {
        'no-invalid-schema-examples': 'error',
        'no-invalid-parameter-examples': 'error',
        // It names the server that it comes from.
        'no-server-example.com': 'off',
      },
    })
    const problems = await lintFromString({ source, config })
    expect(problems.map(({ ruleId, location, message }) => [ruleId, location[0]?.pointer, message])).toEqual(
      [],
    )
  })

  it('is one by the schema of OpenAPI 3.1', async () => {
    expect(await new Validator().validate(JSON.parse(source))).toMatchObject({ valid: true })
  })

  it('makes a client that compiles and works', async () => {
    await mkdir(FOLDER, { recursive: true })
    const [types, journey, compiled] = ['api.ts', 'journey.ts', 'journey.mjs'].map(
      (name) => `${FOLDER}/${name}`,
    )
    if (!types || !journey || !compiled) throw new Error('Each has a path.')
    await writeFile(types, await generated(JSON.parse(source)))
    await writeFile(journey, JOURNEY)
    const options = [
      '--ignoreConfig',
      '--strict',
      '--noEmit',
      '--module',
      'nodenext',
      '--target',
      'es2022',
      '--types',
      'node',
    ]
    const checked = await promisify(execFile)('node_modules/.bin/tsc', [...options, journey]).catch(
      (error) => error,
    )
    expect(checked.stdout).toBe('')
    await build({ entryPoints: [journey], bundle: true, platform: 'node', format: 'esm', outfile: compiled })
    const { journeyOf } = await import(pathToFileURL(compiled).href)
    const handle = `typed-${process.pid}`
    expect(await journeyOf(inject('server').url, handle, clientOfItsOwn())).toEqual({
      handle,
      visibility: 'public',
      unlocked: 0,
      refused: ['missing_key', 'profile_not_found'],
    })
  })
})

/** Returns the types that openapi-typescript makes. It needs a compiler with an API, which TypeScript 7 has not. */
async function generated(document: object): Promise<string> {
  const [compiler, generator] = [`${FOLDER}/compiler.mjs`, `${FOLDER}/generator.mjs`]
  await writeFile(compiler, "export { ts as default } from '@ts-morph/common'")
  await build({
    stdin: { contents: "export { default, astToString } from 'openapi-typescript'", resolveDir: '.' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['@ts-morph/common', '@redocly/openapi-core'],
    alias: { typescript: compiler },
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)",
    },
    outfile: generator,
  })
  const { default: typesOf, astToString } = await import(pathToFileURL(generator).href)
  return astToString(await typesOf(document))
}

/** What a program written against the types does: create a profile, use its key, be refused, delete it. */
const JOURNEY = `
import createClient from 'openapi-fetch'
import type { operations, paths } from './api.js'

type Listed = operations['listAchievements']['responses'][200]['content']['application/json']

export async function journeyOf(origin: string, handle: string, headers: Record<string, string>) {
  const api = createClient<paths>({ baseUrl: origin + '/api/v1', headers })
  const params = { path: { handle } }
  const created = await api.POST('/profiles', { body: { handle, time_zone: 'UTC' } })
  if (!created.data) throw new Error(created.error.error.message)
  const owner = { Authorization: 'Bearer ' + created.data.owner_key }
  const changed = await api.PATCH('/profiles/{handle}', { params, body: { visibility: 'public' }, headers: owner })
  const listed: Listed | undefined = (await api.GET('/profiles/{handle}/achievements', { params })).data
  const unkeyed = await api.GET('/profiles/{handle}/sources', { params })
  await api.DELETE('/profiles/{handle}', { params, headers: owner })
  const gone = await api.GET('/profiles/{handle}', { params })
  return {
    handle: created.data.handle,
    visibility: changed.data?.visibility,
    unlocked: listed?.unlocked_count,
    refused: [unkeyed, gone].map(({ error }) => error?.error.code),
  }
}
`
