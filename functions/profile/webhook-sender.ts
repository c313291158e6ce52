import type { Config } from '../../src/config.ts'
import type { StoredWebhook } from '../../src/storage/webhook-table.ts'
import { webhookAddress } from '../../src/webhooks/address.ts'
import { type Answer, answerOf, echoes, UNREACHABLE } from '../../src/webhooks/delivery.ts'
import { signatureHeaders } from '../../src/webhooks/signature.ts'

export interface Message {
  id: string
  body: string
  /** What the address must answer with; null if it need not. */
  challenge: string | null
}

/**
 * Sends a message to a webhook. The address is checked again: rules may have changed since it was added.
 * @param now Unix seconds
 */
export async function sendMessage(
  { url, form, secret, origin }: StoredWebhook,
  { id, body, challenge }: Message,
  { config, now }: { config: Config; now: number },
): Promise<Answer> {
  const signed = await signatureHeaders(secret, { id, timestamp: now, body })
  const signal = AbortSignal.timeout(config.DELIVERY_TIMEOUT_SECONDS * 1000)
  try {
    const address = webhookAddress(url, { form, origin, allowPrivate: config.ALLOW_PRIVATE_TARGETS })
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'User-Agent': 'Laurel', ...signed },
      body,
      // A redirect could lead to a private address (SSRF).
      redirect: 'manual',
      signal,
    })
    const answered = await startOf(
      response.body,
      challenge === null ? 0 : config.WEBHOOK_ANSWER_MAX_BYTES,
      signal,
    )
    return answerOf(response, challenge === null || echoes(answered, challenge), now)
  } catch {
    return UNREACHABLE
  }
}

/** Returns the text of a body; '' if it is longer than `maxBytes` or does not end in time. Reads no further. */
async function startOf(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
  signal: AbortSignal,
): Promise<string> {
  if (body === null) return ''
  const reader = body.getReader()
  const stop = () => void reader.cancel().catch(() => undefined)
  signal.addEventListener('abort', stop)
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  try {
    while (bytes <= maxBytes && !signal.aborted) {
      const { done, value } = await reader.read()
      if (done) return signal.aborted ? '' : text + decoder.decode()
      bytes += value.byteLength
      text += decoder.decode(value, { stream: true })
    }
    return ''
  } finally {
    signal.removeEventListener('abort', stop)
    stop()
  }
}
