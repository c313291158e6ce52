import fc from 'fast-check'
import { COUNTS, ERROR, FLAGS } from '../../src/engine/signals.ts'

/** Every string in the declared patterns. */
const declared = new Set<string>()
const collect = (value: unknown): void => {
  if (typeof value === 'string') declared.add(value)
  else if (Array.isArray(value)) for (const item of value) collect(item)
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) if (key !== 'shape' && key !== 'part') collect(item)
  }
}
collect([ERROR, COUNTS, FLAGS])

const pieces = [...declared]
const odd = [
  'ſ',
  'İ',
  'ı',
  '\u212a',
  'é',
  '错',
  '９',
  '_',
  '\u0301',
  '😀',
  '𐐀',
  '\ud83d',
  '\0',
  '\u200b',
  '\ufeff',
  '\x7f',
]
const spaces = [' ', '\n', '\r', '\t', '\v', '\x1c', '\x85', '\xa0', '\u2003', '\u2028', '  ', ' \n ']
const others = [
  '.',
  '-',
  '=',
  '(',
  ':',
  '0',
  '"',
  'a',
  'x-',
  'Config.',
  'config',
  'skill',
  'Skill',
  'en',
  'port ',
  '/',
]

/** Replaces some letters by others that match them caselessly. */
const respelled = fc.tuple(fc.constantFrom(...pieces), fc.nat(15)).map(([piece, salt]) =>
  Array.from(piece, (letter, index) => {
    if ((salt >> (index % 4)) % 2 === 0) return letter
    return { s: 'ſ', k: '\u212a', i: salt > 7 ? 'İ' : 'ı' }[letter] ?? letter.toUpperCase()
  }).join(''),
)

const fragment = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...pieces) },
  { weight: 1, arbitrary: respelled },
  { weight: 4, arbitrary: fc.constantFrom(...spaces) },
  { weight: 1, arbitrary: fc.constantFrom(...odd) },
  { weight: 2, arbitrary: fc.constantFrom(...others) },
)

/** A text in which signals begin, end and overlap in every way. */
export const signalText = fc.array(fragment, { maxLength: 24 }).map((fragments) => fragments.join(''))

/** The texts of a session's messages. */
export const messageTexts = fc.array(signalText, { maxLength: 8 })

/** A text of roots, endings and possible characters between them. */
export const pathText = fc
  .array(
    fc.constantFrom(
      ...[
        '/home/',
        '~',
        '~/',
        './',
        '/mnt/',
        '/',
        '.',
        '..',
        'a',
        'é',
        '应',
        '𐐀',
        '\ud800',
        '-',
        '_',
        ' ',
        '"',
        '\\',
      ],
      ...[
        '.py',
        '.js',
        '.ts',
        '.tsx',
        '.css',
        '.json',
        '.yaml',
        '.yml',
        '.sh',
        '.sql',
        '.html',
        'x.gz',
        '.md',
      ],
    ),
    { maxLength: 16 },
  )
  .map((fragments) => fragments.join(''))
