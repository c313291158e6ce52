import { type ErrorCode, LaurelError, publicError } from '../../src/errors.ts'

/**
 * What a call to a profile's object answers: an error thrown there would lose its code on the way, so a
 * failure travels as data.
 */
export type Outcome<T> =
  | { ok: true; value: T }
  | { ok: false; error: { code: ErrorCode; message: string; hint: string | undefined } }

/** Runs the work of a call inside the object. A `LaurelError` becomes data; any other failure is thrown. */
export async function outcomeOf<T>(work: () => T | Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    const { code, message, hint } = publicError(error)
    if (code === 'internal_error') throw error
    return { ok: false, error: { code, message, hint } }
  }
}

/**
 * The value of a call, on the caller's side.
 * @throws LaurelError as it was thrown in the object
 */
export function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value
  const { code, message, hint } = outcome.error
  throw new LaurelError(code, message, hint === undefined ? {} : { hint })
}
