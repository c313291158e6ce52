import type { TemplateExample } from '../contract/session-templates.ts'

export interface JsonToken {
  text: string
  /** Offset of its first character. */
  at: number
  kind: 'open' | 'close' | 'comma' | 'colon' | 'key' | 'value'
  /** Number of objects and lists around it. */
  depth: number
  /** The key it stands under, also in a list; null if there is none. */
  key: string | null
}

/** Brackets, separators, strings and other scalars. A loop in a loop keeps long strings off the stack. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g

/** Returns the tokens of a valid JSON text, in order; spaces are between them. */
export function* jsonTokens(json: string): Generator<JsonToken> {
  const open: { isObject: boolean; key: string | null }[] = []
  let wantsKey = false
  for (const { 0: text, index: at } of json.matchAll(TOKEN)) {
    const holder = open.at(-1)
    const token = (kind: JsonToken['kind']) => ({
      text,
      at,
      kind,
      depth: open.length,
      key: holder?.key ?? null,
    })
    if (text === '{' || text === '[') {
      yield token('open')
      wantsKey = text === '{'
      open.push({ isObject: wantsKey, key: wantsKey ? null : (holder?.key ?? null) })
    } else if (text === '}' || text === ']') {
      open.pop()
      wantsKey = false
      yield { ...token('close'), depth: open.length }
    } else if (text === ',') {
      yield token('comma')
      wantsKey = holder?.isObject ?? false
    } else if (text === ':') {
      yield token('colon')
      wantsKey = false
    } else if (wantsKey && holder) {
      holder.key = JSON.parse(text)
      yield token('key')
    } else yield token('value')
  }
}

/** Returns a JSON text with some of its tokens replaced, and all else as it is. */
export function withTokens(json: string, replaced: (token: JsonToken) => string): string {
  let text = ''
  let taken = 0
  for (const token of jsonTokens(json)) {
    text += json.slice(taken, token.at) + replaced(token)
    taken = token.at + token.text.length
  }
  return text + json.slice(taken)
}

/** Returns a JSON text with a line for each of its parts, and its scalars as they are. */
export function indentedJson(json: string): string {
  let text = ''
  let before: JsonToken['kind'] | null = null
  for (const { kind, text: own, depth } of jsonTokens(json)) {
    const begins = kind === 'close' ? before !== 'open' : before === 'open' || before === 'comma'
    text += `${begins ? `\n${'  '.repeat(depth)}` : ''}${own}${kind === 'colon' ? ' ' : ''}`
    before = kind
  }
  return text
}

/** Returns the JSON text of the arguments of a call. */
export function argumentsText(example: Pick<TemplateExample, 'arguments' | 'arguments_json'>): string {
  return example.arguments_json ?? JSON.stringify(example.arguments)
}
