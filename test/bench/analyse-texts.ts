import { SessionAnalysis } from '../../src/engine/session-analysis.ts'
import type { Content, SessionStats } from '../../src/engine/types.ts'
import { Utf8Text } from '../../src/engine/utf8-text.ts'

/** Returns the texts as a history stores them: as bytes. */
export function inBytes(sessions: readonly string[][]): Utf8Text[][] {
  return sessions.map((texts) => texts.map((text) => Utf8Text.from(text)))
}

/** Returns the stats of sessions with only these texts. */
export function analyseAll(sessions: readonly (readonly Content[])[]): SessionStats[] {
  return sessions.map(analyse)
}

function analyse(texts: readonly Content[]): SessionStats {
  const analysis = new SessionAnalysis()
  for (const content of texts) analysis.message({ role: 'user', content, toolName: null, toolCalls: null })
  return analysis.finish({
    id: '',
    source: null,
    model: null,
    display_title: '',
    started_at: null,
    last_active: null,
  })
}
