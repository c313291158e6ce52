import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { allHistories, databasePath, hermesFolder } from '../../src/cli/database-path.ts'
import type { Machine } from '../../src/cli/hermes-home.ts'
import { sourcesOf } from '../../src/cli/source-names.ts'
import { UsageError } from '../../src/cli/usage-error.ts'
import { LaurelError } from '../../src/errors.ts'

let home = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'laurel-home-'))
})
afterEach(() => rmSync(home, { recursive: true }))

const at = (...path: string[]) => join(home, ...path)
const write = (path: string, text = '') => {
  mkdirSync(dirname(at(path)), { recursive: true })
  writeFileSync(at(path), text)
}
const machine = (env: Machine['env'] = {}, platform: NodeJS.Platform = 'linux'): Machine => ({
  env,
  platform,
  home,
})
const found = (env?: Machine['env'], platform?: NodeJS.Platform, profile: string | null = null) =>
  databasePath({ database: null, profile }, 'scan', machine(env, platform))
const refusal = (...args: Parameters<typeof found>): Error => {
  try {
    found(...args)
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('Nothing was refused.')
}

describe('without a path the history is', () => {
  it('the one in ~/.hermes', () => {
    write('.hermes/state.db')
    expect(found()).toBe(at('.hermes/state.db'))
  })

  it('the one in $HERMES_HOME, with a leading ~ expanded', () => {
    write('.hermes/state.db')
    write('elsewhere/state.db')
    expect(found({ HERMES_HOME: at('elsewhere') })).toBe(at('elsewhere/state.db'))
    expect(found({ HERMES_HOME: '~/elsewhere' })).toBe(at('elsewhere/state.db'))
    expect(found({ HERMES_HOME: ' ~/elsewhere/ ' })).toBe(at('elsewhere/state.db'))
    expect(found({ HERMES_HOME: ' ' })).toBe(at('.hermes/state.db'))
  })

  it('the one in ~ itself where that is $HERMES_HOME, and no user’s folder for ~name', () => {
    write('state.db')
    expect(found({ HERMES_HOME: '~' })).toBe(at('state.db'))
    expect(refusal({ HERMES_HOME: '~name' })).toBeInstanceOf(LaurelError)
  })

  it('that of the active profile', () => {
    write('.hermes/state.db')
    write('.hermes/profiles/coder/state.db')
    for (const [name, path] of [
      ['coder\n', 'profiles/coder/state.db'],
      [' Coder ', 'profiles/coder/state.db'],
      ['default', 'state.db'],
    ] as const) {
      write('.hermes/active_profile', name)
      expect(found()).toBe(at('.hermes', path))
      expect(found({ HERMES_HOME: at('.hermes') })).toBe(at('.hermes', path))
    }
  })

  it('that of the profile whose folder is $HERMES_HOME, whichever is active', () => {
    write('.hermes/state.db')
    write('.hermes/profiles/coder/state.db')
    write('.hermes/active_profile', 'default')
    expect(found({ HERMES_HOME: '~/.hermes/profiles/coder' })).toBe(at('.hermes/profiles/coder/state.db'))
  })

  it('the only one there is, though no profile is active', () => {
    write('.hermes/profiles/coder/state.db')
    expect(found()).toBe(at('.hermes/profiles/coder/state.db'))
    expect(found({ HERMES_HOME: '~/.hermes' })).toBe(at('.hermes/profiles/coder/state.db'))
  })

  it('the one in $HERMES_HOME beside those of profiles, when none is active', () => {
    write('data/state.db')
    write('data/profiles/coder/state.db')
    expect(found({ HERMES_HOME: at('data') })).toBe(at('data/state.db'))
  })

  it('on Windows the one in %LOCALAPPDATA%\\hermes, else in AppData, else in .hermes', () => {
    write('.hermes/state.db')
    expect(found({}, 'win32')).toBe(at('.hermes/state.db'))
    write('AppData/Local/hermes/state.db')
    expect(found({}, 'win32')).toBe(at('AppData/Local/hermes/state.db'))
    write('local/hermes/profiles/coder/state.db')
    const env = { LOCALAPPDATA: at('local') }
    expect(found(env, 'win32')).toBe(at('local/hermes/profiles/coder/state.db'))
    expect(found(env, 'linux')).toBe(at('.hermes/state.db'))
  })

  it('where a link leads to, as SQLite has it', () => {
    write('disk/state.db')
    mkdirSync(at('.hermes'))
    symlinkSync(at('disk/state.db'), at('.hermes/state.db'))
    expect(found()).toBe(at('disk/state.db'))
  })
})

describe('with --profile the history is', () => {
  it('that of the profile, whichever is active', () => {
    write('.hermes/state.db')
    write('.hermes/profiles/coder/state.db')
    write('.hermes/active_profile', 'coder')
    expect(found({}, 'linux', 'default')).toBe(at('.hermes/state.db'))
    expect(found({ HERMES_HOME: '~/.hermes/profiles/other' }, 'linux', 'coder')).toBe(
      at('.hermes/profiles/coder/state.db'),
    )
  })
})

describe('a history is not guessed', () => {
  it('when there are several and none is active: they are listed', () => {
    write('.hermes/state.db')
    write('.hermes/profiles/zeta/state.db')
    write('.hermes/profiles/coder/state.db')
    write('.hermes/profiles/empty/config.yaml')
    const error = refusal()
    expect(error).toBeInstanceOf(UsageError)
    expect(error.message).toBe(
      `There are several histories, and no profile is active:
  default  ${at('.hermes/state.db')}
  coder    ${at('.hermes/profiles/coder/state.db')}
  zeta     ${at('.hermes/profiles/zeta/state.db')}
Choose one with --profile NAME, or all of them with --all. Try “laurel scan --help”.`,
    )
    const sessions = () => databasePath({ database: null, profile: null }, 'sessions', machine())
    expect(sessions).toThrow(/with --profile NAME\. Try/)
  })

  it('when the active profile, or the one asked for, has none', () => {
    write('.hermes/state.db')
    write('.hermes/active_profile', 'coder')
    for (const error of [refusal(), refusal({}, 'linux', 'coder')]) {
      expect(error).toMatchObject({
        code: 'not_found',
        message: `The profile “coder” has no history. Looked for: ${at('.hermes/profiles/coder/state.db')}.`,
        hint: 'These profiles have one: default.',
      })
    }
  })

  it('when there is none: every path tried is told', () => {
    mkdirSync(at('.hermes/state.db'), { recursive: true })
    expect(refusal()).toMatchObject({ code: 'not_found' })
    expect(refusal().message).toContain(
      `Looked for: ${at('.hermes/state.db')}, ${at('.hermes/profiles/*/state.db')}.`,
    )
    expect(refusal({ HERMES_HOME: '~/else' }).message).toContain(`Looked for: ${at('else/state.db')}, `)
    const windows = refusal({ LOCALAPPDATA: at('local') }, 'win32').message
    expect(windows).toContain(at('local/hermes/state.db'))
    expect(windows).toContain(at('.hermes/state.db'))
  })

  it('from the folder of a deleted profile, or one that is none', () => {
    write('.hermes/profiles/gone/state.db')
    write('.hermes/profiles/.deleted/gone')
    write('.hermes/profiles/.coder.staging-1/state.db')
    write('.hermes/profiles/default/state.db')
    expect(refusal()).toMatchObject({ code: 'not_found' })
  })
})

it('all histories are those of all profiles', () => {
  write('.hermes/state.db')
  write('.hermes/profiles/coder/state.db')
  write('.hermes/active_profile', 'coder')
  expect(allHistories(machine())).toEqual([
    { profile: 'default', path: at('.hermes/state.db') },
    { profile: 'coder', path: at('.hermes/profiles/coder/state.db') },
  ])
  expect(() => allHistories(machine({ HERMES_HOME: '~/else' }))).toThrow(/Looked for/)
})

it('templates lie in the folder of the profile', () => {
  expect(hermesFolder(null, machine())).toBe(at('.hermes'))
  write('.hermes/active_profile', 'coder')
  expect(hermesFolder(null, machine())).toBe(at('.hermes/profiles/coder'))
  expect(hermesFolder('default', machine())).toBe(at('.hermes'))
  expect(hermesFolder(null, machine({ HERMES_HOME: '~/else' }))).toBe(at('else'))
})

it('sources are named after profiles, and never two alike', () => {
  const long = 'a'.repeat(40)
  expect([...sourcesOf(['default', 'a_b', 'a-b', 'a-b-2', long, `${long}b`])]).toEqual([
    ['default', 'default'],
    ['a-b', 'a-b'],
    ['a-b-2', 'a-b-2'],
    ['a_b', 'a-b-3'],
    [long, 'a'.repeat(32)],
    [`${long}b`, `${'a'.repeat(30)}-2`],
  ])
})
