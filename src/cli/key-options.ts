import * as take from './options.ts'
import { PAGE } from './page-options.ts'
import { UsageError } from './usage-error.ts'

const OPTIONS = {
  ...PAGE,
  renew: take.flag('--renew-recovery-code  make a new recovery code too; the present one ends'),
  json: take.flag('--json  print the answer as JSON, and leave the file of --key-file as it is'),
}

export type KeyOptions = take.Values<typeof OPTIONS>

export const KEY: take.CommandLine<KeyOptions> = {
  usage: ['laurel key rotate --to URL --handle HANDLE [options]'],
  summary: 'replace the owner key of a page',
  intro: `Makes a new owner key for a page. The present one ends at once, wherever it is used, and every browser is
    signed out.`,
  details: `A key that was read from --key-file is replaced in that file; otherwise the new one is printed. If the key
    is lost, use the recovery code on the sign-in page of the server.`,
  options: OPTIONS,
  read([action, ...words], given) {
    if (action !== 'rotate') throw new UsageError('“rotate” is what can be done with a key.')
    if (words.length > 0) throw new UsageError('Too many arguments for “rotate”.')
    take.checkExcludes(given, 'key', ['key-file'])
    return take.readAll(OPTIONS, given)
  },
}
