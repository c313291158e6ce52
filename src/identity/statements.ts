/** What is found at a link or its host, and whether it names the page of a profile. */

/** Where a host says whose page is its owner's. */
export const WELL_KNOWN = '/.well-known/laurel.json'
/** What its TXT record begins with. */
const RECORD = 'laurel='
/** RFC 1035 section 3.2.2. */
const TXT = 16

/** Whether a URL leads to a page, in whichever way it is written. `base`: where the URL was found. */
export function leadsTo(page: string, url: string, base?: string): boolean {
  const named = URL.canParse(url, base) ? new URL(url, base) : null
  return named !== null && /^https?:$/.test(named.protocol) && placeOf(named) === placeOf(new URL(page))
}

function placeOf({ host, pathname }: URL): string {
  return host + pathname.replace(/%40/g, '@').replace(/\/$/, '').toLowerCase()
}

/** Whether a link in HTML, as it is written there, leads from one page to another one that is its owner's (`rel="me"`). */
export function isBackLink(
  { rel, href }: { rel: string; href: string },
  { link, page }: { link: string; page: string },
): boolean {
  const kinds = plain(rel).toLowerCase().split(/\s+/)
  return kinds.includes('me') && leadsTo(page, plain(href).trim(), link)
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', commat: '@', colon: ':', sol: '/', period: '.' }

/** Returns the value of an attribute: parsers of HTML streams leave its character references as they are. */
function plain(value: string): string {
  return value.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/gi, (written, hex, decimal, name) => {
    if (name !== undefined) return NAMED[String(name).toLowerCase()] ?? written
    const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return point <= 0x10ffff ? String.fromCodePoint(point) : written
  })
}

/** Whether the file at `WELL_KNOWN`, `{"pages": ["…"]}`, names a page. */
export function fileNames(text: string, page: string): boolean {
  return texts(parsed(text), 'pages').some((url) => leadsTo(page, url))
}

/**
 * Whether a TXT record, `laurel=` and a URL, names a page.
 * @param text the answer of a resolver as `application/dns-json`
 */
export function recordNames(text: string, page: string): boolean {
  const answer = parsed(text)
  if (!isObject(answer) || !Array.isArray(answer.Answer)) return false
  return answer.Answer.some((record: unknown) => {
    if (!isObject(record) || record.type !== TXT || typeof record.data !== 'string') return false
    const value = unquoted(record.data)
    return value.startsWith(RECORD) && leadsTo(page, value.slice(RECORD.length).trim())
  })
}

/** A record may come in several quoted strings (RFC 1035 section 5.1); some resolvers leave the quotes out. */
function unquoted(data: string): string {
  const pieces = data.match(/"(?:[^"\\]|\\.)*"/g)
  return pieces === null ? data : pieces.map((piece) => piece.slice(1, -1).replace(/\\(.)/g, '$1')).join('')
}

function texts(value: unknown, name: string): string[] {
  const list = isObject(value) ? value[name] : null
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : []
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
