import { xmlText } from '../render/xml.ts'
import type { Urls } from '../urls.ts'

/** What a site shows if a profile's URL is posted there. Sizes in CSS pixels. */
export interface OEmbedCard {
  handle: string
  unlocked: number
  total: number
  site: Urls
  maxWidth: number | undefined
  maxHeight: number | undefined
}

/** Only the head of the card, which has the same size for every profile. */
const CARD = { width: 495, height: 206 }
const CARD_QUERY = `?card_width=${CARD.width}&hide=badges,next,updated`
const PICTURE = { width: 1200, height: 630 }
/** How long consumers may cache it. Unit: seconds. */
const CACHE_SECONDS = 3600

/** Returns a profile's card as oEmbed 1.0 (https://oembed.com, section 2.3): type `rich`, a linked picture. */
export function oEmbed({ handle, unlocked, total, site, maxWidth, maxHeight }: OEmbedCard) {
  const page = site.profile(handle)
  const title = `@${handle}: ${unlocked} of ${total} achievements unlocked`
  const share = Math.min(1, (maxWidth ?? CARD.width) / CARD.width, (maxHeight ?? CARD.height) / CARD.height)
  const [width, height] = [Math.floor(CARD.width * share), Math.floor(CARD.height * share)]
  const picture = `<img src="${xmlText(site.image(handle, 'card.svg') + CARD_QUERY)}" alt="${xmlText(title)}" width="${width}" height="${height}">`
  return {
    version: '1.0',
    type: 'rich',
    title,
    author_name: `@${handle}`,
    author_url: page,
    provider_name: 'Laurel',
    provider_url: site.root,
    cache_age: CACHE_SECONDS,
    thumbnail_url: site.image(handle, 'og.png'),
    thumbnail_width: PICTURE.width,
    thumbnail_height: PICTURE.height,
    html: `<a href="${xmlText(page)}">${picture}</a>`,
    width,
    height,
  }
}

/** Returns the same as XML (section 2.3.5). */
export function oEmbedXml(answer: ReturnType<typeof oEmbed>): string {
  const fields = Object.entries(answer).map(([name, value]) => `<${name}>${xmlText(String(value))}</${name}>`)
  return `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>${fields.join('')}</oembed>\n`
}
