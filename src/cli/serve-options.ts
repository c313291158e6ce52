import * as take from './options.ts'
import type { LogForm } from './serve/serve-log.ts'
import { UsageError } from './usage-error.ts'

const OPTIONS = {
  port: take.wholeNumber(
    8787,
    0,
    65_535,
  )('--port N  listen on this port; 0 takes a free one (default: 8787)'),
  host: take.option((given) => given ?? '127.0.0.1')(
    '--host ADDRESS  listen on this address (default: 127.0.0.1, this machine only)',
  ),
  data: take.text('--data DIR  keep everything in this folder (default: ~/.local/share/laurel)'),
  publicOrigin:
    take.text(`--public-origin URL  the address that people use, if a proxy stands in front, such as
    https://laurel.example or https://example.org/laurel`),
  set: {
    ...take.option(
      settingsFrom,
    )(`--set NAME=VALUE  change a setting that wrangler.toml lists; may be repeated. Variables
    of the environment set them too`),
    repeats: true as const,
  },
  log: take.option(logForm)('--log FORM  text or json: what each line of the log looks like (default: text)'),
}

export type ServeOptions = take.Values<typeof OPTIONS>

export const SERVE: take.CommandLine<ServeOptions> = {
  usage: ['laurel serve [options]'],
  summary: 'run a server of your own',
  intro: 'Runs the server of Laurel on this machine: pages, cards, API, and its regular work.',
  details: `It runs until it is stopped with Ctrl-C or SIGTERM, and lets requests finish. Other machines reach it through a
    proxy that speaks HTTPS, or directly with --host.`,
  options: OPTIONS,
  read(words, given) {
    if (words.length > 0) throw new UsageError('“serve” takes options only.')
    return take.readAll(OPTIONS, given)
  },
}

function settingsFrom(given: string | undefined): ReadonlyMap<string, string> {
  const pairs = given === undefined ? [] : given.split(take.REPEATED)
  return new Map(
    pairs.map((pair) => {
      const [, name, value] = /^([A-Z][A-Z0-9_]*)=(.*)$/s.exec(pair) ?? []
      if (name === undefined || value === undefined)
        throw new UsageError('--set takes a setting and its value, such as VIEW_TTL_SECONDS=60.')
      return [name, value]
    }),
  )
}

function logForm(given: string | undefined): LogForm {
  if (given === undefined || given === 'text' || given === 'json') return given ?? 'text'
  throw new UsageError('--log takes text or json.')
}
