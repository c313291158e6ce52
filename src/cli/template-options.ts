import { TASK_TYPES, TemplateNameSchema } from '../contract/session-templates.ts'
import * as take from './options.ts'
import { UsageError } from './usage-error.ts'

const LIMIT_DEFAULT = 10

const OPTIONS = {
  profile: take.profile('--profile NAME  another Hermes profile'),
  folder: take.text('--folder DIR  where the templates are'),
  type: take.option(
    typeFrom,
  )(`--type TYPE  code, file, research or mixed. With create: the type of the new template,
    by default that of its calls`),
  name: take.option(nameFrom)('--name NAME  of the new template: 1 to 64 of A-Z, a-z, 0-9, . _ and -'),
  maxExamples: take.wholeNumber(
    undefined,
    1,
  )(`--max-examples N  at most N calls in the new template; 10 by default`),
  keepsSecrets: take.flag('--no-redact  leave in what looks like a key, token or password'),
  limit: take.wholeNumber(LIMIT_DEFAULT, 1)(`--limit N  suggestions to print; ${LIMIT_DEFAULT} by default`),
  json: take.flag('--json  print JSON, with list, show, create and suggest'),
}

interface Action {
  options: readonly (keyof typeof OPTIONS)[]
  /** What its first word is; null if it takes none. */
  target: string | null
  /** Whether it takes the path of a history after that. */
  ofHistory?: boolean
}

const ACTIONS = {
  list: { options: ['profile', 'folder', 'type', 'json'], target: null },
  create: {
    options: ['profile', 'folder', 'name', 'type', 'maxExamples', 'keepsSecrets', 'json'],
    target: 'a session id',
    ofHistory: true,
  },
  show: { options: ['profile', 'folder', 'json'], target: 'a template name' },
  inject: { options: ['profile', 'folder', 'type'], target: 'a template name, or --type' },
  delete: { options: ['profile', 'folder'], target: 'a template name' },
  suggest: { options: ['profile', 'limit', 'json'], target: null, ofHistory: true },
} satisfies Record<string, Action>

export type TemplateOptions = take.WithHistory<typeof OPTIONS> & {
  action: keyof typeof ACTIONS
  /** The session of `create`, the template of `show`, `delete` and, without a type, of `inject`; else empty. */
  target: string
}

export const TEMPLATES: take.CommandLine<TemplateOptions> = {
  usage: [
    'laurel templates suggest [state.db]   sessions worth making one of, and why',
    'laurel templates create SESSION [state.db]',
    '                                      make a template of a session',
    'laurel templates list                 all templates, newest first',
    'laurel templates show NAME            one of them',
    'laurel templates inject NAME          read messages as JSON from stdin, and',
    "                                      print them with the template's",
    'laurel templates inject --type TYPE   the same with the least used template',
    '                                      of that type',
    'laurel templates delete NAME',
  ],
  summary: 'start new sessions from what worked',
  intro: `Keeps session templates: short runs of real tool calls, taken from a session that went well, to put at the
    start of a new one. Nothing leaves this machine.`,
  details: `Templates are JSON files in the session-templates folder of the active Hermes profile, found in
    $HERMES_HOME, else in ~/.hermes (on Windows %LOCALAPPDATA%\\hermes), by its active_profile. Unreadable ones are
    skipped with a warning. The history is only read. Without a path, it is the state.db of the same profile.`,
  notes: `Removed by default: private keys, Authorization headers, cookies, web tokens, passwords in URLs, keys of
    known shapes (sk-, ghp_, AKIA and others), and what is assigned to names such as password, token, api_key. Look at
    a template before you share it.`,
  options: OPTIONS,
  read([action, ...words], given) {
    if (action === undefined) throw new UsageError('No action given.')
    if (!isAction(action)) throw new UsageError(`There is no action “${action}”.`)
    const { options, target: wanted, ofHistory = false }: Action = ACTIONS[action]
    const own = options.map((field) => OPTIONS[field].name)
    const foreign = [...given.keys()].find((name) => !own.includes(name))
    if (foreign !== undefined) throw new UsageError(`--${foreign} is not an option of “${action}”.`)
    const targets = wanted === null || (action === 'inject' && given.has('type')) ? 0 : 1
    if (words.length < targets) throw new UsageError(`“${action}” needs ${wanted}.`)
    if (words.length > targets + Number(ofHistory)) {
      throw new UsageError(`Too many arguments for “${action}”.`)
    }
    const [target = ''] = words.slice(0, targets)
    if (targets > 0 && action !== 'create') nameFrom(target)
    return { action, target, ...take.withHistory(OPTIONS, words.slice(targets), given) }
  },
}

function isAction(word: string): word is keyof typeof ACTIONS {
  return Object.hasOwn(ACTIONS, word)
}

function typeFrom(given: string | undefined) {
  const type = TASK_TYPES.find((known) => known === given)
  if (given === undefined || type !== undefined) return type
  throw new UsageError(`--type is one of ${TASK_TYPES.join(', ')}.`)
}

function nameFrom(given: string | undefined): string | undefined {
  if (given === undefined || TemplateNameSchema.safeParse(given).success) return given
  throw new UsageError('A template name has 1 to 64 of A-Z, a-z, 0-9, “.”, “_” and “-”.')
}
