import * as take from './options.ts'
import { plainHandle } from './page-options.ts'
import { ALL, CHECKPOINT, ZONE } from './scan-options.ts'
import { UsageError } from './usage-error.ts'

const FORMATS = ['json', 'markdown', 'svg'] as const

const OPTIONS = {
  profile: take.anyProfile,
  all: ALL,
  timeZone: ZONE,
  format: take.option(formatFrom)('--format FORMAT  json, markdown or svg (default: json)'),
  handle: take.option((given) => (given === undefined ? null : plainHandle(given)))(`--handle HANDLE  the
    handle in the title; required for markdown and svg`),
  output: take.text('--output FILE  write to FILE instead of stdout'),
  checkpoint: CHECKPOINT,
}

export type ExportOptions = take.WithHistory<typeof OPTIONS>

export const EXPORT: take.CommandLine<ExportOptions> = {
  usage: ['laurel export [state.db] [options]'],
  summary: 'write the achievements as JSON, Markdown or SVG',
  intro: `Scans a Hermes history and writes its achievements as a document, the same one that visitors of a page can
    export. It holds no titles, session ids or secret badges. Nothing leaves this machine.`,
  details: take.HISTORY_HELP,
  options: OPTIONS,
  read(words, given) {
    const values = take.withHistory(OPTIONS, words, given)
    if (values.format !== 'json' && values.handle === null) {
      throw new UsageError(`--format ${values.format} needs --handle.`)
    }
    return values
  },
}

function formatFrom(given: string | undefined): (typeof FORMATS)[number] {
  const format = FORMATS.find((known) => known === (given ?? 'json'))
  if (format !== undefined) return format
  throw new UsageError(`--format takes ${FORMATS.join(', ')}.`)
}
