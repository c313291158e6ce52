import type { Story } from '../contract/wrapped.ts'
import { basisLine, cardText, headline, periodName, windowLine } from '../ui/wrapped/words.ts'
import { countedLocally } from '../view/local-view.ts'
import { storyOf } from '../wrapped/story.ts'
import { colourDepth, type Paint, painter } from './colours.ts'
import { countingZone } from './counting-zone.ts'
import { databasePath } from './database-path.ts'
import { scanFile } from './scan-file.ts'
import type { Terminal } from './terminal.ts'
import { shown, wrapped } from './terminal-text.ts'
import { showingProgress } from './view-progress.ts'
import type { WrappedOptions } from './wrapped-options.ts'

const INDENT = '  '
const WIDTH_MAX = 79

/**
 * `laurel wrapped`: tells the story of a year or a month.
 * @throws UsageError; LaurelError as `scanFile`
 */
export async function runWrapped(options: WrappedOptions, terminal: Terminal): Promise<void> {
  const { period, json } = options
  const { stdout, machine, complain } = terminal
  const timeZone = countingZone(options.timeZone, complain)
  const path = databasePath(options, 'wrapped', machine)
  const { scanned } = await showingProgress(terminal, (onProgress) =>
    scanFile(path, { checkpoints: new Map(), limit: 0, records: true, onProgress }),
  )
  const now = Date.now() / 1000
  const { items: badges } = countedLocally(
    scanned.map(({ stats }) => stats),
    timeZone,
    now,
  )
  const records = scanned.flatMap(({ record }) => record ?? [])
  const story = storyOf(records, period, { badges, provenance: 'none', favourites: 'names', timeZone, now })
  const paint = painter(colourDepth(stdout, machine.env))
  if (json) stdout.write(`${JSON.stringify(story)}\n`)
  else if (story === null) stdout.write(`\n${INDENT}Nothing to tell of ${periodName(period)}.\n\n`)
  else stdout.write(storyText(story, { columns: stdout.columns ?? 80, paint }))
}

/** Returns a story as text for a terminal. */
export function storyText(story: Story, { columns, paint }: { columns: number; paint: Paint }): string {
  const width = Math.max(20, Math.min(columns, WIDTH_MAX) - INDENT.length)
  const filled = (text: string) =>
    wrapped(shown(text).split(' '), width, ' ').map((line) => `${INDENT}${line}`)
  const cards = story.cards.flatMap((card) => {
    const text = cardText(card, story)
    return [
      '',
      ...filled(text.title).map((line) => paint('heading', line)),
      ...filled(headline(text)).map((line) => paint('good', line)),
      ...text.facts.flatMap(filled),
    ]
  })
  const heading = `${INDENT}${paint('good', '❧')} ${paint('heading', windowLine(story))}`
  const basis = filled(`Counted from ${basisLine(story, 'finale')}; badges from those with a known date.`)
  return `${['', heading, ...cards, '', ...basis.map((line) => paint('faint', line))].join('\n')}\n\n`
}
