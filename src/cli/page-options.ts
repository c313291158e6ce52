import { siteAt } from '../config.ts'
import * as take from './options.ts'
import { UsageError } from './usage-error.ts'

/** Which page is meant, and the key of its owner. */
export const PAGE = {
  /** Its URL, without a slash at the end. */
  server: take.option(serverFrom)('--to URL  the server, such as https://laurel.example'),
  handle: take.option(handleFrom)('--handle HANDLE  the handle of the page'),
  keyFile: take.text('--key-file FILE  read the owner key from FILE'),
  key: take.text(`--key KEY  the owner key itself. Other users of this machine can see command lines, so prefer
    --key-file, LAUREL_KEY or “laurel login”, which are used in this order`),
}

function serverFrom(given: string | undefined): string {
  if (given === undefined) throw new UsageError('--to URL is required.')
  const site = siteAt(given)
  if (site) return site.origin + site.base
  throw new UsageError('--to takes the URL of a server, not of a page, such as https://laurel.example.')
}

function handleFrom(given: string | undefined): string {
  if (given === undefined) throw new UsageError('--handle HANDLE is required.')
  return plainHandle(given)
}

/** Returns a handle without spaces and its `@`. */
export function plainHandle(given: string): string {
  return given.trim().replace(/^@/, '')
}
