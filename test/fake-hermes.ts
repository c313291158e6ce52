import type { HERMES_EVENTS } from '../src/contract/hermes-events.ts'

/** What a Hermes posts to its outbound webhooks while it works, by its documentation of August 2026. */
export type Posted = Record<string, unknown>

/** Text that no one but the agent may see. */
export const SAID = 'Said7Q'

const MODELS = ['anthropic/claude-sonnet-4.6', 'openai/gpt-5.4']

/** Tokens of one request. Reasoning is part of the output. */
export const usageOf = (seed: number) => ({
  input_tokens: 100 + seed,
  output_tokens: 20 + seed,
  cache_read_tokens: 7 * seed,
  cache_write_tokens: seed % 3,
  reasoning_tokens: seed % 5,
})

/**
 * Returns the events of some turns of a session, in order, with two requests each, a quarter of a second apart.
 * @param begin Unix seconds
 */
export function hermesEvents(session_id: string, begin: number, turns: number): Posted[] {
  let at = begin
  const history: object[] = []
  const post = (hook_event_name: (typeof HERMES_EVENTS)[number], extra: object): Posted => {
    at += 0.25
    return {
      hook_event_name,
      profile: 'default',
      tool_name: null,
      tool_input: null,
      session_id,
      cwd: `/home/${SAID}`,
      extra: { ...extra, platform: 'telegram', telemetry_schema_version: 'hermes.observer.v1' },
      delivery_id: crypto.randomUUID().replaceAll('-', ''),
      timestamp: new Date(at * 1000).toISOString(),
    }
  }
  return Array.from({ length: turns }, (_, turn) => {
    const turn_id = `${session_id}:${SAID}:${turn}`
    const model = MODELS[turn % 2]
    history.push({ role: 'user', content: SAID })
    const conversation = { turn_id, model, user_message: SAID, conversation_history: [...history] }
    const first = post('pre_llm_call', { ...conversation, is_first_turn: turn === 0 })
    const requests = [0, 1].map((call) => {
      const api_request_id = `${turn_id}:api:${call}`
      const message = { turn_id, model, api_request_id, assistant_message: SAID, response: { content: SAID } }
      history.push({ role: 'assistant', content: SAID })
      return post('post_api_request', { ...message, api_call_count: call, usage: usageOf(2 * turn + call) })
    })
    const last = { turn_id, model, assistant_response: SAID, conversation_history: [...history] }
    const outcome = { turn_id, model, completed: true, failed: false, interrupted: false }
    return [first, ...requests, post('post_llm_call', last), post('on_session_end', outcome)]
  }).flat()
}

/** Returns the headers and the body of an event, signed as Hermes signs it. */
export async function signed(event: Posted, secret: string): Promise<{ headers: HeadersInit; body: string }> {
  const body = JSON.stringify(event)
  const [key, text] = [secret, body].map((value) => new TextEncoder().encode(value))
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const imported = await crypto.subtle.importKey('raw', key ?? new Uint8Array(), algorithm, false, ['sign'])
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', imported, text ?? new Uint8Array()))
  const digits = Array.from(mac, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return {
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'Hermes-Agent-Outbound-Webhook',
      'X-Hermes-Event': String(event.hook_event_name),
      'X-Hermes-Delivery': String(event.delivery_id),
      'X-Hermes-Signature-256': `sha256=${digits}`,
    },
    body,
  }
}
