import type { Achievement } from '../contract/achievements.ts'
import type { Identity } from '../contract/identity.ts'
import { SHARE_SIZE } from '../render/share-picture.ts'
import { xmlText } from '../render/xml.ts'
import { namedPage } from '../ui/named-page.ts'
import { badgeSentence } from '../ui/share.ts'
import type { Urls } from '../urls.ts'

/** What a site shows if the URL of a profile or of one of its badges is posted there. Sizes in CSS pixels. */
export interface OEmbedCard {
  handle: string
  identity?: Identity | undefined
  unlocked: number
  total: number
  /** Null for the profile itself. Never a hidden one. */
  badge: Achievement | null
  site: Urls
  maxWidth: number | undefined
  maxHeight: number | undefined
}

/** How long consumers may cache it. Unit: seconds. */
const CACHE_SECONDS = 3600

/**
 * Returns a page as oEmbed 1.0 (https://oembed.com, section 2.3.4.1): type `photo`, a PNG. Of `rich`, WordPress keeps
 * nothing but frames. The picture may be larger than the size at which it is to be shown, for dense screens.
 */
export function oEmbed({ handle, identity, unlocked, total, badge, site, maxWidth, maxHeight }: OEmbedCard) {
  const picture = site.image(handle, 'og.png', { achievement: badge?.id })
  const name = namedPage(handle, identity)
  const { width, height } = SHARE_SIZE
  const share = Math.min(1, (maxWidth ?? width) / width, (maxHeight ?? height) / height)
  const shown = {
    width: Math.max(1, Math.floor(width * share)),
    height: Math.max(1, Math.floor(height * share)),
  }
  return {
    version: '1.0',
    type: 'photo',
    title: badge ? badgeSentence(handle, badge) : `${name}: ${unlocked} of ${total} achievements unlocked`,
    author_name: name,
    author_url: site.profile(handle),
    provider_name: 'Laurel',
    provider_url: site.root,
    cache_age: CACHE_SECONDS,
    url: picture,
    ...shown,
    thumbnail_url: picture,
    thumbnail_width: shown.width,
    thumbnail_height: shown.height,
  }
}

/** Returns the same as XML (section 2.3.5). */
export function oEmbedXml(answer: ReturnType<typeof oEmbed>): string {
  const fields = Object.entries(answer).map(([name, value]) => `<${name}>${xmlText(String(value))}</${name}>`)
  return `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>${fields.join('')}</oembed>\n`
}
