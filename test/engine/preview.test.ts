import { expect, it } from 'vitest'
import { openingOf, previewOf } from '../../src/engine/preview.ts'
import type { HermesSession } from '../../src/snapshot/snapshot.ts'
import { database, reading, sessionsOf, TABLES } from '../snapshot/histories.ts'

const bytes = (...values: number[]) => Uint8Array.from(values)

/** As SQLite cuts it. */
async function bySqlite(content: string | Uint8Array | number): Promise<HermesSession | undefined> {
  const history = await database((run) => {
    run(TABLES.replace('content TEXT', 'content'))
    run("INSERT INTO sessions (id, source, started_at) VALUES ('s', 'cli', 1)")
    run("INSERT INTO messages (session_id, role, content, timestamp) VALUES ('s', 'user', ?, 2)", [content])
  })
  return (await reading(history, sessionsOf))[0]
}

it.each([
  'short',
  'one\r\ntwo',
  'before\0after',
  '😀'.repeat(70),
  'é'.repeat(61),
  `${' '.repeat(62)}xyz`,
  '',
  5,
  bytes(0x68, 0x80, 0x80, 0xc3, 0xa9, 0xf0, 0x9f, 0x98),
  bytes(...Array.from({ length: 80 }, () => 0xc3)),
  bytes(0xe2, 0x82, 0xac, 0xbf, 0xbf, ...Array.from({ length: 70 }, () => 0x80)),
])('a message in hand opens as SQLite says (%#)', async (content) => {
  expect(previewOf(openingOf(content))).toBe((await bySqlite(content))?.preview)
})

it('decoded JSON opens with nothing: it stands behind a NUL', () => {
  expect([openingOf([new Map()]), openingOf(new Map()), openingOf(true)]).toEqual(['', '', ''])
})
