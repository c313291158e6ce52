import { NO_FACTS } from '../../src/engine/session-columns.ts'
import type { Message } from '../../src/engine/types.ts'
import type { ScannedSnapshot } from '../../src/scan/source-reading.ts'
import type { HermesSession, MessageRow } from '../../src/snapshot/snapshot.ts'

/** A session of an in-memory history, as far as a scan needs it. */
export interface MemorySession {
  id: string
  model: string | null
  title: string
  started_at: number | null
  last_active: number | null
  messages: Message[]
  /** Other values of its row. */
  row?: Partial<HermesSession>
}

export function message(content: Message['content'], over: Partial<Message> = {}): Message {
  return { role: 'tool', content, toolName: 'terminal', toolCalls: null, ...over }
}

export function session(id: string, over: Partial<MemorySession> = {}): MemorySession {
  return { id, model: null, title: id, started_at: 1000, last_active: 1000, messages: [], ...over }
}

/** Returns a snapshot of these sessions. `onRead` is called with the id of each session whose messages are read. */
export function snapshotOf(
  sessions: readonly MemorySession[],
  onRead: (id: string) => void = () => {},
): ScannedSnapshot {
  const rowsOf = ({ messages }: MemorySession): MessageRow[] =>
    messages.map((row, index) => ({ ...row, id: index, timestamp: index, toolCallId: null }))
  let listed = 0
  return {
    countSessions: async () => sessions.length,
    async listSessions(visit, { enough } = {}) {
      while (listed < sessions.length) {
        listed++
        if (enough?.()) return false
      }
      listed = 0
      for (const each of sessions) visit(rowOf(each))
      return true
    },
    async readSession(id) {
      const found = sessions.find((candidate) => candidate.id === id)
      return found ? rowOf(found) : null
    },
    takeWarnings: () => [],
    async readMessages(id, visit, { skip = 0, enough } = {}) {
      if (skip === 0) onRead(id)
      const found = sessions.find((candidate) => candidate.id === id)
      for (const row of found ? rowsOf(found).slice(skip) : []) {
        visit(row)
        skip++
        if (enough?.()) break
      }
      return skip >= (found?.messages.length ?? 0)
    },
    sweep(from) {
      let at = Number(from?.session ?? 0)
      let passed = 0
      let wanted: boolean | undefined
      return {
        // An open session begins again.
        get position() {
          return { session: String(at), message: '0' }
        },
        async run(visitor) {
          for (let each = sessions[at]; each; each = sessions[++at], passed = 0, wanted = undefined) {
            wanted ??= visitor.begin({ ...rowOf(each), display_title: 'Untitled', last_active: null })
            if (!wanted) continue
            if (passed === 0) onRead(each.id)
            for (const row of rowsOf(each).slice(passed)) {
              visitor.message(each.id, row)
              passed++
              if (passed === each.messages.length) break
              if (visitor.enough?.()) return false
            }
            visitor.end(rowOf(each))
            if (each.messages.length > 0 && visitor.enough?.()) {
              at++
              passed = 0
              wanted = undefined
              return false
            }
          }
          return true
        },
      }
    },
  }
}

function rowOf({ id, model, title, started_at, last_active, row = {} }: MemorySession): HermesSession {
  return {
    ...NO_FACTS,
    ...{ id, source: 'cli', model, title, preview: '', display_title: title, started_at, last_active },
    ...{ heartbeat: null, archived: false, hidden: false, counts: true, rows: null },
    ...row,
  }
}
