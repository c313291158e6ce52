import { base64url } from 'jose'
import type { CredentialStatus, StatusListCredential, StatusPlace } from '../contract/credentials.ts'
import { isoMoment } from '../ui/dates.ts'
import type { Urls } from '../urls.ts'

/** Which credentials were revoked: W3C Bitstring Status List v1.0. */

/** Places in a list: the fewest that the specification allows (section 3.4), so that none tells whose credential it is. */
export const STATUS_LIST_LENGTH = 2 ** 17

/** Returns where a credential's status is found (section 2.1). */
export function statusEntry(site: Urls, { list, position }: StatusPlace): CredentialStatus {
  const url = site.statusList(String(list))
  return {
    id: `${url}#${position}`,
    type: 'BitstringStatusListEntry',
    statusPurpose: 'revocation',
    statusListIndex: String(position),
    statusListCredential: url,
  }
}

/** Returns the place that an entry names; null if it is in no list of this site. */
export function placeIn(
  site: Urls,
  entry: Pick<CredentialStatus, 'statusListIndex' | 'statusListCredential'>,
): StatusPlace | null {
  const start = site.statusList('')
  if (!entry.statusListCredential.startsWith(start)) return null
  const [list, position] = [entry.statusListCredential.slice(start.length), entry.statusListIndex].map(
    (digits) => (/^\d{1,9}$/.test(digits) ? Number(digits) : Number.NaN),
  )
  if (list === undefined || position === undefined || Number.isNaN(list + position)) return null
  return { list, position }
}

export interface StatusList {
  number: number
  /** Unix seconds. */
  changedAt: number
  /** Positions. */
  revoked: readonly number[]
  /** How long verifiers may keep it. Unit: seconds. */
  ttlSeconds: number
}

/** Returns the document of a list (section 2.2), not yet signed. */
export async function statusListCredential(site: Urls, list: StatusList): Promise<StatusListCredential> {
  const id = site.statusList(String(list.number))
  return {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    id,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer: { id: site.issuer },
    validFrom: isoMoment(list.changedAt),
    credentialSubject: {
      id: `${id}#list`,
      type: 'BitstringStatusList',
      statusPurpose: 'revocation',
      encodedList: await encodedList(list.revoked),
      ttl: list.ttlSeconds * 1000,
    },
  }
}

/** Section 3.3: the first place is the highest bit of the first byte; gzip, then base64url with its multibase prefix. */
async function encodedList(revoked: readonly number[]): Promise<string> {
  const bits = new Uint8Array(STATUS_LIST_LENGTH / 8)
  for (const position of revoked) {
    const byte = position >> 3
    bits[byte] = (bits[byte] ?? 0) | (0x80 >> (position & 7))
  }
  const zipped = new Blob([bits]).stream().pipeThrough(new CompressionStream('gzip'))
  return `u${base64url.encode(new Uint8Array(await new Response(zipped).arrayBuffer()))}`
}
