import { describe, expect, it } from 'vitest'
import { badgesIn } from '../../src/ui/session-badges.tsx'
import { listOf, PAGE_ROWS, queryOf, sessionsQueryIn } from '../../src/ui/sessions/query.ts'
import { everyKind, listedSession } from './made-sessions.ts'
import { sessionsPage } from './owner-pages.tsx'

const textOf = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
const parsed = (query: string) => sessionsQueryIn(new URLSearchParams(query))
const rowOf = (html: string, id: string) =>
  html.split('<li class="session"').find((row) => row.includes(id)) ?? ''

describe('what the page of sessions is asked for', () => {
  it('comes back as the address that it came from', () => {
    const query = 'q=fix+it&sort=tokens&history=laptop&platform=cli&children=1&archived=1&page=3&open=s1'
    const { open: _, ...kept } = queryOf(parsed(query))
    const again = new URLSearchParams(
      Object.entries(kept).flatMap(([name, value]) => (value ? [[name, value]] : [])),
    )
    expect(`${again}&open=s1`).toBe(query)
  })

  it.each([
    '',
    'q=+&sort=sideways&page=0&children=perhaps',
    'page=-1',
    'page=1.5',
    'page=1e300',
    'history=&platform=',
  ])('is the newest conversations of all histories for %j', (query) => {
    expect(listOf(parsed(query))).toEqual({
      order: 'started_at',
      q: null,
      source: null,
      excludeSources: [],
      includeChildren: false,
      archived: false,
      limit: PAGE_ROWS,
      offset: 0,
      history: null,
      all: true,
    })
  })

  it('is a page of one history when that is named', () => {
    expect(listOf(parsed('history=laptop&page=2'))).toMatchObject({
      history: 'laptop',
      all: false,
      offset: PAGE_ROWS,
    })
  })
})

