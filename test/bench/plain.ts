import type { Message } from '../../src/engine/types.ts'
import { Utf8Text } from '../../src/engine/utf8-text.ts'
import type { ScannedSnapshot } from '../../src/scan/source-reading.ts'

/**
 * Returns the same history with strings instead of bytes: a scan then uses regular expressions, and parses tool calls.
 */
export function inStrings(snapshot: ScannedSnapshot): ScannedSnapshot {
  return {
    countSessions: () => snapshot.countSessions(),
    listSessions: (visit, options) => snapshot.listSessions(visit, options),
    readSession: (id) => snapshot.readSession(id),
    takeWarnings: (id) => snapshot.takeWarnings(id),
    readMessages: (id, visit, options) =>
      snapshot.readMessages(id, (message) => visit(withStrings(message)), options),
    sweep(from) {
      const sweep = snapshot.sweep(from)
      return {
        get position() {
          return sweep.position
        },
        run: (visitor) =>
          sweep.run({
            begin: (session) => visitor.begin(session),
            message: (id, message) => visitor.message(id, withStrings(message)),
            end: (session) => visitor.end(session),
            again: (id) => visitor.again(id),
            enough: () => visitor.enough?.() ?? false,
          }),
      }
    },
  }
}

function withStrings<Row extends Message>(message: Row): Row {
  const { content, toolCalls } = message
  const text = content instanceof Utf8Text ? content.toString() : content
  return { ...message, content: text, toolCalls: toolCalls?.toString() ?? null }
}
