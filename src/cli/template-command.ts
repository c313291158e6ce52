import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { configFrom } from '../config.ts'
import { type ChatMessage, InjectSchema, type SessionTemplate } from '../contract/session-templates.ts'
import { LaurelError } from '../errors.ts'
import { unlessDamaged } from '../scan/left-out.ts'
import { listRows, nothingLeftOut } from '../scan/read-records.ts'
import { extractExamples } from '../templates/extraction.ts'
import { contextText, injectTemplate, prefillMessages, skillText } from '../templates/injection.ts'
import { ranked, suggestionFor } from '../templates/suggestion.ts'
import { chooseTemplate, createTemplate, examplesWanted, templateNotFound } from '../templates/template.ts'
import { colourDepth, painter } from './colours.ts'
import { databasePath, hermesFolder } from './database-path.ts'
import { explain } from './explain.ts'
import { count } from './figures.ts'
import { readingFile } from './history-on-disk.ts'
import { leftOutText } from './left-out-text.ts'
import { barLine, ProgressBar } from './progress-bar.ts'
import { TemplateFolder } from './template-folder.ts'
import type { TemplateOptions } from './template-options.ts'
import { createdText, suggestionText, templateList, templateText } from './template-text.ts'
import { unuseTemplate, useTemplate } from './template-use.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/** `laurel templates`. @throws UsageError, LaurelError */
export async function runTemplates(options: TemplateOptions, terminal: Terminal): Promise<void> {
  const paint = painter(colourDepth(terminal.stdout, terminal.machine.env))
  const say = (json: boolean, value: unknown, words: () => string) =>
    terminal.stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : words())
  if (options.action === 'suggest') {
    const found = await suggest(options, terminal)
    say(options.json, found, () => suggestionText(found.suggestions, found.considered, paint))
    return
  }
  if (options.action === 'unuse') {
    const was = unuseTemplate(hermesFolder(options.profile, terminal.machine))
    terminal.stdout.write(was ? '  Hermes no longer begins with a template.\n' : '  No template is in use.\n')
    return
  }
  const folder = new TemplateFolder(
    options.folder ?? join(hermesFolder(options.profile, terminal.machine), 'session-templates'),
    terminal.complain,
  )
  switch (options.action) {
    case 'list': {
      const all = folder.list()
      const templates = all.filter(({ type }) => options.type === undefined || type === options.type)
      say(options.json, templates, () => templateList(templates, paint))
      return
    }
    case 'create': {
      const template = await create(options, terminal)
      const path = folder.add(template)
      say(options.json, template, () => createdText(template, path, paint))
      return
    }
    case 'show': {
      const template = folder.get(options.target)
      say(options.json, template, () => templateText(template, paint))
      return
    }
    case 'inject':
      terminal.stdout.write(await inject(options, folder, terminal))
      return
    case 'use':
      terminal.stdout.write(use(options, folder, terminal))
      return
    case 'delete':
      folder.delete(options.target)
      terminal.stdout.write(`  Deleted ${options.target}.\n`)
  }
}

async function create(
  { target: sessionId, database, profile, name, type, classes, maxExamples, keepsSecrets }: TemplateOptions,
  { machine }: Terminal,
): Promise<SessionTemplate> {
  const { TEMPLATE_EXAMPLES_MAX, TEMPLATE_MAX_BYTES, TEMPLATE_ANSWER_MAX } = configFrom()
  const options = {
    maxExamples: examplesWanted(maxExamples, TEMPLATE_EXAMPLES_MAX),
    maxBytes: TEMPLATE_MAX_BYTES,
    maxAnswer: TEMPLATE_ANSWER_MAX,
    redact: !keepsSecrets,
  }
  const extracted = await readingFile(
    databasePath({ database, profile }, 'templates', machine),
    async (snapshot) => {
      if ((await snapshot.readSession(sessionId)) === null) {
        throw new LaurelError('session_not_found', 'This history has no such session.', {
          hint: 'Run “laurel sessions” for a list.',
        })
      }
      return extractExamples(snapshot, sessionId, options)
    },
  )
  const now = Date.now() / 1000
  return createTemplate({ sessionId, extracted, name, type, classes, now, maxBytes: TEMPLATE_MAX_BYTES })
}

