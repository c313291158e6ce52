import * as take from './options.ts'
import { PAGE } from './page-options.ts'
import { UsageError } from './usage-error.ts'

const OPTIONS = { server: PAGE.server, handle: PAGE.handle }

export type LoginOptions = take.Values<typeof OPTIONS>

export const LOGIN: take.CommandLine<LoginOptions> = {
  usage: ['laurel login --to URL --handle HANDLE'],
  summary: 'save the owner key of a page on this machine',
  intro: `Asks for the owner key of a page, checks it with the server and saves it in a file that only you can read,
    where “laurel push”, “laurel key” and “laurel recount” find it.`,
  details: `Reads the key without showing it, or from a pipe. It is saved as HANDLE.key in a folder for the server, below
    laurel/keys in $XDG_CONFIG_HOME or ~/.config. To log out, delete the file.`,
  options: OPTIONS,
  read([word], given) {
    if (word !== undefined) throw new UsageError('“login” takes no arguments: it asks for the key.')
    return take.readAll(OPTIONS, given)
  },
}
