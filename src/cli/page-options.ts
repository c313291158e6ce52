import * as take from './options.ts'
import { UsageError } from './usage-error.ts'

/** Which page is meant, and the key of its owner. */
export const PAGE = {
  /** Its origin, without a slash at the end. */
  server: take.option(serverFrom)('--to URL  the server, such as https://laurel.example'),
  handle: take.option(handleFrom)('--handle HANDLE  whose page it is'),
  keyFile: take.text('--key-file FILE  read the owner key from FILE'),
  key: take.text(`--key KEY  the owner key itself. Others on this machine can see command lines: better use
    --key-file, or set LAUREL_KEY, which is used if neither option is given`),
}

/** The origin in a URL that has nothing else. */
function serverFrom(given: string | undefined): string {
  if (given === undefined) throw new UsageError('--to is required: the URL of the server.')
  const url = URL.canParse(given) ? new URL(given) : null
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:'
  if (url && isWeb && url.href === `${url.origin}/`) return url.origin
  throw new UsageError('--to takes the URL of a server without a path, such as https://laurel.example.')
}

function handleFrom(given: string | undefined): string {
  if (given === undefined) throw new UsageError('--handle is required: whose page it is.')
  return plainHandle(given)
}

/** Returns a handle without spaces and its `@`. */
export function plainHandle(given: string): string {
  return given.trim().replace(/^@/, '')
}
