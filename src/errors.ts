/**
 * The only error type of Laurel. Anything a user can cause is a `LaurelError` with a stable code, its HTTP status, a
 * message and, if there is a remedy, a hint. All of these are public: they must never contain text of a history, a
 * session id, a path or a key.
 */

/** Every error code with its HTTP status (RFC 9110 section 15). */
export const ERROR_STATUS = {
  invalid_request: 400,
  invalid_handle: 400,
  invalid_time_zone: 400,
  unsupported_format: 400,
  webhook_address: 400,
  pull_address: 400,
  link_address: 400,
  upload_cut_off: 400,
  missing_key: 401,
  wrong_signature: 401,
  operator_only: 401,
  wrong_key: 403,
  wrong_recovery_code: 403,
  cross_site_request: 403,
  invitation_needed: 403,
  loopback_only: 403,
  makers_only: 403,
  not_found: 404,
  profile_not_found: 404,
  source_not_found: 404,
  session_not_found: 404,
  upload_not_found: 404,
  report_not_found: 404,
  webhook_not_found: 404,
  pull_not_found: 404,
  sign_in_not_found: 404,
  template_not_found: 404,
  circle_not_found: 404,
  member_not_found: 404,
  no_examples: 404,
  method_not_allowed: 405,
  handle_taken: 409,
  snapshot_replaced: 409,
  chunks_missing: 409,
  history_busy: 409,
  source_exists: 409,
  engine_mismatch: 409,
  time_zone_settled: 409,
  scan_running: 409,
  report_incomplete: 409,
  title_taken: 409,
  too_many_sources: 409,
  too_many_webhooks: 409,
  webhook_test_pending: 409,
  template_exists: 409,
  too_many_templates: 409,
  circle_full: 409,
  too_many_circles: 409,
  too_many_stories: 409,
  history_not_kept: 409,
  snapshot_too_large: 413,
  profile_full: 413,
  body_too_large: 413,
  template_too_large: 413,
  unsupported_encoding: 415,
  unsupported_media_type: 415,
  other_host: 421,
  no_public_origin: 421,
  bad_gzip: 422,
  chunk_mismatch: 422,
  empty_upload: 422,
  not_a_database: 422,
  snapshot_truncated: 422,
  snapshot_encrypted: 422,
  snapshot_corrupt: 422,
  wal_missing: 422,
  wal_mismatch: 422,
  no_sessions_table: 422,
  no_messages_table: 422,
  missing_columns: 422,
  unreadable_table: 422,
  too_many_sessions: 422,
  too_many_messages: 422,
  row_too_large: 422,
  impossible_figures: 422,
  title_too_long: 422,
  rate_limited: 429,
  too_many_chunks: 429,
  creation_limited: 429,
  internal_error: 500,
  scan_failed: 500,
  data_folder: 500,
  runtime_failed: 500,
  misconfigured: 500,
  pull_failed: 502,
  storage_unavailable: 503,
  too_many_watchers: 503,
  too_many_events: 503,
  disk_full: 507,
} as const

export type ErrorCode = keyof typeof ERROR_STATUS

/** The JSON body of every failed request: `{error: {code, message, hint?}}`. */
export interface ErrorBody {
  error: { code: ErrorCode; message: string; hint?: string }
}

export interface LaurelErrorOptions {
  /** What the user can do about it, in one sentence. */
  hint?: string | undefined
  /** The field of a request that it is about, by its name in the API. Forms call it otherwise. */
  field?: string | undefined
  /** The underlying error, for the process's own log; never sent. */
  cause?: unknown
}

export class LaurelError extends Error {
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly field: string | undefined

  constructor(code: ErrorCode, message: string, options: LaurelErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'LaurelError'
    this.code = code
    this.hint = options.hint
    this.field = options.field
  }

  get status(): (typeof ERROR_STATUS)[ErrorCode] {
    return ERROR_STATUS[this.code]
  }

  /** Returns the public form for programs: code, hint, and the message, which names the field. */
  toBody(): ErrorBody {
    const { code, hint, field } = this
    const message = field ? `${field}: ${this.message}` : this.message
    return { error: hint === undefined ? { code, message } : { code, message, hint } }
  }
}

/** Returns the public error: a `LaurelError` as it is, anything else as `internal_error` without its text. */
export function publicError(cause: unknown): LaurelError {
  if (cause instanceof LaurelError) return cause
  return new LaurelError('internal_error', 'Something went wrong on our side.', {
    hint: 'Try again in a moment.',
    cause,
  })
}
