import type { Message } from '../../src/engine/types.ts'
import type { ScannedSnapshot } from '../../src/scan/slice.ts'

/** A session of a history in memory, as far as a scan looks at it. */
export interface MemorySession {
  id: string
  model: string | null
  title: string
  startedAt: number | null
  lastActive: number | null
  messages: Message[]
}

export function message(content: Message['content'], over: Partial<Message> = {}): Message {
  return { role: 'tool', content, toolName: 'terminal', toolCalls: null, ...over }
}

export function session(id: string, over: Partial<MemorySession> = {}): MemorySession {
  return { id, model: null, title: id, startedAt: 1000, lastActive: 1000, messages: [], ...over }
}

/** A snapshot of these sessions. `onRead` hears the id of each session whose messages are read. */
export function snapshotOf(
  sessions: readonly MemorySession[],
  onRead: (id: string) => void = () => {},
): ScannedSnapshot {
  return {
    async listSessions(visit) {
      for (const { id, model, title, startedAt, lastActive } of sessions) {
        visit({
          ...{ id, source: 'cli', model, title, preview: '', displayTitle: title, startedAt, lastActive },
          ...{
            endedAt: null,
            endReason: null,
            parentSessionId: null,
            messageCount: null,
            toolCallCount: null,
          },
          ...{ inputTokens: null, outputTokens: null, cacheReadTokens: null, cacheWriteTokens: null },
          ...{ reasoningTokens: null, estimatedCostUsd: null, actualCostUsd: null },
        })
      }
    },
    async readMessages(id, visit) {
      onRead(id)
      const messages = sessions.find((candidate) => candidate.id === id)?.messages ?? []
      for (const [index, row] of messages.entries()) visit({ ...row, id: index, timestamp: index })
    },
  }
}
