import { describe, expect, it } from 'vitest'
import { readArguments } from '../../src/cli/arguments.ts'
import { TimeZoneSchema } from '../../src/contract/profiles.ts'
import { isTimeZone } from '../../src/engine/time-zone.ts'

const ZONES = ['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'Asia/Calcutta', 'Etc/GMT+5', 'europe/berlin']
const NO_ZONES = [
  '+05:30',
  '-05:30',
  '+0530',
  '-05',
  '+00:00',
  '−05:30',
  '05:30',
  'Mars/Olympus',
  'Europe',
  '',
]

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
