import { isoMoment } from '../ui/dates.ts'
import { namedPage } from '../ui/named-page.ts'
import { feedEntries } from './feed-entries.ts'
import type { FeedSource } from './feed-source.ts'

/** Returns what a profile has earned, as a JSON Feed (https://jsonfeed.org/version/1.1). */
export async function jsonFeed(source: FeedSource) {
  const { handle, view, site } = source
  const name = namedPage(handle, view.identity)
  const entries = await feedEntries(source)
  const page = site.profile(handle)
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: `Achievements of ${name}`,
    home_page_url: page,
    feed_url: site.feed(handle, 'json'),
    favicon: site.asset('favicon.svg'),
    authors: [{ name, url: page }],
    language: 'en',
    items: entries.map((entry) => ({
      id: entry.id,
      url: entry.achievement === null ? page : site.badgeOnPage(handle, entry.achievement),
      title: entry.title,
      content_text: entry.text,
      date_published: isoMoment(entry.earnedAt),
      date_modified: entry.updated,
      tags: entry.tags,
    })),
  }
}
