import type { Achievement, AchievementsPayload } from '../contract/achievements.ts'
import { type Urls, withinHost } from '../urls.ts'
import { calendarDay } from './dates.ts'
import { embedCode } from './embed.ts'
import type { Score } from './score.ts'
import { grouped } from './wording.ts'

/** What there is to share of a page, and the links that hand it to other sites. No site is asked for anything before. */

export interface Shared {
  /** What is shared, as the heading of its panel: `@ada`. */
  title: string
  /** A sentence about it, without its URL. */
  text: string
  /** Absolute. */
  url: string
  markdown: string
  /** PNGs, in the order of their size. */
  pictures: readonly { label: string; size: string; href: string; file: string }[]
  /** A badge’s, for a list of certificates. */
  certificate?: Certificate | undefined
}

export interface Certificate {
  /** `Let Him Cook: Gold` */
  name: string
  issuer: string
  /** When it was earned. Unix seconds. */
  since: number
  /** IANA name of the zone of the date. */
  timeZone: string
  id: string
}

type Named = Pick<Shared, 'title' | 'text' | 'url'>

/** Returns the pages of other sites that write a post about something. */
export function postLinks({ text, url }: Named): { site: string; href: string }[] {
  return [
    { site: 'X', href: link('https://x.com/intent/post', { text, url }) },
    { site: 'Bluesky', href: link('https://bsky.app/intent/compose', { text: `${text} ${url}` }) },
    { site: 'LinkedIn', href: link('https://www.linkedin.com/sharing/share-offsite/', { url }) },
  ]
}

/**
 * Returns LinkedIn’s form for a certificate, filled in. It leads to the badge’s page: people who follow it see what was
 * earned there, and can get the credential and verify it.
 */
export function certificateLink({ name, issuer, since, timeZone, id }: Certificate, url: string): string {
  const [year = '', month = ''] = calendarDay(since, timeZone).split('-')
  return link('https://www.linkedin.com/profile/add', {
    startTask: 'CERTIFICATION_NAME',
    name,
    organizationName: issuer,
    issueYear: year,
    issueMonth: String(Number(month)),
    certUrl: url,
    certId: id,
  })
}

/** Returns what there is to share of a profile’s page. `mine`: whether its owner shares it. */
export function sharedPage(
  site: Urls,
  handle: string,
  view: Pick<AchievementsPayload, 'unlocked_count' | 'total_count'>,
  { score, mine }: { score: Score; mine: boolean },
): Shared {
  const auto = { kind: 'card', light: 'auto', dark: 'auto', options: {} } as const
  const count = `${grouped(view.unlocked_count)} of ${grouped(view.total_count)} achievements`
  const tier = score.highest?.tier
  return {
    title: `@${handle}`,
    text: `${agentOf(handle, mine)} unlocked ${count}${tier ? `, up to ${tier}` : ''}.`,
    url: site.profile(handle),
    markdown: embedCode(site, handle, auto).markdown,
    pictures: [
      picture('Story picture', '1080 × 1920', site.image(handle, 'story.png'), `${handle}-story.png`),
      picture('Card picture', '1200 × 630', site.image(handle, 'og.png'), `${handle}-card.png`),
    ],
  }
}

/** Returns a sentence about a badge, earned or not: `@ada earned Let Him Cook in Gold.` */
export function badgeSentence(
  handle: string,
  { name, tier, unlocked }: Pick<Achievement, 'name' | 'tier' | 'unlocked'>,
): string {
  if (!unlocked) return `@${handle} is working on ${name}.`
  return `@${handle} earned ${name}${tier === null ? '' : ` in ${tier}`}.`
}

/** Returns what there is to share of an earned badge. */
export function sharedBadge(
  site: Urls,
  handle: string,
  { id, name, tier }: { id: string; name: string; tier: string | null },
  { mine, certificate }: { mine: boolean; certificate?: Certificate | undefined },
): Shared {
  const url = site.badge(handle, id)
  const title = tier === null ? name : `${name}: ${tier}`
  return {
    title,
    text: `${agentOf(handle, mine)} earned ${name}${tier === null ? '' : ` in ${tier}`}.`,
    url,
    markdown: `[![${title}](${site.image(handle, 'badge.svg', { achievement: id })})](${url})`,
    pictures: [
      picture('Picture', '1200 × 630', site.image(handle, 'og.png', { achievement: id }), `${id}.png`),
    ],
    certificate,
  }
}

/** A handle with its `@` would name somebody else on most sites. */
function agentOf(handle: string, mine: boolean): string {
  return mine ? 'My Hermes agent' : `The Hermes agent of ${handle}`
}

function picture(label: string, size: string, url: string, file: string) {
  return { label, size, href: withinHost(url), file }
}

/** Spaces are written as `%20`: not every site reads `+` as one. */
function link(page: string, fields: Readonly<Record<string, string>>): string {
  return `${page}?${new URLSearchParams(fields).toString().replaceAll('+', '%20')}`
}
