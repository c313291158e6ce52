import { describe, expect, it } from 'vitest'
import { localDetails } from '../../src/browser/local-details.tsx'
import type { SessionListItem } from '../../src/contract/sessions.ts'
import type { Checkpoint } from '../../src/scan/checkpoint.ts'
import { fragmentOf, type LocalPlaceName, placeIn } from '../../src/ui/local-place.ts'
import lists from '../golden/history.sessions.expected.json'
import { goldenReports } from '../sessions/insights/golden.ts'
import { record } from '../sessions/list/records.ts'
import { golden } from '../snapshot/histories.ts'
import { scannedHere } from './scanned-here.ts'

const SEEN = { timeZone: 'UTC', now: 1_750_300_000 }
const { scanned } = await scannedHere(golden('history'))

const shown = (fragment: string, history: readonly Checkpoint[] = scanned) =>
  localDetails(history, placeIn(fragment), SEEN)
const textOf = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
const idsIn = (html: string) => Array.from(html.matchAll(/data-session="([^"]*)"/g), ([, id]) => id)
const hrefsIn = (html: string) => Array.from(html.matchAll(/(?:href|action)="([^"]*)"/g), ([, href]) => href)

describe('the fragment of a place', () => {
  it.each<[LocalPlaceName, Record<string, string | null>, string]>([
    ['badges', {}, '#/badges'],
    ['sessions', { q: 'a & b', page: null, sort: '' }, '#/sessions?q=a+%26+b'],
    ['insights', { days: 'all', source: 'cli' }, '#/insights?days=all&source=cli'],
    ['wrapped', { period: '2025-06' }, '#/wrapped?period=2025-06'],
  ])('of %s with %j leads back to it', (name, query, fragment) => {
    expect(fragmentOf(name, query)).toBe(fragment)
    expect(placeIn(fragment)).toEqual({ name, query: fragment.split('?')[1] ?? '' })
  })

  it.each(['', '#', '#badge-let_him_cook', '#/elsewhere?q=1', '#sessions-'])(
    '%j is that of badges',
    (fragment) => {
      expect(placeIn(fragment).name).toBe('badges')
    },
  )
})

describe('the sessions of a history that was read here', () => {
  it('are those that Hermes lists, paged', () => {
    const expected: SessionListItem[] = lists.default
    const pages = [1, 2, 3].map((page) => idsIn(shown(`#/sessions?page=${page}`)))
    expect(pages.flat().slice(0, expected.length).sort()).toEqual(expected.map(({ id }) => id).sort())
    expect(pages[0]).toHaveLength(50)
  })

  it('are searched and sorted without a server', () => {
    const [first] = lists.default
    expect(idsIn(shown(fragmentOf('sessions', { q: first?.id ?? '' })))).toEqual([first?.id])
    expect(textOf(shown('#/sessions?q=nothing-has-this-name'))).toContain('No sessions match.')
    expect(idsIn(shown('#/sessions?sort=tokens'))).not.toEqual(idsIn(shown('#/sessions')))
  })

  it('show the badges that each alone would unlock', () => {
    const html = shown('#/sessions?children=1')
    expect(html.match(/This session alone would unlock/g)).toHaveLength(50)
    expect(html).toContain('href="#badge-')
  })

  it('are shown as text, whatever they say', () => {
    const [checkpoint] = scanned
    if (!checkpoint) throw new Error('There are sessions.')
    const hostile = {
      ...checkpoint,
      record: record('<script>1</script>', { title: '<img src=x>', source: '"><b>' }),
    }
    for (const place of ['#/sessions?children=1', '#/insights?days=all']) {
      expect(shown(place, [hostile])).not.toMatch(/<script>|<img|"><b>/)
    }
  })
})

describe('the insights of a history that was read here', () => {
  it('are Hermes’ own', () => {
    const [golden] = goldenReports
    const html = textOf(localDetails(scanned, placeIn('#/insights?days=all'), SEEN))
    expect(golden?.report.empty).toBe(false)
    expect(html).toContain(`Sessions ${scanned.length} `)
    for (const { model } of golden?.report.models ?? []) expect(html).toContain(model)
  })

  it('say that nothing is in a period, and lead to all', () => {
    const html = localDetails(scanned, placeIn('#/insights?days=7'), { ...SEEN, now: SEEN.now + 9e7 })
    expect(textOf(html)).toContain('No sessions in the last 7 days.')
    expect(html).toContain('href="#/insights?days=all"')
  })
})

it.each(['#/sessions', '#/sessions?q=none', '#/sessions?page=9', '#/insights', '#/insights?days=all'])(
  '%s leads to nothing on a server',
  (fragment) => {
    for (const history of [scanned, []]) {
      expect(hrefsIn(shown(fragment, history)).filter((href) => !href?.startsWith('#'))).toEqual([])
    }
  },
)

it('says so if a history has no sessions', () => {
  for (const place of ['#/sessions', '#/insights']) {
    expect(textOf(shown(place, []))).toContain('This history has no sessions.')
  }
})
