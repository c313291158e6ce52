import type { Config } from '../../src/config.ts'
import type { ProofWay } from '../../src/contract/identity.ts'
import { LaurelError } from '../../src/errors.ts'
import { linkAddress } from '../../src/identity/link-address.ts'
import { fileNames, isBackLink, recordNames, WELL_KNOWN } from '../../src/identity/statements.ts'
import { bytesOf, within } from '../http/body-bytes.ts'
import { close } from './pull-request.ts'

/** What a link is to prove, and where it is looked for. */
export interface Claim {
  link: string
  /** The absolute URL of the profile's page. It is told to nobody. */
  page: string
  /** The root of the server, as its owner reached it. */
  origin: string
  /** The resolver that is asked for TXT records; '' if none is. */
  resolver: string
}

/**
 * Returns how a link is proved to be of the owner of a page; null if it is not, or nothing answers. The address is
 * checked again: rules may have changed since it was set.
 */
export async function provedBy(claim: Claim, config: Config): Promise<ProofWay | null> {
  const ways = [
    ['back-link', linksBack],
    ['well-known', isInFile],
    ['dns', isInRecord],
  ] as const
  for (const [way, holds] of ways) {
    // Whatever goes wrong there proves nothing.
    if (await holds(claim, config).catch(() => false)) return way
  }
  return null
}

async function linksBack({ link, page, origin }: Claim, config: Config): Promise<boolean> {
  const answer = await asked(addressOf(link, origin, config), 'text/html', config)
  if (answer === null) return false
  let found = false
  const look = {
    element(element: Element) {
      const [rel, href] = [element.getAttribute('rel') ?? '', element.getAttribute('href') ?? '']
      found ||= isBackLink({ rel, href }, { link, page })
    },
  }
  // Without its own headers: names and tags are the same in every encoding of the web that it could name.
  const html = new Response(startOf(answer, config, () => found))
  await new HTMLRewriter().on('a[rel]', look).on('link[rel]', look).transform(html).arrayBuffer()
  return found
}

/**
 * Returns the beginning of a body: until it is `enough`, too long or too late. It ends as if that were all: a parser that
 * is cancelled, or given an error, would log one.
 */
function startOf(
  body: ReadableStream<Uint8Array>,
  { LINK_PAGE_MAX_BYTES: longest, LINK_TIMEOUT_SECONDS: seconds }: Config,
  enough: () => boolean,
): ReadableStream<Uint8Array> {
  const pieces = within(body, seconds, late)
  let left = longest
  return new ReadableStream({
    async pull(stream) {
      const next = enough() || left === 0 ? null : await pieces.next().catch(() => null)
      if (next === null || next.done) {
        stream.close()
        await pieces.return(undefined)
        return close(body)
      }
      const piece = next.value.subarray(0, left)
      left -= piece.length
      stream.enqueue(piece)
    },
  })
}

async function isInFile({ link, page, origin }: Claim, config: Config): Promise<boolean> {
  const file = new URL(WELL_KNOWN, addressOf(link, origin, config)).href
  return fileNames(await textAt(file, 'application/json', config), page)
}

async function isInRecord({ link, page, origin, resolver }: Claim, config: Config): Promise<boolean> {
  const { hostname } = new URL(addressOf(link, origin, config))
  if (!resolver) return false
  const question = new URL(resolver)
  question.searchParams.set('name', hostname)
  question.searchParams.set('type', 'TXT')
  return recordNames(await textAt(question.href, 'application/dns-json', config), page)
}

function addressOf(link: string, origin: string, config: Config): string {
  const { ALLOW_PRIVATE_TARGETS: allowPrivate, LINK_MAX_CHARACTERS: longest } = config
  return linkAddress(link, { origin, allowPrivate, longest })
}

/** Returns a short text; '' if there is none. */
async function textAt(url: string, type: string, config: Config): Promise<string> {
  const body = await asked(url, type, config)
  if (body === null) return ''
  const pieces = within(body, config.LINK_TIMEOUT_SECONDS, late)
  const bytes = await bytesOf(pieces, config.LINK_STATEMENT_MAX_BYTES, tooLong).finally(() => close(body))
  return new TextDecoder().decode(bytes)
}

/**
 * Returns the body of what is at a URL; null if there is nothing. Redirects are followed within the origin alone: anywhere
 * else, they could lead to a private address (SSRF), and would not prove the link that is shown.
 */
async function asked(url: string, type: string, config: Config): Promise<ReadableStream<Uint8Array> | null> {
  const signal = AbortSignal.timeout(config.LINK_TIMEOUT_SECONDS * 1000)
  let target = url
  for (let redirects = 0; redirects <= config.LINK_REDIRECTS_MAX; redirects++) {
    const headers = { Accept: type, 'User-Agent': 'Laurel' }
    const response = await fetch(target, { headers, redirect: 'manual', signal })
    if (response.status === 200) return response.body
    close(response.body)
    const next = locationOf(response, target)
    if (next === null || new URL(next).origin !== new URL(target).origin) return null
    target = next
  }
  return null
}

function locationOf({ status, headers }: Response, from: string): string | null {
  const location = status >= 300 && status < 400 ? headers.get('Location') : null
  return location !== null && URL.canParse(location, from) ? new URL(location, from).href : null
}

function late(): LaurelError {
  return new LaurelError('pull_failed', 'The server takes too long.')
}

function tooLong(): LaurelError {
  return new LaurelError('body_too_large', 'The statement is too long.')
}
