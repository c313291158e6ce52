/** The live client's interface and what it reports. */

/**
 * Totals of a session so far, not increments. A field left out or null stays unchanged. Costs are in US dollars. The
 * newest report wins, also with fewer messages or lower costs; totals of tokens and calls never fall.
 */
export interface LiveReport {
  message_count?: number | null | undefined
  api_call_count?: number | null | undefined
  input_tokens?: number | null | undefined
  output_tokens?: number | null | undefined
  cache_read_tokens?: number | null | undefined
  cache_write_tokens?: number | null | undefined
  estimated_cost_usd?: number | null | undefined
  actual_cost_usd?: number | null | undefined
  model?: string | null | undefined
  /** A title made by the agent, cut to 100 characters. It never replaces one that a person set. */
  title?: string | null | undefined
  /** The platform; `webui` unless given. */
  source?: string | null | undefined
  /** Unix seconds. */
  started_at?: number | null | undefined
  /** Grows with each report; tells which of two is newer. */
  revision?: number | null | undefined
  /** Unix seconds; the same without a `revision`. Default: when the client is told. */
  reported_at?: number | null | undefined
  billing_provider?: string | null | undefined
  billing_base_url?: string | null | undefined
  billing_mode?: string | null | undefined
}

export interface LiveClientOptions {
  /** URL of the server, such as `https://laurel.example`. Without server, handle and key the client is off. */
  server?: string | undefined
  handle?: string | undefined
  ownerKey?: string | undefined
  /** Timeout of a request. Unit: milliseconds; 5,000 by default. */
  timeoutMs?: number | undefined
  /** Maximum number of waiting reports and turns, one of each per session; the oldest are dropped. 200 by default. */
  queueMax?: number | undefined
  /** Called for what could not be sent: `unreachable` is retried, `refused` and `dropped` are not. */
  onProblem?: ((problem: LiveProblem) => void) | undefined
  /** Replaces the global `fetch`. */
  fetch?: typeof fetch | undefined
}

export interface LiveProblem {
  kind: 'unreachable' | 'refused' | 'dropped'
  /** The server's response status; null without a response. */
  status: number | null
}

/**
 * Reports an agent's sessions to Laurel while they run. It never throws, rejects or keeps its process alive: what
 * cannot be sent now is retried in the background, and only the newest report of a session waits.
 */
export interface LiveClient {
  /** When turned off, it sends nothing and drops waiting and new reports. */
  enabled: boolean
  /** Reports the totals of a session; call it whenever they have changed. */
  report(sessionId: string, report: LiveReport): void
  /** Begins a turn: lists show the session as streaming until the turn or this process ends. */
  beginTurn(sessionId: string, turnId: string): void
  endTurn(sessionId: string, turnId: string): void
  /** Sends now what waits. Returns whether all of it was sent within `withinMs` milliseconds; 5,000 by default. */
  flush(withinMs?: number): Promise<boolean>
}
