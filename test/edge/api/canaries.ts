import type { HermesHook } from '../../../src/contract/hermes-events.ts'
import { hermesEvents, signed } from '../../fake-hermes.ts'
import type { Run } from '../../fixtures/run-sql.ts'
import { api, bearer, call, type Owned } from './client.ts'
import { database, MESSAGES, SESSIONS } from './histories.ts'

/** Must never reach a stranger. */
export const CANARY = 'Canary7Q'

/** All that an owner can show of a page. */
export const SHOWN = { publish_insights: true, publish_calendar: true, listed: true }

/** The limit of a row under which they are scanned: uploads under that of every day would take most of the time. */
export const CANARY_ROW_MAX_BYTES = 65_536

/** Returns a history in which every text of every row contains the canary, and which still unlocks badges. */
export function canaries(): Promise<Uint8Array<ArrayBuffer>> {
  return database((run) => {
    run(SESSIONS)
    run(MESSAGES)
    for (let index = 0; index < 12; index++)
      fill(run, `${CANARY}-session-${index}`, 1_749_000_000 + index * 90_000)
    // Over this limit of a row, so that its owner is warned.
    const long = `${CANARY} ${'x'.repeat(CANARY_ROW_MAX_BYTES)}`
    run('INSERT INTO messages (session_id, role, content, timestamp) VALUES (?, ?, ?, ?)', [
      ...[`${CANARY}-session-0`, 'user', long, 1_749_001_000],
    ])
  })
}

function fill(run: Run, id: string, at: number): void {
  run('INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', [
    id,
    `${CANARY}-source`,
    `${CANARY}-user`,
    `${CANARY}/claude-model`,
    `${CANARY} system prompt`,
    `${CANARY}-parent`,
    at,
    at + 500,
    `${CANARY}-end`,
    90,
    30,
    `${CANARY} title of ${id}`,
  ])
  const calls = JSON.stringify([
    {
      id: CANARY,
      function: { name: `${CANARY}_tool`, arguments: JSON.stringify({ path: `/${CANARY}/a.css` }) },
    },
    {
      id: CANARY,
      function: { name: 'terminal', arguments: JSON.stringify({ command: `${CANARY} docker` }) },
    },
  ])
  const say = `INSERT INTO messages (session_id, role, content, tool_call_id, tool_calls, tool_name, timestamp, finish_reason)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
  for (let turn = 0; turn < 110; turn++) {
    const time = at + turn * 3
    run(say, [id, 'user', `${CANARY} do it`, CANARY, null, null, time, CANARY])
    run(say, [id, 'assistant', `${CANARY} doing it`, CANARY, calls, null, time + 1, CANARY])
    run(say, [
      id,
      'tool',
      // The first calls work, so that they make a template.
      turn < 5 ? `${CANARY} it runs` : `Error: ${CANARY} EADDRINUSE port is already in use`,
      CANARY,
      null,
      'terminal',
      time + 2,
      CANARY,
    ])
  }
}

/** Has Hermes post the events of a turn, with canaries of its own. */
export async function tellAsHermes(
  { handle, key }: Pick<Owned, 'handle' | 'key'>,
  session: string,
): Promise<void> {
  const path = api(handle, '/hermes-events')
  const setUp = await call(`${path}/secret`, { method: 'POST', headers: bearer(key) })
  const { secret } = await setUp.json<HermesHook>()
  for (const event of hermesEvents(session, Date.now() / 1000 - 9, 1)) {
    const { headers, body } = await signed(event, secret)
    const { status } = await call(path, { method: 'POST', headers, body })
    if (status !== 204) throw new Error('an event was not taken')
  }
}
