import type { Achievement, AchievementsPayload } from '../contract/achievements.ts'
import { t } from '../language/language.ts'
import { type Urls, withinHost } from '../urls.ts'
import { calendarDay } from './dates.ts'
import { embedCode } from './embed.ts'
import type { Score } from './score.ts'

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
  return {
    title: `@${handle}`,
    text: pageSentence(handle, view, { tier: score.highest?.tier, mine }),
    url: site.profile(handle),
    markdown: embedCode(site, handle, auto).markdown,
    pictures: [
      picture(t('Story picture'), '1080 × 1920', site.image(handle, 'story.png'), `${handle}-story.png`),
      picture(t('Card picture'), '1200 × 630', site.image(handle, 'og.png'), `${handle}-card.png`),
    ],
  }
}

/** A handle with its `@` would name somebody else on most sites. */
function pageSentence(
  handle: string,
  {
    unlocked_count: unlocked,
    total_count: total,
  }: Pick<AchievementsPayload, 'unlocked_count' | 'total_count'>,
  { tier, mine }: { tier: string | null | undefined; mine: boolean },
): string {
  const counts = { unlocked, total }
  if (mine) {
    return tier
      ? t('My Hermes agent unlocked {unlocked} of {total} achievements, up to {tier}.', { ...counts, tier })
      : t('My Hermes agent unlocked {unlocked} of {total} achievements.', counts)
  }
  return tier
    ? t('The Hermes agent of {handle} unlocked {unlocked} of {total} achievements, up to {tier}.', {
        ...counts,
        handle,
        tier,
      })
    : t('The Hermes agent of {handle} unlocked {unlocked} of {total} achievements.', { ...counts, handle })
}

/** Returns a sentence about a badge, earned or not: `@ada earned Let Him Cook in Gold.` */
export function badgeSentence(
  handle: string,
  { name, tier, unlocked }: Pick<Achievement, 'name' | 'tier' | 'unlocked'>,
): string {
  const named = { handle: `@${handle}`, badge: name }
  if (!unlocked) return t('{handle} is working on {badge}.', named)
  return tier === null
    ? t('{handle} earned {badge}.', named)
    : t('{handle} earned {badge} in {tier}.', { ...named, tier })
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
    text: earnedSentence(handle, { badge: name, tier, mine }),
    url,
    markdown: `[![${title}](${site.image(handle, 'badge.svg', { achievement: id })})](${url})`,
    pictures: [
      picture(t('Picture'), '1200 × 630', site.image(handle, 'og.png', { achievement: id }), `${id}.png`),
    ],
    certificate,
  }
}

function earnedSentence(
  handle: string,
  { badge, tier, mine }: { badge: string; tier: string | null; mine: boolean },
): string {
  if (mine) {
    return tier === null
      ? t('My Hermes agent earned {badge}.', { badge })
      : t('My Hermes agent earned {badge} in {tier}.', { badge, tier })
  }
  return tier === null
    ? t('The Hermes agent of {handle} earned {badge}.', { handle, badge })
    : t('The Hermes agent of {handle} earned {badge} in {tier}.', { handle, badge, tier })
}

function picture(label: string, size: string, url: string, file: string) {
  return { label, size, href: withinHost(url), file }
}

/** Spaces are written as `%20`: not every site reads `+` as one. */
function link(page: string, fields: Readonly<Record<string, string>>): string {
  return `${page}?${new URLSearchParams(fields).toString().replaceAll('+', '%20')}`
}
