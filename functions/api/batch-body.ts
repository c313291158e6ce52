import type { Config } from '../../src/config.ts'
import { LaurelError } from '../../src/errors.ts'
import { gunzip } from '../../src/storage/gunzip.ts'
import { bytesOf } from '../http/body-bytes.ts'
import { isGzip } from './content-encoding.ts'

/**
 * Returns the JSON of a request that carries a batch of a report, plain or compressed with gzip (RFC 1952). Its size is
 * limited both as sent and decompressed.
 * @throws LaurelError `unsupported_encoding`, `body_too_large`, `bad_gzip`, `invalid_request`
 */
export async function batchIn({ headers, body }: Request, config: Config): Promise<unknown> {
  const { REPORT_BATCH_MAX_BYTES: max, REPORT_BATCH_GZIP_MAX_BYTES: maxGzip } = config
  const gzip = isGzip(headers.get('Content-Encoding') ?? undefined)
  // What is left of a body that is too large is passed by `restOfBody`.
  const sent = await batchBytes(body?.values({ preventCancel: true }) ?? null, gzip ? maxGzip : max)
  return parsed(gzip ? await inflated(sent, max) : sent)
}

async function inflated(bytes: Uint8Array<ArrayBuffer>, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await batchBytes(gunzip(new Blob([bytes]).stream()), maxBytes)
  } catch (cause) {
    if (cause instanceof LaurelError) throw cause
    throw new LaurelError('bad_gzip', 'The batch is marked as gzip but can’t be decompressed.', {
      hint: 'Send it without Content-Encoding, or compress it again: it may have been cut off.',
      cause,
    })
  }
}

function batchBytes(
  stream: AsyncIterable<Uint8Array> | null,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  return bytesOf(
    stream,
    maxBytes,
    () =>
      new LaurelError('body_too_large', `A batch can have at most ${maxBytes} bytes.`, {
        hint: 'Send fewer sessions at a time.',
      }),
  )
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    // The parser's message quotes the input.
    throw new LaurelError('invalid_request', 'The body is malformed.', { hint: 'Send JSON.' })
  }
}
