import { TASK_TYPES, TemplateNameSchema, TOOL_CLASSES } from '../contract/session-templates.ts'
import * as take from './options.ts'
import { UsageError } from './usage-error.ts'

const LIMIT_DEFAULT = 10

const OPTIONS = {
  profile: take.profile('--profile NAME  use another Hermes profile'),
  folder: take.text('--folder DIR  keep templates in DIR'),
  type: take.option(
    typeFrom,
  )(`--type TYPE  code, file, research or mixed. With create: the type of the new template
    (default: the type of its calls)`),
  classes: take.option(
    classesFrom,
  )(`--classes SET  with create and suggest: what counts as code, file and research: “today” (default: terminal,
    process, web_* and browser_*, too) or “classic” (execute_code, the tools for files, web_search, web_fetch and
    browser_navigate)`),
  name: take.option(nameFrom)(
    '--name NAME  the name of the new template: 1 to 64 of A-Z, a-z, 0-9, . _ and -',
  ),
  maxExamples: take.wholeNumber(
    undefined,
    1,
  )(`--max-examples N  put at most N calls in the new template, the first that worked (default: 10)`),
  keepsSecrets: take.flag('--no-redact  keep what looks like a key, token or password'),
  as: take.option(
    formFrom,
  )(`--as FORM  with inject: “openai” (default: the messages on stdin, with the template added), “prefill” (messages for
    the prefill_messages_file of Hermes), “context” (for a pre_llm_call hook of Hermes: reads its event on stdin and
    answers before the first turn) or “skill” (a SKILL.md)`),
  limit: take.wholeNumber(
    LIMIT_DEFAULT,
    1,
  )(`--limit N  print at most N suggestions (default: ${LIMIT_DEFAULT})`),
  json: take.flag('--json  with list, show, create and suggest: print JSON'),
}

/** What a template can be injected as, the default first. */
const FORMS = ['openai', 'prefill', 'context', 'skill'] as const

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
    options: ['profile', 'folder', 'name', 'type', 'classes', 'maxExamples', 'keepsSecrets', 'json'],
    target: 'a session id',
    ofHistory: true,
  },
  show: { options: ['profile', 'folder', 'json'], target: 'a template name' },
  inject: { options: ['profile', 'folder', 'type', 'as'], target: 'a template name, or --type' },
  use: { options: ['profile', 'folder'], target: 'a template name' },
  unuse: { options: ['profile'], target: null },
  delete: { options: ['profile', 'folder'], target: 'a template name' },
  suggest: { options: ['profile', 'classes', 'limit', 'json'], target: null, ofHistory: true },
} satisfies Record<string, Action>

export type TemplateOptions = take.WithHistory<typeof OPTIONS> & {
  action: keyof typeof ACTIONS
  /** The session of `create`, the template of `show`, `use`, `delete` and, without a type, of `inject`; else empty. */
  target: string
}

export const TEMPLATES: take.CommandLine<TemplateOptions> = {
  usage: [
    'laurel templates suggest [state.db]   suggest sessions, with reasons',
    'laurel templates create SESSION [state.db]',
    '                                      make a template from a session',
    'laurel templates list                 list all templates, newest first',
    'laurel templates show NAME            print a template',
    'laurel templates inject NAME          read messages as JSON from stdin, and',
    '                                      print them with the template added',
    'laurel templates inject --type TYPE   do so with the least used template of',
    '                                      that type',
    'laurel templates use NAME             have Hermes begin each session with it',
    'laurel templates unuse                take that out again',
    'laurel templates delete NAME          delete a template',
  ],
  summary: 'start new sessions with what worked before',
  intro: `Manages session templates: short runs of tool calls that worked, from a session that went well, to put at the start
    of a new one. Nothing leaves this machine.`,
  details: `SESSION is an id, as “laurel sessions” prints it. Calls that failed or were never answered are left out, and
    long answers are cut, with a mark. Templates are JSON files in the session-templates folder of
    the active Hermes profile. Files that cannot be read are skipped with a warning. ${take.HISTORY_HELP}`,
  notes: `By default, create removes private keys, Authorization headers, cookies, web tokens, passwords in URLs, keys in
    known formats (sk-, ghp_, AKIA and others) and values assigned to names such as password, token and api_key. Check a
    template before you share it. “use” writes laurel-prefill.json and names it in the config.yaml of a Hermes profile, as
    prefill_messages_file; the former config.yaml is kept as config.yaml.laurel-templates-backup until “unuse”. Hermes sends the
    messages with every request, so they cost their tokens each time. Where that is too much, put
    “command: laurel templates inject NAME --as context” below hooks: pre_llm_call: in config.yaml instead: Hermes adds the
    template to the first message of a session alone.`,
  options: OPTIONS,
  read([action, ...words], given) {
    if (action === undefined) throw new UsageError('“templates” needs an action.')
    if (!isAction(action)) throw new UsageError(`Unknown action “${action}”.`)
    const { options, target: wanted, ofHistory = false }: Action = ACTIONS[action]
    const own = options.map((field) => OPTIONS[field].name)
    const foreign = [...given.keys()].find((name) => !own.includes(name))
    if (foreign !== undefined) throw new UsageError(`“${action}” has no option --${foreign}.`)
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
  throw new UsageError(`--type takes ${TASK_TYPES.join(', ')}.`)
}

function classesFrom(given: string | undefined) {
  const classes = TOOL_CLASSES.find((known) => known === given)
  if (given === undefined || classes !== undefined) return classes
  throw new UsageError(`--classes takes ${TOOL_CLASSES.join(' or ')}.`)
}

function formFrom(given: string | undefined) {
  const form = FORMS.find((known) => known === (given ?? FORMS[0]))
  if (form !== undefined) return form
  throw new UsageError(`--as takes ${FORMS.join(', ')}.`)
}

function nameFrom(given: string | undefined): string | undefined {
  if (given === undefined || TemplateNameSchema.safeParse(given).success) return given
  throw new UsageError('A template name has 1 to 64 characters: A-Z, a-z, 0-9, “.”, “_” and “-”.')
}
