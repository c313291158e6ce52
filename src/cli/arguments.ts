import { parseArgs } from 'node:util'

/** What `laurel scan` is asked for. */
export interface ScanOptions {
  /** The history, or null for the usual place. */
  database: string | null
  /** An IANA zone. */
  timeZone: string
  json: boolean
  /** The checkpoint file, or null for none. */
  checkpoint: string | null
  /** Newest sessions to scan; 0 for all. */
  limit: number
}

export type HelpTopic = 'laurel' | 'scan'

export type Invocation =
  | { command: 'help'; topic: HelpTopic }
  | { command: 'version' }
  | { command: 'scan'; options: ScanOptions }

/** The command line cannot be understood. Its message is one line for the user. */
export class UsageError extends Error {
  constructor(problem: string, topic: HelpTopic = 'laurel') {
    const command = topic === 'laurel' ? 'laurel --help' : `laurel ${topic} --help`
    super(`${problem} Try “${command}”.`)
    this.name = 'UsageError'
  }
}

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
  timezone: { type: 'string' },
  json: { type: 'boolean' },
  checkpoint: { type: 'string' },
  limit: { type: 'string' },
} as const

type OptionName = keyof typeof OPTIONS

/**
 * Reads a command line, without the program's own name.
 * @throws UsageError
 */
export function readArguments(args: readonly string[]): Invocation {
  const { values, words } = split(args)
  const [command, ...rest] = words
  if (command !== undefined && command !== 'scan' && command !== 'help') {
    throw new UsageError(`There is no command “${command}”.`)
  }
  if (command === 'help') return { command: 'help', topic: rest[0] === 'scan' ? 'scan' : 'laurel' }
  if (values.has('help')) return { command: 'help', topic: command ?? 'laurel' }
  if (values.has('version')) return { command: 'version' }
  if (command === undefined) {
    const [option] = [...values.keys()]
    throw new UsageError(option === undefined ? 'What shall it do?' : `--${option} belongs to a command.`)
  }
  if (rest.length > 1) throw new UsageError('Scan one history at a time.', 'scan')
  return {
    command,
    options: {
      database: rest[0] ?? null,
      timeZone: timeZoneFrom(values.get('timezone')),
      json: values.has('json'),
      checkpoint: values.get('checkpoint') ?? null,
      limit: limitFrom(values.get('limit')),
    },
  }
}

/** Options by name, the last of each, and the words that are not options. */
function split(args: readonly string[]): { values: Map<string, string>; words: string[] } {
  const { tokens } = parseArgs({
    args: [...args],
    options: OPTIONS,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const words = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []))
  const topic = words[0] === 'scan' ? 'scan' : 'laurel'
  const values = new Map<string, string>()
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    if (!isOption(token.name)) throw new UsageError(`There is no option ${token.rawName}.`, topic)
    const takesValue = OPTIONS[token.name].type === 'string'
    if (takesValue && !token.value?.trim()) throw new UsageError(`${token.rawName} needs a value.`, topic)
    if (takesValue && !token.inlineValue && token.value?.startsWith('--')) {
      throw new UsageError(`${token.rawName} needs a value.`, topic)
    }
    if (!takesValue && token.value !== undefined)
      throw new UsageError(`${token.rawName} takes no value.`, topic)
    values.set(token.name, token.value ?? '')
  }
  return { values, words }
}

function isOption(name: string): name is OptionName {
  return Object.hasOwn(OPTIONS, name)
}

function limitFrom(value: string | undefined): number {
  if (value === undefined) return 0
  if (!/^[+-]?\d{1,15}$/.test(value)) throw new UsageError('--limit takes a whole number.', 'scan')
  return Math.max(0, Number(value))
}

/** The zone that is asked for, else the machine's, else UTC when the machine does not know its own. */
function timeZoneFrom(value: string | undefined): string {
  if (value === undefined) {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
    return isTimeZone(timeZone) ? timeZone : 'UTC'
  }
  if (isTimeZone(value)) return value
  throw new UsageError('--timezone takes the name of a time zone, as in Europe/Berlin.', 'scan')
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
