import type { WebhookForm } from '../contract/webhooks.ts'
import { LaurelError } from '../errors.ts'
import { type TargetRules, targetAddress } from '../targets/address.ts'
import { WEBHOOK_FORMS } from './forms.ts'

export interface AddressRules extends TargetRules {
  form: WebhookForm
}

/**
 * Returns the URL of a webhook in its normal form. Redirects are never followed.
 * @throws LaurelError `webhook_address` for a target that is not allowed, or not of the form's service
 */
export function webhookAddress(text: string, { form, ...rules }: AddressRules): string {
  const address = targetAddress(text, rules, refused)
  const { knownAddress } = WEBHOOK_FORMS[form]
  if (knownAddress && !knownAddress.pattern.test(address))
    throw refused(`The URL must be a ${WEBHOOK_FORMS[form].label} webhook.`, knownAddress.example)
  return address
}

function refused(message: string, example = 'https://example.com/hooks/laurel'): LaurelError {
  return new LaurelError('webhook_address', message, { hint: `Give a URL such as ${example}.` })
}
