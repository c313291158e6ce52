import { closeSync, existsSync, readFileSync } from 'node:fs'
import { LaurelError } from '../errors.ts'
import { openForReading } from './file-source.ts'
import type { Machine } from './hermes-home.ts'
import { keptKeyPath, type PageName } from './kept-key.ts'
import { UsageError } from './usage-error.ts'

/** Characters that a header can carry (RFC 9110 section 5.5), without spaces. */
const PLAIN = /^[\x21-\x7e]+$/

interface KeyChoice extends PageName {
  key: string | null
  keyFile: string | null
}

interface FoundKey {
  key: string
  /** The file that it came from, or null. */
  file: string | null
}

/**
 * Returns the owner key of a page: from the command line, else from the file it names, else from LAUREL_KEY, else from
 * the file that `laurel login` and `laurel create` write.
 * @throws UsageError if there is none; LaurelError `wrong_key` if it is malformed, and as `openForReading`
 */
export function ownerKey(choice: KeyChoice, machine: Pick<Machine, 'env' | 'home'>): FoundKey {
  const { key, keyFile, server, handle } = choice
  const given = key ?? (keyFile === null ? machine.env.LAUREL_KEY?.trim() : null)
  if (given) return { key: checkedKey(given), file: null }
  const kept = keptKeyPath(choice, machine)
  const file = keyFile ?? (existsSync(kept) ? kept : null)
  if (file !== null) return { key: checkedKey(contentOf(file)), file }
  const to = `--to ${server}`
  throw new UsageError(
    `No owner key for @${handle}. Run “laurel login ${to} --handle ${handle}”, set LAUREL_KEY or give --key-file. To create the page, run “laurel create ${handle} ${to}”.`,
  )
}

/** Returns a key without spaces around it. @throws LaurelError `wrong_key` */
export function checkedKey(text: string): string {
  const key = text.trim()
  if (PLAIN.test(key)) return key
  throw new LaurelError('wrong_key', 'This is not an owner key.', {
    hint: 'An owner key begins with laurel_. It was shown when the page was created.',
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
