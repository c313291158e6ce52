import { isDeepStrictEqual } from 'node:util'
import { isMap, isScalar } from 'yaml'
import { LaurelError } from '../errors.ts'
import { indentOf, isUnset, lineStart, pairOf, parsed, recordOf, startOf, valuesOf } from './hook-entry.ts'

/**
 * The name of Laurel's messages in the text of Hermes' config.yaml. It is put in and taken out as text, so that all else
 * stays as it is, to the byte. Each change is checked by reading what comes of it.
 */

/** Beside the config: Hermes takes a relative path from there. */
export const PREFILL_FILE = 'laurel-prefill.json'
const KEY = 'prefill_messages_file'
const COMMENT = '# A session template. “laurel templates unuse” takes it out.'

/**
 * Names the messages in the text of a config. Returns the text as it is if it names them.
 * @throws LaurelError `invalid_request` if it cannot be parsed, names other messages, or has a form that nothing can be
 *   added to
 */
export function withPrefill(text: string): string {
  const { root, values } = parsed(text)
  if (values[KEY] === PREFILL_FILE) return text
  if ([values[KEY], recordOf(values.agent)[KEY]].some(isSet)) {
    throw new LaurelError('invalid_request', `Hermes’ config.yaml names a ${KEY} already.`, {
      hint: 'Nothing was changed. Take it out first, or add the output of “laurel templates inject … --as prefill” to that file.',
    })
  }
  const pair = isMap(root) ? pairOf(root, KEY) : null
  const added = pair === null ? appended(text, root) : replaced(text, PREFILL_FILE)
  if (added !== null && isDeepStrictEqual(valuesOf(added), { ...values, [KEY]: PREFILL_FILE })) return added
  throw new LaurelError('invalid_request', 'Hermes’ config.yaml has a form that nothing can be added to.', {
    hint: `Nothing was changed. Add this to it yourself: “${KEY}: ${PREFILL_FILE}”.`,
  })
}

/**
 * Takes the name out again. Returns the text as it is if it doesn't name them.
 * @throws LaurelError `invalid_request` as `withPrefill`
 */
export function withoutPrefill(text: string): string {
  const { root, values } = parsed(text)
  if (values[KEY] !== PREFILL_FILE || !isMap(root)) return text
  const start = lineStart(text, startOf(pairOf(root, KEY)?.key ?? root))
  const above = lineStart(text, start - 1)
  const end = text.indexOf('\n', start)
  const isOurs = text.slice(above, start).trim() === COMMENT
  const taken = isOurs ? text.slice(0, above) + (end === -1 ? '' : text.slice(end + 1)) : replaced(text, '""')
  const { [KEY]: _, ...others } = values
  const wanted = isOurs ? others : { ...values, [KEY]: '' }
  if (taken !== null && isDeepStrictEqual(valuesOf(taken), wanted)) return taken
  throw new LaurelError('invalid_request', `The ${KEY} stands in a form that can’t be taken out.`, {
    hint: `Nothing was changed. Delete ${KEY} in Hermes’ config.yaml yourself.`,
  })
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && String(value).trim() !== ''
}

function appended(text: string, root: ReturnType<typeof parsed>['root']): string | null {
  if (isMap(root) && root.flow) return null
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  const indent = isMap(root) ? indentOf(text, root) : ''
  const before = text === '' || text.endsWith('\n') ? text : text + eol
  return `${before}${indent}${COMMENT}${eol}${indent}${KEY}: ${PREFILL_FILE}${eol}`
}

/** Returns the text with another value of the key; null if that isn't a plain one. */
function replaced(text: string, value: string): string | null {
  const { root } = parsed(text)
  const pair = isMap(root) ? pairOf(root, KEY) : null
  if (pair === null) return null
  if (isUnset(pair)) {
    const colon = text.indexOf(':', pair.key.range?.[1] ?? 0)
    return `${text.slice(0, colon + 1)} ${value}${text.slice(colon + 1)}`
  }
  if (!isScalar(pair.value) || !pair.value.range) return null
  const [start, end] = pair.value.range
  return text.slice(0, start) + value + text.slice(end)
}
