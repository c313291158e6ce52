import { readFileSync } from 'node:fs'
import { SessionAnalysis } from '../../src/engine/session-analysis.ts'
import type { AggregateFigures, SessionStats } from '../../src/engine/types.ts'
import { everything, golden } from '../snapshot/histories.ts'

/** The result of a conforming engine for a golden history. */
export interface Expected {
  timezone: string
  sessions: SessionStats[]
  aggregate: AggregateFigures
  achievements: Record<string, unknown>[]
}

export function expectedOf(name: string): Expected {
  return JSON.parse(readFileSync(new URL(`../golden/${name}.expected.json`, import.meta.url), 'utf8'))
}

/** Returns the stats of every session of a golden history. */
export async function analysed(name: string): Promise<SessionStats[]> {
  const histories = await everything(golden(name))
  return histories.map(([session, messages]) => {
    const analysis = new SessionAnalysis()
    for (const message of messages) analysis.message(message)
    return analysis.finish({
      id: session.id,
      source: session.source,
      model: session.model,
      display_title: session.display_title,
      started_at: session.started_at,
      last_active: session.last_active,
    })
  })
}

export const bySessionId = (a: SessionStats, b: SessionStats) => (a.session_id < b.session_id ? -1 : 1)