describe('a row of sessions', () => {
  const html = sessionsPage()

  it('has its figures, dated where the profile lives', () => {
    const text = textOf(rowOf(html, 'Title of s2'))
    expect(text).toContain('Title of s2 Beginning of s2 cli model-one')
    // 1_790_000_000 - 7200 is 12:13:20 in UTC.
    expect(text).toMatch(/Started 21 Sept? 2026, 14:13/)
    expect(text).toContain('Duration 1h Messages 1,234 Tool calls 56 Tokens 78.9K Cost $0.25 Ended closed')
  })

  it('says what goes on, and what it is of', () => {
    expect(textOf(rowOf(html, 'web-1'))).toContain('Streaming')
    expect(textOf(rowOf(html, 'web-2'))).toContain('Waiting for a reply')
    expect(textOf(rowOf(html, 'Title of s1'))).toContain('continued after compaction')
    expect(textOf(rowOf(html, 'Title of s2'))).toMatch(/follows another session .* Parent s1/)
    expect(textOf(html)).toContain('1 session is streaming.')
    expect(textOf(rowOf(sessionsPage('children=1'), 'Title of s2'))).toContain('has a parent')
  })

  it('says that it is archived or hidden, where such are asked for', () => {
    const sessions = [
      listedSession('put-away', { archived: true }),
      listedSession('kept-out', { hidden: true }),
    ]
    const page = sessionsPage('archived=1', { list: { ...everyKind(), sessions } })
    expect(textOf(rowOf(page, 'Title of put-away'))).toContain('archived')
    expect(textOf(rowOf(page, 'Title of kept-out'))).toContain('hidden')
    expect(page).toMatch(/<input id="sessions-archived"[^>]* checked/)
    expect(sessionsPage()).not.toMatch(/<input id="sessions-archived"[^>]* checked/)
  })

  it('is called by how it begins where it has no title, and has a dash for what is not known', () => {
    expect(rowOf(html, 'Beginning of s3')).toContain('<h2>Beginning of s3</h2>')
    expect(textOf(rowOf(html, 'session-default-s4'))).toMatch(
      /Untitled .* Started – Duration – Messages – Tool calls – Tokens – Cost –/,
    )
  })

  it('can be renamed where it is reported live, and nowhere else', () => {
    expect(rowOf(html, 'web-1')).toContain('method="post" action="/@ada/sessions/web-1/rename"')
    expect(html.match(/\/rename"/g)).toHaveLength(2)
    expect(sessionsPage('history=default')).not.toContain('/rename"')
  })

  it('unfolds its badges by an address of its own', () => {
    expect(html).toContain('href="/@ada/sessions?open=s1#session-default-s1"')
    const opened = sessionsPage('open=s1', { opened: [{ id: 'one', name: 'The One', tier: 'Gold' }] })
    expect(rowOf(opened, 'Title of s1')).toMatch(/<details[^>]* open/)
    expect(rowOf(opened, 'Title of s1')).toContain('<a href="/@ada/one">The One</a>')
    expect(textOf(rowOf(sessionsPage('open=s1', { opened: [] }), 'Title of s1'))).toContain(
      'would unlock nothing',
    )
    expect(textOf(rowOf(sessionsPage('open=s1'), 'Title of s1'))).toContain(
      'Badges of this session are not known.',
    )
  })

  it('is written as text, whatever a history says', () => {
    const sessions = [listedSession('"><script>x</script>', { title: '<b>bold</b>', preview: '&amp;<i>' })]
    const page = sessionsPage('q=%22%3E%3Cscript%3E', { list: { ...everyKind(), sessions } })
    expect(page).not.toMatch(/<script>|<b>|<i>/)
  })
})

describe('the page of sessions', () => {
  it('says how many there are, and which of them are shown', () => {
    expect(textOf(sessionsPage('page=2'))).toContain('51–57 of 120 conversations')
  })

  it('leads to the pages around, and keeps what was asked', () => {
    const html = sessionsPage('page=2&q=fix&sort=cost')
    expect(html).toContain('rel="prev" href="/@ada/sessions?q=fix&amp;sort=cost&amp;page=1"')
    expect(html).toContain('rel="next" href="/@ada/sessions?q=fix&amp;sort=cost&amp;page=3"')
    expect(sessionsPage('page=3')).not.toContain('rel="next"')
  })

  it('has all that was asked in its form', () => {
    const html = sessionsPage('q=fix&sort=cost&platform=gone&history=laptop&children=1')
    for (const choice of ['cost', 'gone', 'laptop'])
      expect(html).toContain(`<option value="${choice}" selected`)
    expect(html).toMatch(/name="q" type="search" value="fix"/)
    expect(html).toMatch(/name="children" type="checkbox" value="1" checked/)
  })

  it.each([
    ['', 0, 'No sessions yet.'],
    ['q=none', 0, 'No sessions match.'],
    ['platform=cron', 0, 'No sessions match.'],
    ['page=9', 120, 'This page is past the end of the list.'],
  ])('without rows for %j says why', (query, total, words) => {
    const html = sessionsPage(query, { list: { ...everyKind(), sessions: [], total, unlisted: 0 } })
    expect(textOf(html)).toContain(words)
    expect(html).not.toMatch(/id="no-sessions"[^>]* hidden/)
    expect(html).not.toContain('id="unlisted"')
  })

  it('without rows says once that only counts were published', () => {
    const nothing = { ...everyKind(), sessions: [], total: 0, platforms: [], unlisted: 110 }
    const html = sessionsPage('', { list: nothing })
    expect(textOf(html)).toContain('Of 110 sessions, only the counts were published.')
    expect(html).toMatch(/id="no-sessions"[^>]* hidden/)
    expect(textOf(html)).not.toContain('No sessions yet.')
    expect(html).not.toContain('<form class="session-find"')
    expect(sessionsPage('q=none', { list: nothing })).toContain('<form class="session-find"')
  })
})

describe('the badges that an answer holds', () => {
  it('are those that are whole, and a tier that there is none of is none', () => {
    const one = { id: 'one', name: 'One', tier: 'Gold', progress: 5 }
    expect(badgesIn([one, { ...one, tier: 'Tin' }, { id: 'two' }, null, 'text'])).toEqual([
      { id: 'one', name: 'One', tier: 'Gold' },
      { id: 'one', name: 'One', tier: null },
    ])
    expect(badgesIn('text')).toEqual([])
  })
})
