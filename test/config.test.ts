import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { configFrom, publicSiteFrom, SETTINGS, SWITCHES } from '../src/config.ts'
import { LaurelError } from '../src/errors.ts'

const SOURCE = readFileSync('src/settings.ts', 'utf8')
const names = Object.keys(SETTINGS)

function refusalOf(variables: Record<string, unknown>): LaurelError {
  try {
    configFrom(variables)
  } catch (error) {
    if (error instanceof LaurelError) return error
    throw error
  }
  throw new Error('Nothing was refused.')
}

describe('every setting', () => {
  it.each(Object.entries(SETTINGS))('%s says in what unit it is, and why it is so', (name, setting) => {
    expect(setting.value).toBeGreaterThan(0)
    expect(setting.unit).toMatch(/^[a-z]+$/)
    const before = SOURCE.split(`\n  ${name}: {`)[0] ?? ''
    const comment = before.slice(before.lastIndexOf('/**') + 3)
    expect(comment.replace(/\s+(?:\* )?/g, ' ')).toMatch(/^ [A-Z`].{20,}\. \*\/$/)
  })

  it.each(names.filter((name) => /_(BYTES|SECONDS|MILLISECONDS|SESSIONS|PROFILES)$/.test(name)))(
    '%s has the unit of its name',
    (name) => {
      const { unit } = Object.entries(SETTINGS).find(([key]) => key === name)?.[1] ?? {}
      expect(name.toLowerCase().endsWith(`_${unit}`)).toBe(true)
    },
  )

  it.each(names)('%s can be set by a variable of its name, and no other changes', (name) => {
    const [usual, changed] = [configFrom(), configFrom({ [name]: '7' })]
    expect(changed).toEqual({ ...usual, [name]: 7 })
    expect(usual).not.toEqual(changed)
  })

  it.each(names)('%s is refused by name when it can’t be', (name) => {
    for (const value of ['0', '-1', 'many', 'Infinity', 'NaN', '1;2', ' ', true, {}, [5], null]) {
      const { code, message } = refusalOf({ [name]: value })
      expect([code, message]).toEqual(['misconfigured', expect.stringContaining(name)])
    }
  })
})

describe('every switch', () => {
  it.each(Object.entries(SWITCHES))('%s says what it does, and is off unless it is 1', (name, why) => {
    expect(why).toMatch(/^[A-Z].{20,}\.$/)
    expect(configFrom({ [name]: '1' })).toEqual({ ...configFrom(), [name]: true })
    for (const off of [undefined, '', '0', 0]) expect(configFrom({ [name]: off })).toEqual(configFrom())
    expect(Object.entries(configFrom())).toContainEqual([name, false])
    for (const value of ['2', '-1', 'yes', 'true', true, ' 1', {}, [5]]) {
      expect(refusalOf({ [name]: value })).toMatchObject({
        code: 'misconfigured',
        message: expect.stringContaining(name),
      })
    }
  })
})

it('a setting that is left out or empty is the usual one', () => {
  expect(configFrom({ VIEW_TTL_SECONDS: undefined, CHUNK_BYTES: '' })).toEqual(configFrom())
})

it('counted things are whole, and time need not be', () => {
  expect(refusalOf({ CHUNK_BYTES: '1.5' }).message).toContain('CHUNK_BYTES')
  expect(configFrom({ VIEW_TTL_SECONDS: '0.5' }).VIEW_TTL_SECONDS).toBe(0.5)
})

it('what is no setting is no matter', () => {
  expect(configFrom({ REGISTRY: {}, UNKNOWN_SECONDS: 'x' })).toEqual(configFrom())
})

describe('PUBLIC_ORIGIN', () => {
  it.each([
    ['https://laurel.example', { origin: 'https://laurel.example', base: '' }],
    ['https://Laurel.example:443/', { origin: 'https://laurel.example', base: '' }],
    ['http://127.0.0.1:8787', { origin: 'http://127.0.0.1:8787', base: '' }],
    ['https://example.org/laurel', { origin: 'https://example.org', base: '/laurel' }],
    ['https://example.org/~ada/my-laurel.2/', { origin: 'https://example.org', base: '/~ada/my-laurel.2' }],
    ['', null],
    [undefined, null],
  ])('%s is %j', (PUBLIC_ORIGIN, site) => {
    expect(publicSiteFrom({ PUBLIC_ORIGIN })).toEqual(site)
  })

  it.each([
    'laurel.example',
    'laurel.example:8787',
    'https://laurel.example/x//',
    'https://laurel.example/a b',
    'https://laurel.example/a%2Fb',
    'https://laurel.example/@ada',
    'https://laurel.example/x#y',
    'https://laurel.example?x',
    'https://ada@laurel.example',
    'ftp://laurel.example',
    'https://',
    7,
    null,
  ])('%s is refused by name', (PUBLIC_ORIGIN) => {
    expect(() => publicSiteFrom({ PUBLIC_ORIGIN })).toThrow('PUBLIC_ORIGIN')
  })
})
