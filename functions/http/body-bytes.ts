import type { LaurelError } from '../../src/errors.ts'

/**
 * Returns the bytes of a body. Memory is taken as they come, not for as many as may come.
 * @throws what `tooLarge` returns if there are more than `maxBytes`
 */
export async function bytesOf(
  body: AsyncIterable<Uint8Array> | null,
  maxBytes: number,
  tooLarge: () => LaurelError,
): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of body ?? []) {
    length += piece.length
    if (length > maxBytes) throw tooLarge()
    pieces.push(piece)
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}

/**
 * Yields the pieces of a body that come within `seconds`. Cancels it if it takes longer.
 * @throws what `late` returns if it has not ended by then
 */
export async function* within(
  body: ReadableStream<Uint8Array>,
  seconds: number,
  late: () => LaurelError,
): AsyncGenerator<Uint8Array> {
  const reader = body.getReader()
  let timer: ReturnType<typeof setTimeout> | undefined
  let isLate = false
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      isLate = true
      reject(late())
    }, seconds * 1000)
  })
  deadline.catch(() => undefined)
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), deadline])
      if (done) return
      yield value
    }
  } finally {
    clearTimeout(timer)
    // Not awaited: a sender that stopped may never let it end. Otherwise `restOfBody` passes what is left.
    if (isLate) reader.cancel().catch(() => undefined)
    else reader.releaseLock()
  }
}
