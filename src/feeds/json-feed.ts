import { isoMoment } from '../ui/dates.ts'
import { entryTitle, unlockEntries } from '../ui/unlock-entries.ts'
import { FEED_ENTRIES, type FeedSource } from './feed-source.ts'

/** What a profile has earned, as a JSON Feed (https://jsonfeed.org/version/1.1). */
export function jsonFeed({ profileId, handle, view, origin }: FeedSource) {
  const page = `${origin}/@${handle}`
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: `Achievements of @${handle}`,
    home_page_url: page,
    feed_url: `${page}/feed.json`,
    favicon: `${origin}/favicon.svg`,
    authors: [{ name: `@${handle}`, url: page }],
    language: 'en',
    items: unlockEntries(view, FEED_ENTRIES).map((entry) => {
      const { achievement, tier, at } = entry
      return {
        id: `urn:uuid:${profileId}#${achievement.id}-${tier ?? 'unlocked'}`,
        url: `${page}#badge-${achievement.id}`,
        title: entryTitle(entry),
        content_text: `${achievement.description} ${achievement.criteria}`,
        date_published: isoMoment(at),
        tags: [achievement.category, ...(tier === null ? [] : [tier])],
      }
    }),
  }
}
