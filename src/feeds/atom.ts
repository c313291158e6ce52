import { xmlText } from '../render/xml.ts'
import { isoMoment } from '../ui/dates.ts'
import { entryTitle, type UnlockEntry, unlockEntries } from '../ui/unlock-entries.ts'
import { FEED_ENTRIES, type FeedSource } from './feed-source.ts'

/** What a profile has earned, as an Atom feed (RFC 4287). */
export function atomFeed(source: FeedSource): string {
  const { profileId, handle, createdAt, view, origin } = source
  const entries = unlockEntries(view, FEED_ENTRIES)
  const page = `${origin}/@${handle}`
  const lines = [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `<id>urn:uuid:${xmlText(profileId)}</id>`,
    `<title>${xmlText(`Achievements of @${handle}`)}</title>`,
    `<updated>${isoMoment(entries[0]?.at ?? createdAt)}</updated>`,
    `<author><name>${xmlText(`@${handle}`)}</name><uri>${xmlText(page)}</uri></author>`,
    `<link rel="alternate" type="text/html" href="${xmlText(page)}"/>`,
    `<link rel="self" type="application/atom+xml" href="${xmlText(`${page}/feed.atom`)}"/>`,
    `<icon>${xmlText(`${origin}/favicon.svg`)}</icon>`,
    ...entries.map((entry) => atomEntry(entry, source)),
    '</feed>',
  ]
  return `${lines.join('\n')}\n`
}

function atomEntry(entry: UnlockEntry, { profileId, handle, origin }: FeedSource): string {
  const { achievement, tier, at } = entry
  const page = `${origin}/@${handle}#badge-${achievement.id}`
  // Each tier is an entry of its own, and stays the same one for ever.
  const id = `urn:uuid:${profileId}#${achievement.id}-${tier ?? 'unlocked'}`
  return [
    '<entry>',
    `<id>${xmlText(id)}</id>`,
    `<title>${xmlText(entryTitle(entry))}</title>`,
    `<updated>${isoMoment(at)}</updated>`,
    `<published>${isoMoment(at)}</published>`,
    `<link rel="alternate" type="text/html" href="${xmlText(page)}"/>`,
    `<category term="${xmlText(achievement.category)}"/>`,
    `<summary>${xmlText(`${achievement.description} ${achievement.criteria}`)}</summary>`,
    '</entry>',
  ].join('\n')
}
