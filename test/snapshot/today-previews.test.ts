import fc from 'fast-check'
import type { SqlValue } from 'sql.js/dist/sql-wasm.js'
import { expect, it } from 'vitest'
import { NO_FACTS } from '../../src/engine/session-columns.ts'
import { UseTally } from '../../src/engine/use-tally.ts'
import { database, MESSAGE_INDEX, reading, sessionsOf, TABLES } from './histories.ts'

const content = fc.constantFrom<SqlValue[]>(
  null,
  '',
  '\0json:null',
  '\0json:"text"',
  '\0json:[{"type": "text"}]',
  '\0not JSON',
  'be\0fore',
  'asked',
  '[CONTEXT SUMMARY]: so far',
  `[IMPORTANT: The user has invoked the "deploy" skill.] ${'x'.repeat(900)}`,
  new TextEncoder().encode('bytes'),
)

const message = fc.record({
  content,
  role: fc.constantFrom('user', 'user', 'assistant'),
  timestamp: fc.integer({ min: 1, max: 4 }),
  kind: fc.constantFrom<SqlValue[]>(null, 'hidden'),
  active: fc.constantFrom(0, 1),
})

it('a session has the same preview in a listing, in a sweep, and where its messages are counted', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(message, { maxLength: 6 }),
      fc.constantFrom('', MESSAGE_INDEX),
      async (made, index) => {
        const bytes = await database((run) => {
          run(`${TABLES}; ALTER TABLE messages ADD active INTEGER DEFAULT 1; ${index}`)
          run('ALTER TABLE messages ADD display_kind TEXT')
          run("INSERT INTO sessions (id, source, started_at) VALUES ('s', 'cli', 1)")
          for (const each of made) {
            run(
              `INSERT INTO messages (session_id, role, content, timestamp, display_kind, active)
            VALUES ('s', ?, ?, ?, ?, ?)`,
              [each.role, each.content, each.timestamp, each.kind, each.active],
            )
          }
        })
        await reading(bytes, async (snapshot) => {
          const [listed] = await sessionsOf(snapshot)
          const tally = new UseTally()
          await snapshot.readMessages('s', (each) => tally.message(each), { every: true })
          const swept: string[] = []
          const end = ({ preview }: { preview: string }) => swept.push(preview)
          await snapshot.sweep().run({ begin: () => true, message() {}, end, again() {} })
          expect([tally.finish(NO_FACTS).preview, swept]).toEqual([listed?.preview, [listed?.preview]])
        })
      },
    ),
    { numRuns: 200 },
  )
})
