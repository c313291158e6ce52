import { LaurelError } from '../errors.ts'

/** Names that are never public: RFC 6761, RFC 6762, RFC 8375 and common names of private networks. */
const INNER_NAMES = [
  'localhost',
  'local',
  'internal',
  'intranet',
  'lan',
  'home',
  'corp',
  'home.arpa',
  'test',
  'invalid',
  'onion',
]

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

/**
 * Returns the URL of a webhook in its normal form: HTTPS, at a public name or IPv4 address. A public name may still
 * resolve to a private address; the network has to refuse that. Redirects are never followed.
 * @throws LaurelError `webhook_address`
 */
export function webhookAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null) throw refused('This is not an address.')
  if (url.protocol !== 'https:') throw refused('The address must begin with https://.')
  if (url.username !== '' || url.password !== '')
    throw refused('The address must hold no user name or password.')
  if (!isPublic(url.hostname)) throw refused('The address must be a public one.')
  url.hash = ''
  return url.href
}

/** Expects `hostname` as the URL Standard serialises it: IPv4 in four decimal parts, IPv6 in brackets. */
function isPublic(hostname: string): boolean {
  // Brackets mean IPv6. No service that receives webhooks uses a bare IPv6 address, and many forms of it are private.
  if (hostname.startsWith('[')) return false
  if (/^\d+\.\d+\.\d+\.\d+$/.test(hostname))
    return !INNER_IPV4.some(([network, bits]) => isIn(hostname, network, bits))
  const name = hostname.toLowerCase().replace(/\.$/, '')
  return name.includes('.') && !INNER_NAMES.some((inner) => name === inner || name.endsWith(`.${inner}`))
}

function isIn(address: string, network: string, bits: number): boolean {
  const shift = 32 - bits
  return numberOf(address) >>> shift === numberOf(network) >>> shift
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, octet) => (sum << 8) | Number(octet), 0) >>> 0
}

function refused(message: string): LaurelError {
  return new LaurelError('webhook_address', message, {
    hint: 'Give an address such as https://example.com/hooks/laurel.',
  })
}
