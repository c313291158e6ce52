import { describe, expect, it } from 'vitest'
import { readArguments } from '../../src/cli/arguments.ts'
import { TimeZoneSchema } from '../../src/contract/profiles.ts'
import { isTimeZone } from '../../src/engine/time-zone.ts'
import { hasClocks } from '../../src/engine/zone-clocks.ts'
import { NO_ZONES, ZONES } from './zone-names.ts'

const takenByTheCommandLine = (name: string) => {
  try {
    readArguments(['scan', 'state.db', `--timezone=${name}`])
    return true
  } catch {
    return false
  }
}

describe.each([
  ['isTimeZone', isTimeZone],
  ['the API and the forms of pages', (name: string) => TimeZoneSchema.safeParse(name).success],
  ['the command line', takenByTheCommandLine],
])('%s', (_, takes) => {
  it.each(ZONES)('takes the zone %s', (name) => {
    expect(takes(name)).toBe(true)
  })

  it.each(NO_ZONES)('refuses “%s”, which names no zone', (name) => {
    expect(takes(name)).toBe(false)
  })
})

it('every zone that this runtime offers is taken', () => {
  const offered = Intl.supportedValuesOf('timeZone')
  expect(offered.length).toBeGreaterThan(400)
  expect(offered.filter((name) => !isTimeZone(name))).toEqual([])
})

it('a zone is known to a runtime if that has its clocks', () => {
  expect(ZONES.map(hasClocks)).not.toContain(false)
  expect(hasClocks('Mars/Olympus')).toBe(false)
})
