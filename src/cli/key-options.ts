import * as take from './options.ts'
import { PAGE } from './page-options.ts'
import { UsageError } from './usage-error.ts'

const OPTIONS = {
  ...PAGE,
  renew: take.flag('--renew-recovery-code  replace the recovery code too'),
  json: take.flag('--json  print the new key as JSON, and save it nowhere'),
}

export type KeyOptions = take.Values<typeof OPTIONS>

export const KEY: take.CommandLine<KeyOptions> = {
  usage: ['laurel key rotate --to URL --handle HANDLE [options]'],
  summary: 'replace the owner key of a page',
  intro: `Replaces the owner key of a page. The old key stops working at once, and every browser is signed out.`,
  details: `If the old key came from a file, the new one replaces it there. Otherwise the new key is printed. If you have
    lost the key, enter the recovery code on the sign-in page of the server.`,
  options: OPTIONS,
  read([action, ...words], given) {
    if (action !== 'rotate') throw new UsageError('The only action is “rotate”.')
    if (words.length > 0) throw new UsageError('Too many arguments for “rotate”.')
    take.checkExcludes(given, 'key', ['key-file'])
    return take.readAll(OPTIONS, given)
  },
}
