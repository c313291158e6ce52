import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { configFrom } from '../config.ts'
import { type ChatMessage, InjectSchema, type SessionTemplate } from '../contract/session-templates.ts'
import { LaurelError } from '../errors.ts'
import { unlessDamaged } from '../scan/left-out.ts'
import { listRows, nothingLeftOut } from '../scan/read-records.ts'
import { extractExamples } from '../templates/extraction.ts'
import { injectTemplate } from '../templates/injection.ts'
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
      say(true, await inject(options, folder, terminal), String)
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

/** Returns the messages on stdin with those of the template. */
async function inject(
  { target, type }: TemplateOptions,
  folder: TemplateFolder,
  { stdin, complain }: Terminal,
): Promise<ChatMessage[]> {
  if (stdin.isTTY) throw new UsageError('“inject” reads messages as JSON on stdin.', 'templates')
  const messages = messagesIn(await text(stdin))
  const template =
    type === undefined
      ? folder.get(target)
      : chooseTemplate(folder.list().filter((template) => template.type === type))
  if (template === null) throw templateNotFound()
  if (template.examples.length > 0) {
    try {
      folder.countUse(template.name)
    } catch (error) {
      complain(`The use of this template was not counted. ${explain(error)}`)
    }
  }
  return injectTemplate(template, messages)
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
