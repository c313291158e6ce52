import type { Config } from '../../src/config.ts'
import { LaurelError } from '../../src/errors.ts'
import { cutOff, PullFailure, tooSlow, unreachable } from '../../src/pulls/failure.ts'
import { pullAddress, redirectTarget } from '../../src/pulls/location.ts'
import { type Reply, replyOf } from '../../src/pulls/reply.ts'
import type { StoredPull } from '../../src/storage/pull-table.ts'
import { within } from '../http/body-bytes.ts'

/** What is asked of the server of a pull. */
export interface FileRequest {
  /** Of the history, or of the log beside it. */
  url: string
  /** The first byte that is asked for. */
  from: number
  /** How many bytes are asked for; null for all of the file. */
  length: number | null
  /** Headers that make it conditional. */
  conditions: Record<string, string>
}

export interface FileAnswer {
  reply: Exclude<Reply, { kind: 'redirect' }>
  /** Empty unless the answer is a file or a part of one. Read it to its end, or `close` it. */
  body: ReadableStream<Uint8Array> | null
}

/**
 * Asks for a file of a pull, and follows redirects to addresses that are allowed. Each address is checked again: rules
 * may have changed since it was set. The secret header goes to the origin of the pull's own address alone.
 * @throws PullFailure; LaurelError `pull_address`
 */
export async function askFor(
  { url: ownUrl, origin, header }: StoredPull,
  { url, from, length, conditions }: FileRequest,
  config: Config,
): Promise<FileAnswer> {
  const rules = { origin, allowPrivate: config.ALLOW_PRIVATE_TARGETS }
  const ownOrigin = new URL(ownUrl).origin
  let target = pullAddress(url, rules)
  for (let redirects = 0; ; redirects++) {
    const isOwn = new URL(target).origin === ownOrigin
    const response = await answered(
      target,
      {
        ...conditions,
        ...(length !== null && { Range: `bytes=${from}-${from + length - 1}` }),
        ...(header && isOwn && { [header.name]: header.value }),
      },
      config,
    )
    const { reply, body } = judged(response, from)
    if (reply.kind !== 'redirect') return { reply, body }
    if (redirects >= config.PULL_REDIRECTS_MAX) throw new PullFailure('The server redirects too often.')
    target = redirectTarget(reply.location, target, rules)
  }
}

async function answered(url: string, headers: Record<string, string>, config: Config): Promise<Response> {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), config.PULL_ANSWER_SECONDS * 1000)
  try {
    return await fetch(url, {
      // Compressed on its way, a part would be none of the file.
      headers: { 'Accept-Encoding': 'identity', 'User-Agent': 'Laurel', ...headers },
      redirect: 'manual',
      signal: late.signal,
    })
  } catch (cause) {
    throw late.signal.aborted ? tooSlow() : unreachable(cause)
  } finally {
    clearTimeout(timer)
  }
}

function judged(response: Response, from: number): { reply: Reply; body: FileAnswer['body'] } {
  let kept = false
  try {
    const reply = replyOf(response, from, Date.now() / 1000)
    kept = reply.kind === 'part' || reply.kind === 'whole'
    return { reply, body: kept ? response.body : null }
  } finally {
    if (!kept) close(response.body)
  }
}

/** Ends an answer that is not read. */
export function close(body: ReadableStream<Uint8Array> | null): void {
  body?.cancel().catch(() => undefined)
}

/**
 * Yields the bytes of an answer. What is not read is closed.
 * @param length how many there are; null if that is not known
 * @throws PullFailure if they are cut off, or take longer than `seconds`
 */
export async function* piecesOf(
  body: FileAnswer['body'],
  { length, seconds }: { length: number | null; seconds: number },
): AsyncGenerator<Uint8Array> {
  let received = 0
  try {
    for await (const piece of body ? within(body, seconds, tooSlow) : []) {
      received += piece.length
      yield piece
    }
  } catch (cause) {
    throw cause instanceof LaurelError ? cause : cutOff(cause)
  } finally {
    close(body)
  }
  if (length !== null && received !== length) throw cutOff()
}
