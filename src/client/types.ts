/** What an agent reports, and by what. */

/** Totals of a session so far, not what was added. What is left out stays as it is. Costs are US dollars. */
export interface LiveReport {
  message_count?: number | undefined
  api_call_count?: number | undefined
  input_tokens?: number | undefined
  output_tokens?: number | undefined
  cache_read_tokens?: number | undefined
  cache_write_tokens?: number | undefined
  estimated_cost_usd?: number | null | undefined
  actual_cost_usd?: number | null | undefined
  model?: string | null | undefined
  /** One that the agent made. It never takes the place of one that a person set. */
  title?: string | null | undefined
  /** The platform; `webui` unless given. */
  source?: string | null | undefined
  /** Unix seconds. */
  started_at?: number | undefined
  billing_provider?: string | null | undefined
  billing_base_url?: string | null | undefined
  billing_mode?: string | null | undefined
}

export interface LiveClientOptions {
  /** Origin of the server, such as `https://laurel.example`. Without it, a handle and a key the client is off. */
  server?: string | undefined
  handle?: string | undefined
  ownerKey?: string | undefined
  /** How long a request may take. Unit: milliseconds; 5,000 unless given. */
  timeoutMs?: number | undefined
  /** Reports and turns that wait at most, one of each for a session; beyond it the oldest are dropped. 200 unless given. */
  queueMax?: number | undefined
  /** Told of what could not be sent: `unreachable` is tried again, `refused` and `dropped` are not. */
  onProblem?: ((problem: LiveProblem) => void) | undefined
  /** In the place of the global one. */
  fetch?: typeof fetch | undefined
}

export interface LiveProblem {
  kind: 'unreachable' | 'refused' | 'dropped'
  /** What the server answered; null where it did not. */
  status: number | null
}

/**
 * Reports an agent's sessions to Laurel as they go on. Nothing of it throws, rejects, or keeps its process from
 * ending: what can't be sent now is tried again behind the caller's back, and of each session only the newest waits.
 */
export interface LiveClient {
  /** Off, it sends nothing, and drops what waits and what comes. */
  enabled: boolean
  /** The totals of a session, whenever they have changed. */
  report(sessionId: string, report: LiveReport): void
  /** A turn begins: lists show the session as streaming until it ends, or this process does. */
  beginTurn(sessionId: string, turnId: string): void
  endTurn(sessionId: string, turnId: string): void
  /** Sends now what waits. Answers whether all of it could be, in so many milliseconds; 5,000 unless given. */
  flush(withinMs?: number): Promise<boolean>
}
