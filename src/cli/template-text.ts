import type { SessionTemplate, Suggestion } from '../contract/session-templates.ts'
import { argumentsText, indentedJson } from '../templates/json-text.ts'
import type { Paint } from './colours.ts'
import { count } from './figures.ts'

/** Formats templates and suggestions for a terminal. */

const INDENT = '  '
/** Limits of a shown value; `--json` prints all of it. Units: lines, and UTF-16 code units per line. */
const LINES_SHOWN = 12
const LINE_SHOWN = 160

export function templateList(templates: readonly SessionTemplate[], paint: Paint): string {
  if (templates.length === 0) {
    return `${INDENT}No templates yet. Run “laurel templates suggest” to find sessions for one.\n`
  }
  const width = Math.max(...templates.map(({ name }) => name.length))
  const lines = templates.map((template) => {
    const name = paint('heading', template.name.padEnd(width))
    return `${INDENT}${name}  ${template.type.padEnd(8)}  ${paint('faint', facts(template).join(' · '))}\n`
  })
  return lines.join('')
}

export function templateText(template: SessionTemplate, paint: Paint): string {
  const head = [
    `${INDENT}${paint('heading', template.name)}  ${template.type}`,
    `${INDENT}${paint('faint', facts(template).join(' · '))}`,
  ]
  const examples = template.examples.flatMap((example, index) => [
    '',
    `${INDENT}${paint('faint', `${index + 1}.`)} ${paint('good', printable(example.tool_name))}`,
    ...shown(indentedJson(argumentsText(example))),
    ...(example.result === '' ? [] : [`${INDENT}   ${paint('faint', '→')}`, ...shown(example.result)]),
  ])
  return `${[...head, ...examples].join('\n')}\n`
}

/** Describes a new template. */
export function createdText(template: SessionTemplate, path: string, paint: Paint): string {
  const { name, type, examples, redacted } = template
  const out = redacted === 0 ? '' : `, ${secrets(redacted)} removed`
  return `${INDENT}${paint('good', '✓')} ${paint('heading', name)}: ${type}, ${examplesOf(examples.length)}${out}\n${INDENT}  ${paint('faint', path)}\n`
}

export function suggestionText(suggestions: readonly Suggestion[], considered: number, paint: Paint): string {
  if (suggestions.length === 0) {
    const of = `of ${count(considered)} ${considered === 1 ? 'session' : 'sessions'}`
    return `${INDENT}Nothing here is worth a template: ${of}, none began with tool calls that worked and few errors.\n`
  }
  const lines = suggestions.flatMap(({ score, session_id, title, type, reasons }) => [
    `${INDENT}${paint('heading', score.toFixed(2))}  ${paint('good', printable(session_id))}  ${printable(title).slice(0, LINE_SHOWN)}`,
    `${INDENT}      ${paint('faint', [type, ...reasons].join(' · '))}`,
  ])
  const next = paint('faint', 'To make a template: laurel templates create SESSION')
  return `${[...lines, '', INDENT + next].join('\n')}\n`
}

function facts({ examples, usage_count, created_at, redacted }: SessionTemplate): string[] {
  const used =
    usage_count === 0 ? 'not used yet' : `used ${usage_count === 1 ? 'once' : `${count(usage_count)} times`}`
  const out = redacted === 0 ? [] : [`${secrets(redacted)} removed`]
  return [examplesOf(examples.length), used, new Date(created_at * 1000).toISOString().slice(0, 10), ...out]
}

const examplesOf = (n: number) => `${count(n)} ${n === 1 ? 'example' : 'examples'}`
const secrets = (n: number) => `${count(n)} ${n === 1 ? 'secret' : 'secrets'}`

function shown(text: string): string[] {
  const lines = text.split('\n')
  const first = lines.slice(0, LINES_SHOWN).map((line) => {
    const clean = printable(line)
    return `${INDENT}   ${clean.length > LINE_SHOWN ? `${clean.slice(0, LINE_SHOWN)}…` : clean}`
  })
  const more = lines.length - LINES_SHOWN
  return more > 0 ? [...first, `${INDENT}   … ${count(more)} more ${more === 1 ? 'line' : 'lines'}`] : first
}

/** Replaces control characters: text from a history must not control the terminal. */
function printable(text: string): string {
  return text.replace(/\t/g, '  ').replace(/\p{Cc}/gu, '�')
}
