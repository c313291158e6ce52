import { VisibilitySchema } from '../contract/profiles.ts'
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
  )(`--visibility WHO  private: only you; unlisted: everyone who has the link;
    public: search engines too. ${VISIBILITY_DEFAULT} by default`),
  json: take.flag('--json  print the answer as JSON, with the owner key, and keep no key on this machine'),
}

export type CreateOptions = take.Values<typeof OPTIONS> & { handle: string }

export const CREATE: take.CommandLine<CreateOptions> = {
  usage: ['laurel create HANDLE --to URL [options]'],
  summary: 'create a page',
  intro: `Creates a page on a Laurel server. Its owner key is kept on this machine, in a file that only you can read,
    where “laurel push” finds it. The recovery code is printed once.`,
  details: `The file is HANDLE.key in $XDG_CONFIG_HOME/laurel/keys, else in ~/.config/laurel/keys, in a folder named
    after the server. To sign in with a browser, enter the key from that file.`,
  options: OPTIONS,
  read([handle, ...words], given) {
    if (handle === undefined) throw new UsageError('“create” needs a handle.')
    if (words.length > 0) throw new UsageError('Too many arguments for “create”.')
    return { handle: plainHandle(handle), ...take.readAll(OPTIONS, given) }
  },
}

function visibilityFrom(given: string | undefined) {
  const visibility = VISIBILITIES.find((known) => known === (given ?? VISIBILITY_DEFAULT))
  if (visibility !== undefined) return visibility
  throw new UsageError(`--visibility takes ${VISIBILITIES.join(', ')}.`)
}
