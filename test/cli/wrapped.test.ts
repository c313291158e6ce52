import { describe, expect, it } from 'vitest'
import { painter } from '../../src/cli/colours.ts'
import { widthOf } from '../../src/cli/terminal-text.ts'
import { storyText } from '../../src/cli/wrapped-command.ts'
import { countedLocally } from '../../src/view/local-view.ts'
import { storyOf } from '../../src/wrapped/story.ts'
import { madeStory } from '../pages/made-stories.ts'
import { scannedHere } from '../pages/scanned-here.ts'
import { golden } from '../snapshot/histories.ts'
import { useLaurel } from './laurel.ts'

const laurel = useLaurel()

describe('laurel wrapped', () => {
  it('--json prints the story of a month', async () => {
    const { scanned } = await scannedHere(golden('history'))
    const records = scanned.flatMap(({ record }) => record ?? [])
    const stats = scanned.map((one) => one.stats)
    const { items: badges } = countedLocally(stats, 'Asia/Tokyo', 1_751_500_000)
    const facts = { badges, provenance: 'none', favourites: 'names', timeZone: 'Asia/Tokyo' } as const
    const expected = storyOf(records, { year: 2025, month: 6 }, { ...facts, now: 1_751_500_000 })
    const args = ['wrapped', '2025-06', laurel.golden('history'), '--json', '--timezone', 'Asia/Tokyo']
    const { status, stdout, stderr } = await laurel.run(args)
    expect([status, stderr]).toEqual([0, ''])
    expect(JSON.parse(stdout)).toEqual({ ...expected, made_at: expect.any(Number) })
  })

  it('says so when there is nothing to tell', async () => {
    const { status, stdout } = await laurel.run(['wrapped', '1999', laurel.golden('history')])
    expect([status, stdout.trim()]).toEqual([0, 'Nothing to tell of 1999.'])
    const json = await laurel.run(['wrapped', '1999', laurel.golden('history'), '--json'])
    expect(json.stdout).toBe('null\n')
  })

  it.each([[[]], [['2025-13']], [['state.db']], [['1969']]])('refuses %j', async (words) => {
    const { status, stderr } = await laurel.run(['wrapped', ...words])
    expect(status).toBe(2)
    expect(stderr).toContain('Give a year or a month, such as 2026 or 2026-11.')
    expect(stderr).toContain('laurel wrapped --help')
  })

  it.each([30, 60, 80, 200])('prints lines no wider than a terminal of %i columns', (columns) => {
    const story = madeStory()
    for (const card of story.cards) if (card.kind === 'favourites') card.tools.pop()
    const text = storyText(story, { columns, paint: painter('none') })
    for (const line of text.split('\n')) expect(widthOf(line), line).toBeLessThanOrEqual(columns)
    expect(text).toContain('2026, until 21 September')
  })
})
