import { isDeepStrictEqual } from 'node:util'
import {
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { LaurelError } from '../errors.ts'

/**
 * Our entries in the text of Hermes' config.yaml. They are put in and taken out as text, so that all else stays as it
 * is, to the byte: comments, quotes, line ends. Each change is checked by reading what comes of it.
 */

/** The event after each turn, however it ended. Shell hooks run for it in the CLI, the gateway and the desktop. */
export const HOOK_EVENT = 'on_session_end'
/** Where Hermes has its outbound webhooks, among the events. */
const OUTBOUND = 'outbound'
/** How long Hermes waits for the command, which only starts another. Unit: seconds. */
const TIMEOUT_SECONDS = 5
const COMMENT = '# Updates a Laurel page. “laurel hook remove” takes it out.'
const STEP = '  '

export interface Addition {
  text: string
  /** What was put in. */
  put: string
}

/** An entry in the list of an event. */
type Entry = Readonly<Record<string, string | number | readonly string[]>>
type IsOurs = (entry: unknown) => boolean

/**
 * Adds the hook to the text of a config.
 * @throws LaurelError `invalid_request` if it cannot be parsed, or has hooks in a form that nothing can be added to
 */
export function withHook(text: string, command: string): Addition {
  return withEntry(text, HOOK_EVENT, { command, timeout: TIMEOUT_SECONDS })
}

/** Adds the webhook that posts events to a page. @throws LaurelError as `withHook` */
export function withOutbound(text: string, { url, secret, events }: OutboundWebhook): Addition {
  return withEntry(text, OUTBOUND, { name: OUTBOUND_NAME, url, secret, events })
}

export interface OutboundWebhook {
  url: string
  secret: string
  events: readonly string[]
}
/** By which ours is known. */
const OUTBOUND_NAME = 'laurel'
const isOurOutbound: IsOurs = (entry) => recordOf(entry).name === OUTBOUND_NAME

function withEntry(text: string, event: string, entry: Entry): Addition {
  const config = parsed(text)
  const { at, put } = insertion(text, config, event, entry)
  const added = text.slice(0, at) + put + text.slice(at)
  const { [event]: entries, ...others } = hooksIn(config.values)
  const wanted = { ...config.values, hooks: { ...others, [event]: [entry, ...listOf(entries)] } }
  if (!isDeepStrictEqual(valuesOf(added), wanted)) throw byHand(event, entry)
  return { text: added, put }
}

/**
 * Takes the hook out again.
 * @param put what was put in, if that is known: then nothing else is touched, if it is still there
 * @throws LaurelError `invalid_request` as `withHook`
 */
export function withoutHook(text: string, isOurs: (command: string) => boolean, put: string | null): string {
  return withoutEntry(text, HOOK_EVENT, { isOurs: (entry) => isOurs(commandOf(entry)), put })
}

/** Takes the webhook out again, if there is one. `put` and @throws as `withoutHook` */
export function withoutOutbound(text: string, put: string | null): string {
  if (!hasOutbound(text)) return text
  return withoutEntry(text, OUTBOUND, { isOurs: isOurOutbound, put })
}

/** Whether Hermes posts its events to a page. @throws LaurelError `invalid_request` if it cannot be parsed */
export function hasOutbound(text: string): boolean {
  return entriesOf(text, OUTBOUND).some(isOurOutbound)
}

function withoutEntry(
  text: string,
  event: string,
  { isOurs, put }: { isOurs: IsOurs; put: string | null },
): string {
  const config = parsed(text)
  const wanted = bare(config.values, event, isOurs)
  const isRight = (candidate: string | null) =>
    candidate !== null &&
    isDeepStrictEqual(
      bare(valuesOf(candidate), event, () => false),
      wanted,
    )
  const exact = put && text.split(put).length === 2 ? text.replace(put, () => '') : null
  if (exact !== null && isRight(exact)) return exact
  let cut: string | null = text
  while (cut !== null && entriesOf(cut, event).some(isOurs)) cut = withoutFirst(cut, event, isOurs)
  if (cut !== null && isRight(cut)) return cut
  throw new LaurelError('invalid_request', 'The hook stands in a form that can’t be taken out.', {
    hint: `Delete the entry ${event === OUTBOUND ? `named ${OUTBOUND_NAME}` : 'with laurel.sh'} below hooks: ${event}: in Hermes’ config.yaml yourself.`,
  })
}

/** Returns the commands of all hooks of the event. @throws LaurelError `invalid_request` if it cannot be parsed */
export function hookCommands(text: string): string[] {
  return entriesOf(text, HOOK_EVENT).map(commandOf)
}

function entriesOf(text: string, event: string): unknown[] {
  return listOf(hooksIn(parsed(text).values)[event])
}

interface Config {
  /** Null for a text without any value. */
  root: Node | null
  values: Record<string, unknown>
}

export function parsed(text: string): Config {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' })
  const [error] = document.errors
  if (error) throw unreadable(`line ${lines.linePos(error.pos[0]).line} is wrong`)
  const { contents } = document
  if (contents !== null && !isMap(contents) && !(isScalar(contents) && contents.value === null)) {
    throw unreadable('it holds no settings')
  }
  try {
    return { root: isMap(contents) ? contents : null, values: recordOf(document.toJS()) }
  } catch {
    throw unreadable('an alias leads nowhere, or too far')
  }
}

export function valuesOf(text: string): Record<string, unknown> | null {
  try {
    return parsed(text).values
  } catch {
    return null
  }
}

/** Returns where the hook goes and how it is written there, among the hooks that there are. */
function insertion(text: string, { root }: Config, event: string, entry: Entry): { at: number; put: string } {
  const refuse = () => byHand(event, entry)
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  const fields = fieldsOf(entry)
  const flowEntry = `{${fields.join(', ')}}`
  /** Lines with their indentation: the names of what is not there yet, then the entry. */
  const block = (names: readonly string[], indent: string) => {
    const inner = indent + STEP.repeat(names.length)
    const lines = [
      indent + COMMENT,
      ...names.map((name, depth) => `${indent}${STEP.repeat(depth)}${name}:`),
      ...fields.map((field, at) => `${inner}${at === 0 ? '- ' : STEP}${field}`),
    ]
    return lines.join(eol)
  }
  /** Before the line that a node begins. */
  const before = (node: Node, names: readonly string[], dash = '') => {
    const start = lineStart(text, startOf(node))
    const indent = text.slice(start, startOf(node))
    if (indent.replace(dash, '').trim() !== '') throw refuse()
    return { at: withComment(text, start), put: block(names, /^\s*/.exec(indent)?.[0] ?? '') + eol }
  }
  /** Below a name that has no value yet. */
  const below = (name: Node, names: readonly string[]) => {
    const indent = text.slice(lineStart(text, startOf(name)), startOf(name))
    const end = text.indexOf('\n', startOf(name))
    const lines = block(names, indent + STEP)
    return end === -1 ? { at: text.length, put: eol + lines } : { at: end + 1, put: lines + eol }
  }
  const first = (holder: YAMLMap | YAMLSeq, entry: string) => ({
    at: startOf(holder) + 1,
    put: entry + (holder.items.length > 0 ? ', ' : ''),
  })

  if (root === null || (isMap(root) && !root.flow && pairOf(root, 'hooks') === null)) {
    const indent = root === null ? '' : indentOf(text, root)
    const lines = block(['hooks', event], indent)
    const isEnded = text === '' || text.endsWith('\n')
    return { at: text.length, put: isEnded ? lines + eol : eol + lines }
  }
  if (!isMap(root)) throw refuse()
  const hooks = pairOf(root, 'hooks')
  if (hooks === null) return first(root, `hooks: {${event}: [${flowEntry}]}`)
  if (isUnset(hooks)) return below(hooks.key, [event])
  if (!isMap(hooks.value)) throw refuse()
  const entries = pairOf(hooks.value, event)
  if (entries === null) {
    if (hooks.value.flow) return first(hooks.value, `${event}: [${flowEntry}]`)
    const [pair] = pairsOf(hooks.value)
    if (pair === undefined) throw refuse()
    return before(pair.key, [event])
  }
  if (isUnset(entries) && !hooks.value.flow) return below(entries.key, [])
  if (!isSeq(entries.value)) throw refuse()
  if (entries.value.flow) return first(entries.value, flowEntry)
  const [item] = nodesOf(entries.value)
  if (item === undefined) throw refuse()
  return before(item, [], '-')
}

/** Cuts out the lines of the first entry that is ours, and those of names that have nothing left. */
function withoutFirst(text: string, event: string, isOurs: IsOurs): string | null {
  const { root } = parsed(text)
  const hooks = isMap(root) ? pairOf(root, 'hooks') : null
  const entries = isMap(hooks?.value) ? pairOf(hooks.value, event) : null
  if (!hooks || !isMap(hooks.value) || !entries || !isSeq(entries.value)) return null
  if (hooks.value.flow || entries.value.flow) return null
  const items = nodesOf(entries.value)
  const item = items.find((node) => isMap(node) && isOurs(node.toJSON()))
  if (item === undefined) return null
  const isOnly = items.length === 1
  const top = !isOnly ? item : hooks.value.items.length === 1 ? hooks.key : entries.key
  const start = withComment(text, lineStart(text, startOf(top)))
  const end = text.indexOf('\n', Math.max(startOf(item), (item.range?.[1] ?? 0) - 1))
  return text.slice(0, start) + (end === -1 ? '' : text.slice(end + 1))
}

/** Returns where a line begins, with our comment if that is above it. */
function withComment(text: string, start: number): number {
  const above = lineStart(text, start - 1)
  return text.slice(above, start).trim() === COMMENT ? above : start
}

interface NamedPair {
  key: Node
  value: Node | null
}

function pairsOf(map: YAMLMap): NamedPair[] {
  return map.items.flatMap(({ key, value }: Pair) =>
    isScalar(key) ? [{ key, value: (value as Node | null) ?? null }] : [],
  )
}

function nodesOf(seq: YAMLSeq): Node[] {
  return seq.items as Node[]
}

export function pairOf(map: YAMLMap, name: string): NamedPair | null {
  return pairsOf(map).find(({ key }) => isScalar(key) && key.value === name) ?? null
}

/** Whether there is a name with nothing behind it. */
export function isUnset({ value }: NamedPair): boolean {
  return value === null || (isScalar(value) && value.value === null && value.source === '')
}

export function startOf({ range }: Node): number {
  return range?.[0] ?? 0
}

/** Returns the offset of the line that holds an offset. */
export function lineStart(text: string, offset: number): number {
  return offset <= 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1
}

export function indentOf(text: string, map: YAMLMap): string {
  const at = startOf(map)
  return /^[ \t]*$/.exec(text.slice(lineStart(text, at), at))?.[0] ?? ''
}

/** Returns the settings without hooks that are ours, and without what is empty then. */
function bare(values: Record<string, unknown> | null, event: string, isOurs: IsOurs): unknown {
  if (values === null) return null
  const { hooks: _, ...others } = values
  const { [event]: entries, ...events } = hooksIn(values)
  const rest = listOf(entries).filter((entry) => !isOurs(entry))
  const hooks = rest.length > 0 ? { ...events, [event]: rest } : events
  return Object.keys(hooks).length > 0 ? { ...others, hooks } : others
}

function hooksIn(values: Record<string, unknown>): Record<string, unknown> {
  return recordOf(values.hooks)
}

export function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function commandOf(entry: unknown): string {
  const { command } = recordOf(entry)
  return typeof command === 'string' ? command : ''
}

function unreadable(why: string): LaurelError {
  return new LaurelError('invalid_request', `Hermes’ config.yaml can’t be parsed: ${why}.`, {
    hint: 'Nothing was changed. Correct it, then try again.',
  })
}

function byHand(event: string, entry: Entry): LaurelError {
  return new LaurelError(
    'invalid_request',
    'The hooks in Hermes’ config.yaml have a form that nothing can be added to.',
    { hint: `Nothing was changed. Add this to hooks: ${event}: yourself: {${fieldsOf(entry).join(', ')}}` },
  )
}

/** Returns the fields of an entry as YAML, each on a line. */
function fieldsOf(entry: Entry): string[] {
  return Object.entries(entry).map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
}