async function suggest({ database, profile, limit, classes }: TemplateOptions, terminal: Terminal) {
  const { stderr, machine, complain } = terminal
  const bar = new ProgressBar(stderr, machine.env)
  const path = databasePath({ database, profile }, 'templates', machine)
  const { leftOut, ...suggested } = await readingFile(path, async (snapshot, nextTurn) => {
    const leftOut = nothingLeftOut()
    const rows = await listRows(snapshot, 'untitled', { onProgress() {}, nextTurn }, leftOut)
    const found = []
    for (const [done, { id, display_title, started_at }] of rows.entries()) {
      const session = { session_id: id, source: null, title: display_title, started_at }
      const read = await unlessDamaged(async () => ({
        suggestion: await suggestionFor(snapshot, session, classes),
      }))
      if (read === null) leftOut.sessions.add(id)
      else if (read.suggestion) found.push(read.suggestion)
      const content = {
        share: done / rows.length,
        amount: `${count(done)} / ${count(rows.length)}`,
        pace: null,
      }
      bar.draw((_, look) => barLine(content, look))
    }
    return { suggestions: ranked(found, limit), considered: rows.length, leftOut }
  }).finally(() => bar.erase())
  const damage = leftOutText(leftOut)
  if (damage !== null) complain(damage)
  return suggested
}

/** Returns what is asked for: with a template, or nothing where a hook has nothing to say. */
async function inject(
  { target, type, as }: TemplateOptions,
  folder: TemplateFolder,
  { stdin, complain }: Terminal,
): Promise<string> {
  const reads = as === 'openai' || as === 'context'
  if (reads && stdin.isTTY) throw new UsageError('“inject” reads JSON on stdin.', 'templates')
  const given = reads ? await text(stdin) : ''
  const messages = as === 'openai' ? messagesIn(given) : []
  if (as === 'context' && !isFirstTurn(given)) return ''
  const template =
    type === undefined
      ? folder.get(target)
      : chooseTemplate(folder.list().filter((template) => template.type === type))
  if (template === null) throw templateNotFound()
  if (template.examples.length > 0) countUse(template.name, folder, complain)
  switch (as) {
    case 'openai':
      return printed(injectTemplate(template, messages))
    case 'prefill':
      return printed(prefillMessages(template))
    case 'context':
      return template.examples.length === 0 ? '' : `${JSON.stringify({ context: contextText(template) })}\n`
    case 'skill':
      return skillText(template)
  }
}

function use({ target, profile }: TemplateOptions, folder: TemplateFolder, terminal: Terminal): string {
  const { machine, complain } = terminal
  if (machine.env.HERMES_PREFILL_MESSAGES_FILE)
    complain('HERMES_PREFILL_MESSAGES_FILE is set: Hermes reads that file instead.')
  if (!useTemplate(folder.get(target), hermesFolder(profile, machine)))
    return `  Nothing has changed: ${target} is in use.\n`
  countUse(target, folder, complain)
  return `  Hermes begins each session with ${target} from its next start on.\n  To end that: laurel templates unuse\n`
}

function countUse(name: string, folder: TemplateFolder, complain: Terminal['complain']): void {
  try {
    folder.countUse(name)
  } catch (error) {
    complain(`The use of this template was not counted. ${explain(error)}`)
  }
}

const printed = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`

/** Whether an event of Hermes is of a session's first turn. @throws LaurelError `invalid_request` */
function isFirstTurn(json: string): boolean {
  const event = jsonIn(json, 'an event of Hermes') as { extra?: { is_first_turn?: unknown } | null } | null
  return event?.extra?.is_first_turn === true
}

function jsonIn(text: string, what: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new LaurelError('invalid_request', `stdin is not ${what}.`, { cause })
  }
}

/** @throws LaurelError `invalid_request` */
function messagesIn(json: string): ChatMessage[] {
  try {
    return InjectSchema.parse({ messages: JSON.parse(json) }).messages
  } catch (cause) {
    throw new LaurelError('invalid_request', 'stdin is not a list of messages.', {
      hint: 'Give a JSON array of objects, each with a role.',
      cause,
    })
  }
}
