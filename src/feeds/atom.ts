import { xmlText } from '../render/xml.ts'
import { isoMoment } from '../ui/dates.ts'
import { namedPage } from '../ui/named-page.ts'
import { type FeedEntry, feedEntries } from './feed-entries.ts'
import type { FeedSource } from './feed-source.ts'

/** Returns what a profile has earned, as an Atom feed (RFC 4287). */
export async function atomFeed(source: FeedSource): Promise<string> {
  const { profileId, handle, createdAt, view, site } = source
  const name = namedPage(handle, view.identity)
  const entries = await feedEntries(source)
  const page = site.profile(handle)
  const lines = [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `<id>urn:uuid:${xmlText(profileId)}</id>`,
    `<title>${xmlText(`Achievements of ${name}`)}</title>`,
    `<updated>${entries[0]?.updated ?? isoMoment(createdAt)}</updated>`,
    `<author><name>${xmlText(name)}</name><uri>${xmlText(page)}</uri></author>`,
    `<link rel="alternate" type="text/html" href="${xmlText(page)}"/>`,
    `<link rel="self" type="application/atom+xml" href="${xmlText(site.feed(handle, 'atom'))}"/>`,
    `<icon>${xmlText(site.asset('favicon.svg'))}</icon>`,
    ...entries.map((entry) => atomEntry(entry, source)),
    '</feed>',
  ]
  return `${lines.join('\n')}\n`
}

function atomEntry(entry: FeedEntry, { handle, site }: FeedSource): string {
  const href = entry.achievement === null ? site.profile(handle) : site.badgeOnPage(handle, entry.achievement)
  return [
    '<entry>',
    `<id>${xmlText(entry.id)}</id>`,
    `<title>${xmlText(entry.title)}</title>`,
    `<updated>${entry.updated}</updated>`,
    `<published>${isoMoment(entry.earnedAt)}</published>`,
    `<link rel="alternate" type="text/html" href="${xmlText(href)}"/>`,
    ...entry.tags.map((tag) => `<category term="${xmlText(tag)}"/>`),
    `<summary>${xmlText(entry.text)}</summary>`,
    '</entry>',
  ].join('\n')
}
