import { isInnerName } from './inner-names.ts'

/** IPv4 ranges outside the public internet (IANA IPv4 Special-Purpose Address Registry): network, prefix length. */
const INNER_IPV4: readonly (readonly [network: string, bits: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]

/** As `URL` has them: the default one is empty. */
const PORTS = ['', '8443']

export interface TargetRules {
  /** Our own origin: no request goes there. */
  origin: string
  /** Whether private targets are allowed, on any port and without TLS. */
  allowPrivate: boolean
}

/**
 * Returns a URL that an owner gave us to send requests to, in its normal form: HTTPS, at a public name or IPv4 address,
 * on a port of the web. A public name may still resolve to a private address: the name that `fetch` resolves cannot be
 * resolved before it. What is there then has to hold a certificate for that name before a request is sent.
 * @throws what `refused` returns for a sentence that says why
 */
export function targetAddress(
  text: string,
  { origin, allowPrivate }: TargetRules,
  refused: (message: string) => Error,
): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null) throw refused('This is not a URL.')
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:'))
    throw refused('The URL must start with https://.')
  if (url.username !== '' || url.password !== '')
    throw refused('The URL must not contain a user name or password.')
  if (url.hostname === new URL(origin).hostname) throw refused('The URL must belong to another server.')
  if (!allowPrivate) {
    if (!PORTS.includes(url.port)) throw refused('The port must be 443 or 8443.')
    if (!isPublic(url.hostname)) throw refused('The URL must be public.')
  }
  url.hash = ''
  return url.href
}

/** Expects `hostname` as the URL Standard serialises it: lower case, IPv4 in four decimal parts, IPv6 in brackets. */
function isPublic(hostname: string): boolean {
  // Brackets mean IPv6. Hardly any service uses a bare IPv6 address, and many forms of it are private.
  if (hostname.startsWith('[')) return false
  const labels = hostname.split('.')
  if (labels.length < 2 || labels.includes('') || isInnerName(hostname)) return false
  return spelledAddresses(hostname).every((address) =>
    INNER_IPV4.every(([network, bits]) => !isIn(address, network, bits)),
  )
}

/** Returns the IPv4 addresses in a name, such as those of `10.0.0.1.dns.example` and `10-0-0-1.dns.example`. */
function spelledAddresses(hostname: string): string[] {
  const addresses = hostname.matchAll(/(?<!\d)(?=(\d{1,3}([.-])\d{1,3}\2\d{1,3}\2\d{1,3})(?!\d))/g)
  return Array.from(addresses, ([, address = '']) => address.replaceAll('-', '.'))
}

function isIn(address: string, network: string, bits: number): boolean {
  const shift = 32 - bits
  return numberOf(address) >>> shift === numberOf(network) >>> shift
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, octet) => (sum << 8) | Number(octet), 0) >>> 0
}
