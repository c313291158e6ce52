import { expect, it } from 'vitest'
import { parseJson } from '../../src/engine/json-parse.ts'
import { messageText } from '../../src/engine/message-text.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

it.each([
  ['NULL', null, ''],
  ['text', 'as it is \0 é', 'as it is \0 é'],
  ['a decoded string', parseJson('"error"'), 'error'],
  ['an integer', 5n, '5'],
  ['a number', 1.5, '1.5'],
  ['parts', parseJson('[{"type":"text","text":"é"}]'), '[{"type": "text", "text": "\\u00e9"}]'],
  ['bytes', bytes('error bytes'), "b'error bytes'"],
  ['bytes beyond ASCII', bytes('é\n\t\r\\\0\x7f'), "b'\\xc3\\xa9\\n\\t\\r\\\\\\x00\\x7f'"],
  ['bytes with a single quote', bytes("it's"), 'b"it\'s"'],
  ['bytes with both quotes', bytes(`'"`), `b'\\'"'`],
])('the text of %s', (_, content, text) => expect(messageText(content)).toBe(text))
