import { TASK_TYPES, type TaskType, TemplateNameSchema } from '../contract/session-templates.ts'
import { type HistoryChoice, profileFrom } from './database-path.ts'
import type { OptionName, OptionValues } from './options.ts'
import { UsageError } from './usage-error.ts'

/** Where the templates are: null for the folder of the Hermes profile. */
interface InFolder {
  folder: string | null
  profile: string | null
}

/** What `laurel templates` is asked for. */
export type TemplateOptions =
  | (InFolder & { action: 'list'; type: TaskType | null; json: boolean })
  | (InFolder &
      HistoryChoice & {
        action: 'create'
        sessionId: string
        name: string | undefined
        type: TaskType | undefined
        maxExamples: number | undefined
        redact: boolean
        json: boolean
      })
  | (InFolder & { action: 'show'; name: string; json: boolean })
  /** By name, or the one of a type that was used least. */
  | (InFolder & { action: 'inject'; which: { name: string } | { type: TaskType } })
  | (InFolder & { action: 'delete'; name: string })
  | (HistoryChoice & { action: 'suggest'; limit: number; json: boolean })

export type TemplateAction = TemplateOptions['action']

/** Of each action: its options, and how many words it takes behind it, at least and at most. */
const ACTIONS: Readonly<
  Record<TemplateAction, { options: readonly OptionName[]; words: readonly [number, number] }>
> = {
  list: { options: ['profile', 'folder', 'type', 'json'], words: [0, 0] },
  create: {
    options: ['profile', 'folder', 'name', 'type', 'max-examples', 'no-redact', 'json'],
    words: [1, 2],
  },
  show: { options: ['profile', 'folder', 'json'], words: [1, 1] },
  inject: { options: ['profile', 'folder', 'type'], words: [0, 1] },
  delete: { options: ['profile', 'folder'], words: [1, 1] },
  suggest: { options: ['profile', 'limit', 'json'], words: [0, 1] },
}

const LIMIT_DEFAULT = 10

/** @throws UsageError */
export function templateOptions(words: readonly string[], values: OptionValues): TemplateOptions {
  const [action, first = '', second = null] = words
  if (!isAction(action)) {
    throw usage(
      action === undefined ? 'What shall it do with templates?' : `It cannot “${action}” templates.`,
    )
  }
  checkTogether(action, words.length - 1, values)
  const [folder, json] = [values.get('folder') ?? null, values.has('json')]
  const type = typeFrom(values.get('type'))
  const database = action === 'create' ? second : action === 'suggest' ? first || null : null
  const profile = profileFrom(values.get('profile'), database, 'templates')
  switch (action) {
    case 'list':
      return { action, folder, profile, type: type ?? null, json }
    case 'create':
      return {
        action,
        folder,
        sessionId: first,
        database,
        profile,
        name: values.has('name') ? nameFrom(values.get('name') ?? '') : undefined,
        type,
        maxExamples: countFrom('max-examples', values),
        redact: !values.has('no-redact'),
        json,
      }
    case 'show':
      return { action, folder, profile, name: nameFrom(first), json }
    case 'inject':
      return { action, folder, profile, which: type === undefined ? { name: nameFrom(first) } : { type } }
    case 'delete':
      return { action, folder, profile, name: nameFrom(first) }
    case 'suggest':
      return { action, database, profile, limit: countFrom('limit', values) ?? LIMIT_DEFAULT, json }
  }
}

function checkTogether(action: TemplateAction, words: number, values: OptionValues): void {
  const {
    options,
    words: [least, most],
  } = ACTIONS[action]
  const foreign = [...values.keys()].find((name) => !options.includes(name))
  if (foreign !== undefined) throw usage(`--${foreign} has no place beside “${action}”.`)
  if (words > most) throw usage(`“${action}” takes ${most === 0 ? 'nothing' : 'less'} behind it.`)
  if (words < least) {
    throw usage(`“${action}” needs the ${action === 'create' ? 'id of a session' : 'name of a template'}.`)
  }
  if (action === 'inject' && (words === 0) !== values.has('type')) {
    throw usage('“inject” takes the name of a template, or --type.')
  }
}

function isAction(word: string | undefined): word is TemplateAction {
  return word !== undefined && Object.hasOwn(ACTIONS, word)
}

function typeFrom(value: string | undefined): TaskType | undefined {
  const type = TASK_TYPES.find((known) => known === value)
  if (value !== undefined && type === undefined) throw usage(`--type is one of ${TASK_TYPES.join(', ')}.`)
  return type
}

function nameFrom(value: string): string {
  if (TemplateNameSchema.safeParse(value).success) return value
  throw usage('A template name has 1 to 64 of A-Z, a-z, 0-9, “.”, “_” and “-”.')
}

function countFrom(option: 'limit' | 'max-examples', values: OptionValues): number | undefined {
  const value = values.get(option)
  if (value === undefined) return undefined
  if (/^\d{1,9}$/.test(value) && Number(value) > 0) return Number(value)
  throw usage(`--${option} takes a whole number from 1 up.`)
}

function usage(problem: string): UsageError {
  return new UsageError(problem, 'templates')
}
