import type { Context } from 'hono'
import { parseAccept } from 'hono/utils/accept'

/**
 * Returns whether the client would rather have a page than a document of this media type, as a browser does where a
 * reader or wallet would not (RFC 9110 section 12.5.1). Either way, the answer depends on `Accept`.
 */
export function prefersPage(c: Context, type: string): boolean {
  const [bare = ''] = type.split(';')
  c.header('Vary', 'Accept', { append: true })
  const accepted = parseAccept(c.req.header('Accept') ?? '')
  const weight = (wanted: string) => {
    const ranges = [wanted, wanted.replace(/\/.*/, '/*'), '*/*']
    return (
      ranges.map((range) => accepted.find((item) => item.type.toLowerCase() === range)?.q).find(isNumber) ?? 0
    )
  }
  return weight('text/html') > weight(bare)
}

function isNumber(value: number | undefined): value is number {
  return value !== undefined
}
