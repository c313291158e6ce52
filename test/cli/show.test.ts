import { stripVTControlCharacters } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { badgeText } from '../../src/cli/badge-text.ts'
import { painter } from '../../src/cli/colours.ts'
import { payloadOf, type ScanPayload } from '../../src/cli/payload.ts'
import { badgeNamed } from '../../src/cli/show-command.ts'
import { CATALOG } from '../../src/engine/catalog.ts'
import { analysed } from '../engine/golden.ts'
import { useLaurel } from './laurel.ts'

const laurel = useLaurel()

const META = {
  mode: 'full' as const,
  sessions_total: 110,
  sessions_rescanned: 110,
  sessions_reused: 0,
  sessions_scanned_so_far: 110,
  sessions_expected_total: 110,
}

describe('laurel show', () => {
  it('tells what counts, the progress, the tiers, and when each was reached', async () => {
    const args = ['show', 'Subagent Commander', laurel.golden('history'), '--timezone', 'UTC']
    const { status, stdout, stderr } = await laurel.run(args)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toBe(`
  ● Subagent Commander  Copper
    Why do it yourself when you can brief a smaller you?

  Category     Agent Autonomy
  What counts  Calls of the tool that delegates a task to another agent, over
               all sessions.
  Progress     36 of 40, 4 more delegated tasks to Silver
  Unlocked     2025-06-16 05:44

  Tiers
  ● Copper        5  2025-06-16
  ○ Silver       40
  ○ Gold        100
  ○ Diamond   1,000
  ○ Olympian  5,000

`)
  })

  it('prints the badge of laurel scan as JSON', async () => {
    const history = [laurel.golden('history'), '--timezone', 'UTC', '--json']
    const scan: ScanPayload = JSON.parse((await laurel.run(['scan', ...history])).stdout)
    const badge = JSON.parse((await laurel.run(['show', 'toolchain_maxxer', ...history])).stdout)
    expect(badge).toEqual({
      ...scan.achievements.find(({ id }) => id === 'toolchain_maxxer'),
      recorded_at: expect.any(Number),
      tier_history: expect.any(Array),
    })
  })

  it('says that there is no such badge, and which it may be', async () => {
    const show = (badge: string) => laurel.run(['show', badge, laurel.golden('history')])
    expect(await show('nonsense')).toEqual({
      status: 1,
      stdout: '',
      stderr: 'laurel: There is no badge “nonsense”. “laurel scan --table” lists all badges.\n',
    })
    expect((await show('skill')).stderr).toContain(
      'Did you mean “Skillsmith” or “Skill Issue? Skill Created.”?',
    )
    expect((await laurel.run(['show'])).status).toBe(2)
  })
})

describe('a badge', () => {
  let history: ScanPayload
  let nothing: ScanPayload
  beforeAll(async () => {
    history = payloadOf(await analysed('history'), META, { timeZone: 'UTC', now: 0 })
    nothing = payloadOf([], { ...META, sessions_total: 0 }, { timeZone: 'UTC', now: 0 })
  })

  it.each([
    ['let_him_cook', 'Let Him Cook'],
    ['LET HIM COOK', 'Let Him Cook'],
    ['let-him-cook', 'Let Him Cook'],
    ['permission denied any', 'Permission Denied Any%'],
    ['cook', 'Let Him Cook'],
  ])('is found by %s', (given, name) => {
    expect(badgeNamed(given, history.achievements).name).toBe(name)
  })

  it('that is still secret is found by neither id nor name', () => {
    const secrets = CATALOG.filter(({ secret }) => secret)
    expect(secrets.length).toBeGreaterThan(3)
    for (const { id, name } of secrets)
      for (const given of [id, name, '???', ''])
        expect(() => badgeNamed(given, nothing.achievements)).toThrow(/There is no badge/)
  })

  it.each([40, 60, 80, 120])('keeps within %i columns, with colours too', (columns) => {
    for (const item of history.achievements) {
      const text = badgeText(item, history.aggregate, {
        columns,
        paint: painter('extended'),
        timeZone: 'UTC',
      })
      const lines = stripVTControlCharacters(text).split('\n')
      expect(Math.max(...lines.map((line) => line.length)), item.name).toBeLessThanOrEqual(
        Math.max(columns, 52),
      )
      expect(text).not.toContain('undefined')
    }
  })

  it('without tiers tells its conditions', () => {
    const item = badgeNamed('full_send', history.achievements)
    const text = badgeText(item, history.aggregate, { columns: 80, paint: painter('none'), timeZone: 'UTC' })
    expect(text).toContain('\n  Conditions\n  ○ 2 of 180 terminal calls in one session\n')
  })
})
