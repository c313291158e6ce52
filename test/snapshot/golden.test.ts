import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { everything, golden } from './histories.ts'

interface ExpectedSession {
  session_id: string
  title: string
  source: string | null
  started_at: number
  last_active: number
  message_count: number
  model_names: string[]
}

function expectedSessions(name: string): ExpectedSession[] {
  const text = readFileSync(new URL(`../golden/${name}.expected.json`, import.meta.url), 'utf8')
  const { sessions }: { sessions: ExpectedSession[] } = JSON.parse(text)
  return sessions
}

const byId = (a: { session_id: string }, b: { session_id: string }) => (a.session_id < b.session_id ? -1 : 1)

describe.each(['edges', 'fuzz', 'history', 'history-next'])('the golden history %s', (name) => {
  it('has the titles, times and message counts that are expected of it', async () => {
    const read = (await everything(golden(name))).map(([session, messages]) => ({
      session_id: session.id,
      title: session.display_title,
      source: session.source,
      started_at: session.started_at,
      last_active: session.last_active,
      message_count: messages.length,
      model_names: session.model ? [session.model] : [],
    }))
    const expected = expectedSessions(name).map((session) => ({
      session_id: session.session_id,
      title: session.title,
      source: session.source,
      started_at: session.started_at,
      last_active: session.last_active,
      message_count: session.message_count,
      model_names: session.model_names,
    }))
    expect(read.sort(byId)).toEqual(expected.sort(byId))
  })
})

it('gives sessions newest first', async () => {
  const starts = (await everything(golden('history'))).map(([session]) => session.started_at ?? Number.NaN)
  expect(starts).toEqual([...starts].sort((a, b) => b - a))
})

it('shows the preview of titled sessions too', async () => {
  const text = readFileSync(new URL('../golden/history.sessions.expected.json', import.meta.url), 'utf8')
  const listed: { all_children: { id: string; preview: string }[] } = JSON.parse(text)
  const previews = new Map((await everything(golden('history'))).map(([{ id, preview }]) => [id, preview]))
  for (const { id, preview } of listed.all_children) expect(previews.get(id)).toBe(preview)
})
