import { COMMANDS } from './arguments.ts'
import { HELP } from './command-line.ts'
import type { CommandLine, Option } from './options.ts'
import { wrapped } from './terminal-text.ts'
import type { HelpTopic } from './usage-error.ts'

const WIDTH = 79
const GAP = '  '

const COLOURS_AND_STATUS = `NO_COLOR and FORCE_COLOR turn colours off and on.
Exit status: 0 success, 1 failure, 2 usage error, 130 interrupted.`

/** What follows a command that does not take just a history. */
const WORDS = new Map([
  ['show', 'BADGE [state.db]'],
  ['wrapped', 'PERIOD [state.db]'],
  ['create', 'HANDLE'],
  ['login', ''],
  ['templates', 'ACTION'],
  ['hook', 'ACTION'],
  ['autopush', 'ACTION'],
  ['pull', 'ACTION'],
  ['recount', ''],
  ['key', 'rotate'],
  ['serve', ''],
  ['backup', 'FILE'],
  ['restore', 'FILE'],
])

/** What `--help` prints. */
export function helpText(topic: HelpTopic): string {
  if (topic === 'laurel') return overview()
  const { intro, usage, details, options, notes }: CommandLine<unknown> = COMMANDS[topic]
  const explained = [...Object.values(options), HELP].map((option) => [labelOf(option), option.help] as const)
  const parts = [
    filled(intro),
    `Usage\n${usage.map((line) => GAP + line).join('\n')}`,
    filled(details),
    `Options\n${table(explained)}`,
    ...(notes === undefined ? [] : [filled(notes)]),
    COLOURS_AND_STATUS,
  ]
  return `${parts.join('\n\n')}\n`
}

function overview(): string {
  const commands = Object.entries(COMMANDS).map(
    ([name, { summary }]) =>
      [`laurel ${name} ${WORDS.get(name) ?? '[state.db]'}`.trimEnd(), summary] as const,
  )
  const usage = table([
    ...commands,
    ['laurel COMMAND --help', 'explain a command and its options'],
    ['laurel --version', 'print the version'],
  ])
  return `laurel: show and share what a Hermes agent has achieved\n\nUsage\n${usage}\n`
}

function labelOf({ name, short, value }: Option<unknown>): string {
  return `${short === undefined ? '' : `-${short}, `}--${name}${value === null ? '' : ` ${value}`}`
}

const linesOf = (text: string, width: number) => wrapped(text.split(/\s+/), width, ' ')
const filled = (text: string) => linesOf(text, WIDTH).join('\n')

/** Labels to the left, wrapped texts to the right. */
function table(rows: readonly (readonly [label: string, text: string])[]): string {
  const width = Math.max(...rows.map(([label]) => label.length)) + GAP.length
  const lines = rows.flatMap(([label, text]) =>
    linesOf(text, WIDTH - GAP.length - width).map(
      (line, index) => GAP + (index === 0 ? label : '').padEnd(width) + line,
    ),
  )
  return lines.map((line) => line.trimEnd()).join('\n')
}
