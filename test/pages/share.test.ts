import { describe, expect, it } from 'vitest'
import { scoreOf } from '../../src/ui/score.ts'
import { certificateLink, postLinks, sharedBadge, sharedPage } from '../../src/ui/share.ts'
import { urls } from '../../src/urls.ts'
import { histories, profilePage } from './every-page.tsx'
import { open, unlocked, viewOf } from './made-views.ts'

const SITE = urls({ origin: 'https://laurel.example', base: '/sub' })
const URL_OF_PAGE = 'https://laurel.example/sub/@ada'
const view = viewOf([unlocked('one', 'Gold'), open('two')])
const page = (mine = true) => sharedPage(SITE, 'ada', view, { score: scoreOf(view), mine })

describe('what is shared of a page', () => {
  it('is its link, a sentence that names nobody of another site, Markdown, and both pictures', () => {
    expect(page()).toEqual({
      title: '@ada',
      text: 'My Hermes agent unlocked 1 of 2 achievements, up to Gold.',
      url: URL_OF_PAGE,
      markdown: `[![Achievements of @ada on Laurel](${URL_OF_PAGE}/card.svg?theme=auto)](${URL_OF_PAGE})`,
      pictures: [
        {
          label: 'Story picture',
          size: '1080 × 1920',
          href: '/sub/@ada/story.png',
          file: 'ada-story.png',
        },
        { label: 'Card picture', size: '1200 × 630', href: '/sub/@ada/og.png', file: 'ada-card.png' },
      ],
    })
    expect(page(false).text).toBe('The Hermes agent of ada unlocked 1 of 2 achievements, up to Gold.')
  })

  it('goes to other sites with its text and its link, whatever characters they have', () => {
    const text = 'Ünlocked 50 % & more + “this”'
    const links = postLinks({ title: '', text, url: URL_OF_PAGE })
    const fields = Object.fromEntries(
      links.map(({ site, href }) => [site, Object.fromEntries(new URL(href).searchParams)]),
    )
    expect(fields).toEqual({
      X: { text, url: URL_OF_PAGE },
      Bluesky: { text: `${text} ${URL_OF_PAGE}` },
      LinkedIn: { url: URL_OF_PAGE },
    })
    for (const { href } of links) expect(href).toMatch(/^https:\/\/[^+]*$/)
  })
})

describe('what is shared of a badge', () => {
  const certificate = {
    name: 'Name of one: Gold',
    issuer: 'Laurel at laurel.example',
    since: Date.UTC(2026, 0, 31, 23, 30) / 1000,
    timeZone: 'Europe/Berlin',
    id: 'urn:uuid:1',
  }

  it('is its page, its picture, and Markdown that shows it', () => {
    const badge = { id: 'one', name: 'One', tier: null }
    expect(sharedBadge(SITE, 'ada', badge, { mine: false })).toEqual({
      title: 'One',
      text: 'The Hermes agent of ada earned One.',
      url: `${URL_OF_PAGE}/one`,
      markdown: `[![One](${URL_OF_PAGE}/badge.svg?achievement=one)](${URL_OF_PAGE}/one)`,
      pictures: [
        {
          label: 'Picture',
          size: '1200 × 630',
          href: '/sub/@ada/og.png?achievement=one',
          file: 'one.png',
        },
      ],
      certificate: undefined,
    })
    expect(sharedBadge(SITE, 'ada', { ...badge, tier: 'Gold' }, { mine: true })).toMatchObject({
      title: 'One: Gold',
      text: 'My Hermes agent earned One in Gold.',
    })
  })

  it('goes to a LinkedIn profile with name, issuer, address, id, and the month of its zone', () => {
    const { searchParams } = new URL(certificateLink(certificate, `${URL_OF_PAGE}/one`))
    expect(Object.fromEntries(searchParams)).toEqual({
      startTask: 'CERTIFICATION_NAME',
      name: 'Name of one: Gold',
      organizationName: 'Laurel at laurel.example',
      issueYear: '2026',
      issueMonth: '2',
      certUrl: `${URL_OF_PAGE}/one`,
      certId: 'urn:uuid:1',
    })
  })
})

describe('a page to share', () => {
  const buttons = (html: string) => html.match(/<button[^>]* data-share/g)?.length ?? 0

  it('has the button in its summary and in the celebration, and one panel, which names other sites only in links', () => {
    const html = profilePage()
    expect(buttons(html)).toBe(2)
    expect(html.match(/id="share"/g)).toHaveLength(1)
    expect(html).toContain('download="ada-story.png"')
    expect(html).not.toMatch(/(?:src|action)="https?:/)
  })

  it('has neither if nobody else can open it, and no button in its summary before anything is earned', () => {
    const profile = { handle: 'ada', time_zone: 'UTC', visibility: 'private' as const }
    const hidden = profilePage({ profile, sources: histories() })
    expect(buttons(hidden)).toBe(0)
    expect(hidden).not.toContain('id="share"')
    expect(buttons(profilePage({ view: viewOf([open('two')]) }))).toBe(1)
  })
})
