import { closeSync, readFileSync } from 'node:fs'
import { LaurelError } from '../errors.ts'
import { openForReading } from './file-source.ts'
import type { PushOptions } from './push-options.ts'
import { UsageError } from './usage-error.ts'

/** Characters that a header can carry (RFC 9110 section 5.5), without spaces. */
const PLAIN = /^[\x21-\x7e]+$/

/**
 * Returns the owner key: from the command line, else from the file it names, else from LAUREL_KEY.
 * @throws UsageError if there is none; LaurelError `wrong_key` if it is malformed, and as `openForReading`
 */
export function ownerKey(
  { key, keyFile }: Pick<PushOptions, 'key' | 'keyFile'>,
  { LAUREL_KEY: fromEnvironment }: Readonly<Record<string, string | undefined>>,
): string {
  const found = (key ?? (keyFile === null ? fromEnvironment : contentOf(keyFile)))?.trim()
  if (!found && keyFile === null) {
    throw new UsageError('The owner key is required: set LAUREL_KEY, or give --key-file.', 'push')
  }
  if (found && PLAIN.test(found)) return found
  throw new LaurelError('wrong_key', 'This is not an owner key.', {
    hint: 'It was shown once, when the page was created, and begins with laurel_.',
  })
}

function contentOf(path: string): string {
  const file = openForReading(path)
  try {
    return readFileSync(file, 'utf8')
  } finally {
    closeSync(file)
  }
}
