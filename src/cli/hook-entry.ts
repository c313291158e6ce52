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
 * The hook in the text of Hermes' config.yaml. It is put in and taken out as text, so that all else stays as it is,
 * to the byte: comments, quotes, line ends. Each change is checked by reading what comes of it.
 */

/** The event after each turn, however it ended. Shell hooks run for it in the CLI, the gateway and the desktop. */
export const HOOK_EVENT = 'on_session_end'
/** How long Hermes waits for the command, which only starts another. Unit: seconds. */
const TIMEOUT_SECONDS = 5
const COMMENT = '# Updates a Laurel page. “laurel hook remove” takes it out.'
const STEP = '  '

export interface Addition {
  text: string
  /** What was put in. */
  put: string
}

/**
 * Adds the hook to the text of a config.
 * @throws LaurelError `invalid_request` if it cannot be parsed, or has hooks in a form that nothing can be added to
 */
export function withHook(text: string, command: string): Addition {
  const config = parsed(text)
  const { at, put } = insertion(text, config, command)
  const added = text.slice(0, at) + put + text.slice(at)
  const entry = { command, timeout: TIMEOUT_SECONDS }
  const { [HOOK_EVENT]: entries, ...others } = hooksIn(config.values)
  const wanted = { ...config.values, hooks: { ...others, [HOOK_EVENT]: [entry, ...listOf(entries)] } }
  if (!isDeepStrictEqual(valuesOf(added), wanted)) throw byHand(command)
  return { text: added, put }
}

/**
 * Takes the hook out again.
 * @param put what was put in, if that is known: then nothing else is touched, if it is still there
 * @throws LaurelError `invalid_request` as `withHook`
 */
export function withoutHook(text: string, isOurs: (command: string) => boolean, put: string | null): string {
  const config = parsed(text)
  const wanted = bare(config.values, isOurs)
  const isRight = (candidate: string | null) =>
    candidate !== null &&
    isDeepStrictEqual(
      bare(valuesOf(candidate), () => false),
      wanted,
    )
  const exact = put !== null && text.split(put).length === 2 ? text.replace(put, () => '') : null
  if (exact !== null && isRight(exact)) return exact
  let cut: string | null = text
  while (cut !== null && hookCommands(cut).some(isOurs)) cut = withoutFirst(cut, isOurs)
  if (cut !== null && isRight(cut)) return cut
  throw new LaurelError('invalid_request', 'The hook stands in a form that can’t be taken out.', {
    hint: `Delete the entry with laurel.sh below hooks: ${HOOK_EVENT}: in Hermes’ config.yaml yourself.`,
  })
}

/** Returns the commands of all hooks of the event. @throws LaurelError `invalid_request` if it cannot be parsed */
export function hookCommands(text: string): string[] {
  return listOf(hooksIn(parsed(text).values)[HOOK_EVENT]).map(commandOf)
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
function insertion(text: string, { root }: Config, command: string): { at: number; put: string } {
  const refuse = () => byHand(command)
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  const flowEntry = `{command: ${JSON.stringify(command)}, timeout: ${TIMEOUT_SECONDS}}`
  /** Lines with their indentation: the names of what is not there yet, then the entry. */
  const block = (names: readonly string[], indent: string) => {
    const inner = indent + STEP.repeat(names.length)
    const lines = [
      indent + COMMENT,
      ...names.map((name, depth) => `${indent}${STEP.repeat(depth)}${name}:`),
      `${inner}- command: ${JSON.stringify(command)}`,
      `${inner}  timeout: ${TIMEOUT_SECONDS}`,
    ]
    return lines.join(eol)
  }
  /** Before the line that a node begins. */
  const before = (node: Node, names: readonly string[], dash = '') => {
    const start = lineStart(text, startOf(node))
    const indent = text.slice(start, startOf(node))
    if (indent.replace(dash, '').trim() !== '') throw refuse()
    return { at: start, put: block(names, /^\s*/.exec(indent)?.[0] ?? '') + eol }
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
    const lines = block(['hooks', HOOK_EVENT], indent)
    const isEnded = text === '' || text.endsWith('\n')
    return { at: text.length, put: isEnded ? lines + eol : eol + lines }
  }
  if (!isMap(root)) throw refuse()
  const hooks = pairOf(root, 'hooks')
  if (hooks === null) return first(root, `hooks: {${HOOK_EVENT}: [${flowEntry}]}`)
  if (isUnset(hooks)) return below(hooks.key, [HOOK_EVENT])
  if (!isMap(hooks.value)) throw refuse()
  const entries = pairOf(hooks.value, HOOK_EVENT)
  if (entries === null) {
    if (hooks.value.flow) return first(hooks.value, `${HOOK_EVENT}: [${flowEntry}]`)
    const [pair] = pairsOf(hooks.value)
    if (pair === undefined) throw refuse()
    return before(pair.key, [HOOK_EVENT])
  }
  if (isUnset(entries) && !hooks.value.flow) return below(entries.key, [])
  if (!isSeq(entries.value)) throw refuse()
  if (entries.value.flow) return first(entries.value, flowEntry)
  const [item] = nodesOf(entries.value)
  if (item === undefined) throw refuse()
  return before(item, [], '-')
}

/** Cuts out the lines of the first entry that is ours, and those of names that have nothing left. */
function withoutFirst(text: string, isOurs: (command: string) => boolean): string | null {
  const { root } = parsed(text)
  const hooks = isMap(root) ? pairOf(root, 'hooks') : null
  const entries = isMap(hooks?.value) ? pairOf(hooks.value, HOOK_EVENT) : null
  if (!hooks || !isMap(hooks.value) || !entries || !isSeq(entries.value)) return null
  if (hooks.value.flow || entries.value.flow) return null
  const items = nodesOf(entries.value)
  const item = items.find((node) => isMap(node) && isOurs(commandOf(node.toJSON())))
  if (item === undefined) return null
  const isOnly = items.length === 1
  const top = !isOnly ? item : hooks.value.items.length === 1 ? hooks.key : entries.key
  let start = lineStart(text, startOf(top))
  const above = lineStart(text, start - 1)
  if (text.slice(above, start).trim() === COMMENT) start = above
  const end = text.indexOf('\n', Math.max(startOf(item), (item.range?.[1] ?? 0) - 1))
  return text.slice(0, start) + (end === -1 ? '' : text.slice(end + 1))
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
function bare(values: Record<string, unknown> | null, isOurs: (command: string) => boolean): unknown {
  if (values === null) return null
  const { hooks: _, ...others } = values
  const { [HOOK_EVENT]: entries, ...events } = hooksIn(values)
  const rest = listOf(entries).filter((entry) => !isOurs(commandOf(entry)))
  const hooks = rest.length > 0 ? { ...events, [HOOK_EVENT]: rest } : events
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

function byHand(command: string): LaurelError {
  return new LaurelError(
    'invalid_request',
    'The hooks in Hermes’ config.yaml have a form that nothing can be added to.',
    {
      hint: `Nothing was changed. Add this to hooks: ${HOOK_EVENT}: yourself: {command: ${JSON.stringify(command)}, timeout: ${TIMEOUT_SECONDS}}`,
    },
  )
}
