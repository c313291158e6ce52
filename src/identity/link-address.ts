import { LaurelError } from '../errors.ts'
import { type TargetRules, targetAddress } from '../targets/address.ts'

export interface LinkRules extends TargetRules {
  /** Of a URL, in characters. */
  longest: number
}

/**
 * Returns a link that an owner shows, in its normal form. It is asked for proofs, so it follows the rules for webhooks.
 * @throws LaurelError `link_address` if it is not allowed
 */
export function linkAddress(text: string, { longest, ...rules }: LinkRules): string {
  const target = targetAddress(text, rules, refused)
  // No part of a request, but of what is shown.
  const address = target + new URL(text).hash
  if (address.length > longest) throw refused(`A link has at most ${longest} characters.`)
  return address
}

function refused(message: string): LaurelError {
  return new LaurelError('link_address', message, { hint: 'Give a URL such as https://ada.dev/.' })
}
