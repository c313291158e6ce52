import * as take from './options.ts'
import { PAGE } from './page-options.ts'
import { UsageError } from './usage-error.ts'

const OPTIONS = { server: PAGE.server, handle: PAGE.handle }

export type LoginOptions = take.Values<typeof OPTIONS>

export const LOGIN: take.CommandLine<LoginOptions> = {
  usage: ['laurel login --to URL --handle HANDLE'],
  summary: 'keep the owner key of a page on this machine',
  intro: `Asks for the owner key of a page, checks it with the server and keeps it on this machine, in a file that only
    you can read. “laurel push”, “laurel key” and “laurel recount” find it there.`,
  details: `What you type is not shown. The key can also come from a pipe. The file is HANDLE.key in
    $XDG_CONFIG_HOME/laurel/keys, else in ~/.config/laurel/keys, in a folder named after the server. Delete it to log
    out.`,
  options: OPTIONS,
  read([word], given) {
    if (word !== undefined) throw new UsageError('“login” takes options only. It asks for the key.')
    return take.readAll(OPTIONS, given)
  },
}
