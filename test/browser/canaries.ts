import { SCHEMA } from '../fixtures/state-schema.ts'
import { database } from '../snapshot/histories.ts'

/** Contained in every text of this history, and in nothing else. */
export const CANARY = 'Canary7Q'

const SESSIONS = 12
const TURNS = 110

/**
 * Returns a history in which every text column of every row contains the canary, including those that Laurel never
 * reads, and which still unlocks badges.
 * @param canary another word, if what is stored of the first one would be mistaken for it
 */
export async function canaryHistory(canary = CANARY): Promise<Buffer> {
  const texts = textColumns(canary)
  const bytes = await database((run) => {
    run(SCHEMA)
    const insert = (table: string, values: Record<string, string | number>) => {
      const row = { ...texts(table), ...values }
      const columns = Object.keys(row)
      const places = columns.map(() => '?').join(', ')
      run(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`, Object.values(row))
    }
    insert('state_meta', {})
    for (let index = 0; index < SESSIONS; index++) {
      const id = `${canary}-session-${index}`
      const at = 1_700_000_000 + index * 90_000
      insert('sessions', {
        id,
        started_at: at,
        model: `${canary}/claude-model`,
        title: `${canary} title ${index}`,
      })
      for (let turn = 0; turn < TURNS; turn++) {
        const time = at + turn * 3
        const say = (role: string, content: string, more: Record<string, string | number>) =>
          insert('messages', { session_id: id, role, content, ...more })
        say('user', `${canary} do it`, { timestamp: time, tool_calls: '[]' })
        say('assistant', `${canary} doing it`, { timestamp: time + 1, tool_calls: calls(canary) })
        say('tool', `Error: ${canary} EADDRINUSE in /${canary}/a.css`, {
          timestamp: time + 2,
          tool_calls: '[]',
        })
      }
    }
  })
  return Buffer.from(bytes)
}

function calls(canary: string): string {
  const call = (name: string, args: object) => ({
    id: canary,
    function: { name, arguments: JSON.stringify(args) },
  })
  return JSON.stringify([
    call(`${canary}_tool`, { path: `/${canary}/a.css` }),
    call('terminal', { command: `${canary} docker` }),
  ])
}

/** Returns for each table the canary in each of its text columns, as the schema declares them. */
function textColumns(canary: string): (table: string) => Record<string, string> {
  const tables = new Map(
    [...SCHEMA.matchAll(/CREATE TABLE (\w+) \(([\s\S]*?)\n\);/g)].map(([, name = '', body = '']) => {
      const columns = [...body.matchAll(/^\s+(\w+) TEXT\b/gm)].map(([, column = '']) => column)
      return [name, Object.fromEntries(columns.map((column) => [column, `${canary} ${column}`]))] as const
    }),
  )
  return (table) => tables.get(table) ?? {}
}
