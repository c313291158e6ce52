const GROUPS = 8
const NETWORK_GROUPS = 4

/**
 * Returns the network of an address, which limits count by: an IPv4 address itself, the first 64 bits of an IPv6
 * address, because one connection has all the rest (RFC 6177). Anything else is returned as it is.
 */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const mapped = /^(?:0{0,4}:)*:?ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped?.[1] !== undefined) return mapped[1]
  const [head = '', tail] = address.toLowerCase().split('%', 1)[0]?.split('::') ?? []
  const [first, last] = [groupsOf(head), groupsOf(tail ?? '')]
  const omitted = tail === undefined ? 0 : Math.max(0, GROUPS - first.length - last.length)
  const groups = [...first, ...new Array<string>(omitted).fill('0'), ...last]
  const network = groups.slice(0, NETWORK_GROUPS).map((group) => group.replace(/^0+(?=.)/, ''))
  return `${network.join(':')}::/64`
}

/** Whether an address is of the machine itself (RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3). */
export function isLoopbackAddress(address: string): boolean {
  return address === '::1' || /^127(?:\.\d{1,3}){3}$/.test(networkOf(address))
}

function groupsOf(text: string): string[] {
  // An IPv4 address at the end stands for two groups.
  return text === '' ? [] : text.split(':').flatMap((group) => (group.includes('.') ? ['0', '0'] : [group]))
}
