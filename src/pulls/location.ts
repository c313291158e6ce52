import { LaurelError } from '../errors.ts'
import { type TargetRules, targetAddress } from '../targets/address.ts'
import { PullFailure } from './failure.ts'

const GZ = '.gz'

/** Returns the URL of a history in its normal form. @throws LaurelError `pull_address` if it is not allowed */
export function pullAddress(text: string, rules: TargetRules): string {
  return targetAddress(text, rules, (message) => {
    const hint = 'Give a URL such as https://nas.example.com/hermes/state.db.'
    return new LaurelError('pull_address', message, { hint })
  })
}

/** Returns where a redirect leads. @throws PullFailure if that is not allowed */
export function redirectTarget(location: string | null, from: string, rules: TargetRules): string {
  const refused = () => new PullFailure('The server redirects to a URL that isn’t allowed.')
  if (location === null || !URL.canParse(location, from)) throw refused()
  return targetAddress(new URL(location, from).href, rules, refused)
}

/** Returns the URL of the log beside a history: `state.db-wal`, or `state.db-wal.gz` beside `state.db.gz`. */
export function walAddress(address: string): string {
  const url = new URL(address)
  const packed = isPacked(address)
  const path = packed ? url.pathname.slice(0, -GZ.length) : url.pathname
  url.pathname = `${path}-wal${packed ? GZ : ''}`
  return url.href
}

/** Whether a URL names a gzip file. What it serves may be one all the same if it does not. */
export function isPacked(address: string): boolean {
  return new URL(address).pathname.toLowerCase().endsWith(GZ)
}
