import { systemReason } from './system-reason.ts'

/** Reasons by error code: of Node's resolver, undici, TLS. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host cannot be resolved',
  UND_ERR_CONNECT_TIMEOUT: 'it did not answer in time',
  UND_ERR_HEADERS_TIMEOUT: 'it did not answer in time',
  UND_ERR_BODY_TIMEOUT: 'it did not answer in time',
  UND_ERR_SOCKET: 'the connection was closed',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak HTTPS',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak HTTPS',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is self-signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate cannot be verified',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate cannot be verified',
}

/** Returns why a request failed, as the innermost error that says so; null if none does. */
export function networkReason(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause
  return networkReason(inner) ?? ownReason(error)
}

function ownReason(error: Error): string | null {
  if (error.name === 'TimeoutError') return 'it did not answer in time'
  // Fetch Standard, port blocking. The error has no code.
  if (error.message === 'bad port') return 'requests to this port are blocked'
  const code = 'code' in error ? REASONS[String(error.code)] : undefined
  return code ?? systemReason(error) ?? null
}
