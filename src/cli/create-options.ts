import { NewHandleSchema, VisibilitySchema } from '../contract/profiles.ts'
import * as take from './options.ts'
import { PAGE, plainHandle } from './page-options.ts'
import { ZONE } from './scan-options.ts'
import { UsageError } from './usage-error.ts'

const VISIBILITIES = VisibilitySchema.options
const VISIBILITY_DEFAULT = 'unlisted'

const OPTIONS = {
  server: PAGE.server,
  timeZone: ZONE,
  visibility: take.option(
    visibilityFrom,
  )(`--visibility WHO  who can see the page. private: only you. unlisted: anyone
    with the link. public: search engines list it too (default: ${VISIBILITY_DEFAULT})`),
  json: take.flag('--json  print the page, its owner key and recovery code as JSON, and save no key'),
}

export type CreateOptions = take.Values<typeof OPTIONS> & { handle: string }

export const CREATE: take.CommandLine<CreateOptions> = {
  usage: ['laurel create HANDLE --to URL [options]'],
  summary: 'create a page',
  intro: `Creates a page on a Laurel server. Saves its owner key in a file that only you can read, where “laurel push”
    finds it, and prints its recovery code once.`,
  details: `The key is saved as HANDLE.key in a folder for the server, below laurel/keys in $XDG_CONFIG_HOME or
    ~/.config. Use it to sign in with a browser.`,
  options: OPTIONS,
  read([handle, ...words], given) {
    if (handle === undefined) throw new UsageError('“create” needs a handle.')
    if (words.length > 0) throw new UsageError('Too many arguments for “create”.')
    return { handle: newHandle(handle), ...take.readAll(OPTIONS, given) }
  },
}

/** The server's own rules, which it answers in terms of its API. */
function newHandle(given: string): string {
  const handle = NewHandleSchema.safeParse(plainHandle(given))
  if (handle.success) return handle.data
  throw new UsageError(handle.error.issues[0]?.message ?? 'This is not a handle.')
}

function visibilityFrom(given: string | undefined) {
  const visibility = VISIBILITIES.find((known) => known === (given ?? VISIBILITY_DEFAULT))
  if (visibility !== undefined) return visibility
  throw new UsageError(`--visibility takes ${VISIBILITIES.join(', ')}.`)
}
