import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { painter } from '../../src/cli/colours.ts'
import { sessionsTable } from '../../src/cli/sessions-table.ts'
import { widthOf } from '../../src/cli/terminal-text.ts'
import type { SessionListItem } from '../../src/contract/sessions.ts'
import { inOneOrder } from '../sessions/list/golden-lists.ts'
import { listed, sessionList } from '../sessions/list/records.ts'
import { TODAY_LISTS } from '../sessions/list/today.ts'
import { useLaurel } from './laurel.ts'

const laurel = useLaurel()
const expected: Record<string, SessionListItem[]> = JSON.parse(
  readFileSync(new URL('../golden/history.sessions.expected.json', import.meta.url), 'utf8'),
)

describe('laurel sessions', () => {
  it.each([
    ['default', []],
    ['all_children', ['--include-children']],
    ['by_last_active', ['--order', 'last_active', '--limit', '20']],
    ['source_cli_page2', ['--source', 'cli', '--limit', '10', '--offset', '10']],
    ['exclude_cron_telegram', ['--exclude-sources', 'cron,telegram', '--limit', '15']],
  ])('--json prints the golden list %s', async (name, options) => {
    const { status, stdout, stderr } = await laurel.run([
      'sessions',
      laurel.golden('history'),
      '--json',
      ...options,
    ])
    expect([status, stderr]).toEqual([0, ''])
    expect(JSON.parse(stdout).sessions).toEqual(expected[name])
  })

  // The others are compared without a process of their own, in test/sessions.
  it.each(TODAY_LISTS.filter(({ history }) => history === 'today-next' || history === 'today-edges'))(
    '--json prints the list $list of $history',
    async ({ history, list, query, expected }) => {
      const options = [...new URLSearchParams(query)].flatMap(([name, value]) =>
        name === 'include_children' ? ['--include-children'] : [`--${name.replaceAll('_', '-')}`, value],
      )
      const { stdout } = await laurel.run([
        'sessions',
        laurel.golden(`today/${history}`),
        '--json',
        ...options,
      ])
      expect(inOneOrder(JSON.parse(stdout).sessions, list)).toEqual(inOneOrder(expected, list))
    },
  )

  it('lists what is archived and hidden where it is asked for', async () => {
    const list = async (...options: string[]) => {
      const { stdout } = await laurel.run([
        'sessions',
        laurel.golden('today/today-edges'),
        '--json',
        ...options,
      ])
      const rows: SessionListItem[] = JSON.parse(stdout).sessions
      return rows
    }
    const [usual, all] = [await list(), await list('--archived')]
    const more = all.filter(({ id }) => !usual.some((row) => row.id === id))
    expect(more.length).toBeGreaterThan(0)
    expect(more.every(({ archived, hidden }) => archived || hidden)).toBe(true)
    expect(usual.some(({ archived, hidden }) => archived || hidden)).toBe(false)
  })

  it('prints a table of fifty, without colours where they are not wanted', async () => {
    const { stdout } = await laurel.run(['sessions', laurel.golden('history'), '--timezone', 'Asia/Tokyo'], {
      env: { NO_COLOR: '1' },
    })
    expect(stdout).not.toContain('\x1b')
    expect(stdout).toContain('101 sessions, 1 to 50 shown')
    expect(stdout).toMatch(/^ {2}2025-06-19 17:49 {2}next us end/m)
    expect(stdout.trimEnd().split('\n')).toHaveLength(54)
  })

  it.each([
    [['--order', 'sideways'], '--order takes'],
    [['--limit', '-1'], '--limit takes a whole number'],
    [['--days', '3'], '“sessions” has no option --days'],
  ])('refuses %j', async (options, problem) => {
    const { status, stderr } = await laurel.run(['sessions', laurel.golden('history'), ...options])
    expect(status).toBe(2)
    expect(stderr).toContain(problem)
    expect(stderr).toContain('laurel sessions --help')
  })

  it('says how it is used', async () => {
    const { stdout } = await laurel.run(['sessions', '--help'])
    expect(stdout).toContain('--exclude-sources LIST')
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  })
})

describe('the table of sessions', () => {
  const sessions = sessionList([
    listed('wide', {
      started_at: 1_750_000_000,
      source: 'telegram',
      title: '调试'.repeat(40),
      input_tokens: 1_234_567,
    }),
    listed('family', {
      started_at: 1_750_000_001,
      source: 'cli',
      preview: `👩‍👩‍👧 ${'é'.repeat(200)}`,
      model: 'x'.repeat(90),
    }),
    listed('hostile', {
      started_at: 9e12,
      title: '\x1b[2Jcleared\u202e\r\nagain',
      estimated_cost_usd: 0.001,
    }),
  ])
  const tableAt = (columns: number, depth: 'none' | 'basic' = 'none') =>
    sessionsTable(
      { sessions, total: 3, offset: 0, order: 'started_at' },
      { columns, paint: painter(depth), timeZone: 'UTC' },
    )

  it.each([40, 60, 80, 92, 100, 120, 200])('is never wider than a terminal of %i columns', (columns) => {
    for (const line of tableAt(columns).split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(columns)
  })

  it.each([40, 80, 120])('shows ids whole in %i columns, long ones too', (columns) => {
    const ids = ['20261112_093625_686cb5', `cron_daily-report-${'x'.repeat(columns)}_20261112`]
    for (const shownIds of [ids.slice(0, 1), ids]) {
      const page = {
        sessions: sessionList(shownIds.map((id) => listed(id, { title: 'T'.repeat(99) }))),
        total: 2,
        offset: 0,
        order: 'started_at' as const,
      }
      const text = sessionsTable(page, { columns, paint: painter('none'), timeZone: 'UTC' })
      for (const id of shownIds) expect(text.split(/\s+/)).toContain(id)
    }
  })

  it('says what is archived or hidden, where such are listed', () => {
    const put = [
      listed('a', { marks: 'archived', title: 'One' }),
      listed('h', { marks: 'hidden', title: 'Two' }),
    ]
    const page = {
      sessions: sessionList(put, { archived: true }),
      total: 2,
      offset: 0,
      order: 'started_at' as const,
    }
    const text = sessionsTable(page, { columns: 80, paint: painter('none'), timeZone: 'UTC' })
    expect(text).toMatch(/One .* archived +a$/m)
    expect(text).toMatch(/Two .* hidden +h$/m)
  })

  it('lets no title move the cursor, colour the screen or turn the text', () => {
    expect(tableAt(120)).toMatch(/ \[2Jcleared again/)
    for (const character of ['\x1b', '\r', '\u202e']) expect(tableAt(120)).not.toContain(character)
    expect(tableAt(120, 'basic')).toContain('\x1b[90m')
  })
})
