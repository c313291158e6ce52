import { element } from '../render/markup.ts'

/** Credentials in SVGs: Open Badges 3.0 section 5.3.2. */

const NAMESPACE = 'https://purl.imsglobal.org/ob/v3p0'
const OPENING = /<svg(?=[\s>/])(?:"[^"]*"|'[^']*'|[^"'>])*>/
const CREDENTIAL = /<openbadges:credential(?=[\s>/])(?:"[^"]*"|'[^']*'|[^"'>])*>/
const WHOLE_CREDENTIAL =
  /<openbadges:credential(?=[\s>/])(?:"[^"]*"|'[^']*'|[^"'>])*(?:\/>|>.*?<\/openbadges:credential\s*>)/gs

/**
 * Returns the picture with the token in it: the `verify` attribute of an element that comes first. It replaces any
 * other token.
 * @throws RangeError if the text is not an SVG, or an empty one
 */
export function bakeSvg(svg: string, token: string): string {
  const bare = svg.replace(WHOLE_CREDENTIAL, '')
  const opening = OPENING.exec(bare)
  if (!opening || opening[0].endsWith('/>')) throw new RangeError('This text is no SVG picture.')
  const [tag] = opening
  const named = tag.includes('xmlns:openbadges=')
    ? tag
    : tag.replace('<svg', `<svg xmlns:openbadges="${NAMESPACE}"`)
  const baked = named + element('openbadges:credential', { verify: token })
  return bare.slice(0, opening.index) + baked + bare.slice(opening.index + tag.length)
}

/** Returns the token in a picture; null if there is none. */
export function tokenInSvg(svg: string): string | null {
  const tag = CREDENTIAL.exec(withoutComments(svg))?.[0]
  const value = /\sverify\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(tag ?? '')
  return (value?.[1] ?? value?.[2])?.trim() || null
}

function withoutComments(svg: string): string {
  let text = ''
  let at = 0
  for (;;) {
    const start = svg.indexOf('<!--', at)
    if (start < 0) return text + svg.slice(at)
    text += svg.slice(at, start)
    const end = svg.indexOf('-->', start + 4)
    if (end < 0) return text
    at = end + 3
  }
}
