import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { ReportedSession } from '../../contract/reports.ts'

/**
 * What the two sides of a report compare instead of their lists: 256 buckets by the first byte of the session's
 * reported id. A changed session changes one of them, so little has to be transferred to find it. Synchronous, because
 * the compared data must not change before the commit counts.
 */

const BUCKETS = 256
/** Hexadecimal digits kept of a bucket's SHA-256. */
const DIGITS = 16

/** Returns the number of the bucket, 0 to 255, for a reported id. */
export function bucketOf(id: string): number {
  return Number.parseInt(id.slice(0, 2), 16)
}

/** Returns the name of a bucket in a URL: `00` to `ff`. */
export function bucketName(bucket: number): string {
  return bucket.toString(16).padStart(2, '0')
}

/** Returns the digest of each bucket's sessions; an empty text for an empty bucket. */
export function bucketDigests(sessions: Iterable<Pick<ReportedSession, 'id' | 'fingerprint'>>): string[] {
  const lines: string[][] = Array.from({ length: BUCKETS }, () => [])
  for (const { id, fingerprint } of sessions) lines[bucketOf(id)]?.push(`${id} ${fingerprint}\n`)
  return lines.map((bucket) => (bucket.length === 0 ? '' : digest(bucket.sort().join('')).slice(0, DIGITS)))
}

/** Returns one digest of all buckets: SHA-256 in hexadecimal. */
export function digestOfBuckets(buckets: readonly string[]): string {
  return digest(buckets.join('\n'))
}

function digest(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)))
}
