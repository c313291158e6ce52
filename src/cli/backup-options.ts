import * as take from './options.ts'
import { UsageError } from './usage-error.ts'

/** What stands for stdin and stdout in place of a file. */
export const STREAM = '-'

const OPTIONS = {
  data: take.text('--data DIR  the folder of the server (default: ~/.local/share/laurel)'),
  force: take.flag('--force  replace FILE if there is one'),
}

/** `file`: `-` for stdout. */
export type BackupOptions = { file: string } & take.Values<typeof OPTIONS>

export const BACKUP: take.CommandLine<BackupOptions> = {
  usage: ['laurel backup FILE [options]'],
  summary: 'copy all that a server of yours keeps into one file',
  intro: `Writes a .tar.gz of all profiles, keys and histories of a server that “laurel serve” runs, as they are at one
    instant. Only you can read the file. Keep it as safe as the server: what is erased there stays in it.`,
  details: `The server goes on; it stands still for a fraction of a second. On systems other than Linux, stop it first.
    The copy takes the room of its databases in DIR until the file is written. With - instead of FILE it goes to stdout.`,
  options: OPTIONS,
  read: (words, given) => ({ file: theFile(words, 'backup'), ...take.readAll(OPTIONS, given) }),
}

const RESTORE_OPTIONS = {
  data: take.text('--data DIR  a folder that is new or empty (default: ~/.local/share/laurel)'),
}

/** `file`: `-` for stdin. */
export type RestoreOptions = { file: string } & take.Values<typeof RESTORE_OPTIONS>

export const RESTORE: take.CommandLine<RestoreOptions> = {
  usage: ['laurel restore FILE [--data DIR]'],
  summary: 'make the folder of a server from a backup',
  intro: 'Restores what “laurel backup” wrote, for “laurel serve --data DIR” to go on with.',
  details: `Nothing is restored from a file that is damaged or cut off. With - instead of FILE it comes from stdin. Stop
    the first server if it still runs: both would send the same messages to webhooks, and pull the same histories.`,
  options: RESTORE_OPTIONS,
  read: (words, given) => ({ file: theFile(words, 'restore'), ...take.readAll(RESTORE_OPTIONS, given) }),
}

function theFile([file, ...rest]: readonly string[], command: string): string {
  if (file !== undefined && rest.length === 0) return file
  throw new UsageError(`“${command}” takes one file, or - for ${command === 'backup' ? 'stdout' : 'stdin'}.`)
}
