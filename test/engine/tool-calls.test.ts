import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CallScan } from '../../src/engine/call-scan.ts'
import { PathSet } from '../../src/engine/path-set.ts'
import { calledFunctions, readToolCalls } from '../../src/engine/tool-calls.ts'
import { Utf8Text } from '../../src/engine/utf8-text.ts'
import { runs } from '../properties.ts'
import { pathText } from './texts.ts'

/** Names, functions and paths, as they are read from bytes and as they are read from a string. */
function bothWays(column: string) {
  const bytes = Utf8Text.from(column)
  return [bytes, bytes.toString()].map((text) => {
    const paths = new PathSet()
    const functions: string[] = []
    const names = readToolCalls(text, paths, functions)
    expect(calledFunctions(text)).toEqual(functions)
    return { names, functions, paths: [...paths].sort() }
  })
}

const text = fc.oneof(
  pathText,
  fc.string({ unit: 'binary' }),
  fc.constantFrom('name', 'function', 'terminal', ''),
)
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.bigInt().map(String),
    fc.constantFrom(null, true, false, 1.5, -0),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(text, tie('any'), { maxKeys: 3 }),
  ),
})).any
const call = fc.record(
  {
    name: fc.oneof(text, value),
    function: fc.oneof(fc.record({ name: text, arguments: text }), value),
    id: value,
  },
  { requiredKeys: [] },
)
const column = fc.oneof(
  fc.array(fc.oneof(call, value), { maxLength: 4 }).map((calls) => JSON.stringify(calls)),
  value.map((any) => JSON.stringify(any) ?? ''),
)
/** Spellings that JSON.stringify does not use, some of them no JSON. */
const pieces = [
  '\\/',
  '\\u002e',
  '\\u00E9',
  '\\u4e2d',
  '\\ud83d',
  ' ',
  '\n',
  ',',
  '"',
  '\\',
  '1.0',
  'NaN',
  '01',
  'é',
  '\x7f',
  '\0',
]
const respelled = fc
  .tuple(column, fc.array(fc.tuple(fc.nat(), fc.constantFrom(...pieces)), { maxLength: 3 }))
  .map(([json, insertions]) =>
    insertions.reduce((made, [at, piece]) => {
      const place = at % (made.length + 1)
      return made.slice(0, place) + piece + made.slice(place)
    }, json),
  )

describe('tool calls in bytes', () => {
  it('say what the same calls say once they are parsed and written again', () => {
    fc.assert(
      fc.property(fc.oneof(column, respelled), (json) => {
        const [bytes, string] = bothWays(json)
        expect(bytes).toEqual(string)
      }),
      { numRuns: runs(5000) },
    )
  })

  it.each([
    '[{"name": "a", "name": "b"}]',
    '[{"function": {"name": "a"}, "function": {"name": "b"}}]',
    '[{"p": "./a.py", "p": "./b.py"}]',
    '[{"p": "./a\\u002epy"}, {"p": ".\\/b.py"}]',
    '[{"p": "./é.py"}, {"p": "é./a.py"}, {"p": "\\u00e9./b.py"}, {"p": "./b\\u00e9.js"}]',
    '[{"n\\u0061me": "a"}]',
    '[{"name": "terminé"}]',
    '[{"name": 5, "function": {"name": "a"}}]',
    '[{"function": [{"name": "a"}]}]',
    '[[{"name": "a"}]]',
    '[{"name": "a"}] x',
    '[{"name": "a"}',
    '[NaN, {"name": "a"}]',
    '"./a.py"',
    '{"./a.py": 1}',
  ])('are read alike in %s', (json) => {
    const [bytes, string] = bothWays(json)
    expect(bytes).toEqual(string)
  })

  it('are read without parsing when they are written as agents write them', () => {
    const json =
      '[{"id":"call_1","type":"function","function":{"name":"patch","arguments":"{\\"path\\":\\"./a.py\\"}"}}]'
    const scan = new CallScan()
    expect([scan.run(Utf8Text.from(json)), scan.names]).toEqual([true, ['patch']])
    expect(bothWays(json)[0]).toEqual({ names: ['patch'], functions: ['patch'], paths: ['./a.py'] })
  })
})
