import { expect, it } from 'vitest'
import { scanHistory } from '../../src/scan/scan-history.ts'
import type { Progress } from '../../src/scan/turns.ts'
import type { Counting } from '../../src/snapshot/snapshot.ts'
import { history, reading } from '../snapshot/histories.ts'
import { todayHistory } from './today.ts'

async function progressOf(bytes: Uint8Array, counting: Counting = 'lived') {
  const told: Pick<Progress, 'done' | 'total'>[] = []
  const request = {
    ...{ checkpoints: new Map(), limit: 0, nextTurn: async () => {} },
    onProgress: ({ done, total }: Progress) => told.push({ done, total }),
  }
  const { meta } = await reading(bytes, (snapshot) => scanHistory(snapshot, request), counting)
  return { told, sessions: meta.sessions_total }
}

it('sessions that have more messages than their rows say are told of once', async () => {
  const bytes = await history((run) => {
    for (const id of ['a', 'b', 'c']) {
      run('INSERT INTO sessions (id, source, started_at, message_count) VALUES (?, ?, 1, 0)', [id, 'cli'])
      run("INSERT INTO messages (session_id, role, content, timestamp) VALUES (?, 'user', 'x', 2)", [id])
    }
  })
  const { told, sessions } = await progressOf(bytes)
  expect(sessions).toBe(3)
  expect(told.at(-1)).toEqual({ done: 3, total: 3 })
  expect(told.filter(({ done, total }) => done > total)).toEqual([])
})

it('the last word on progress is the number of sessions that count', async () => {
  const { told, sessions } = await progressOf(todayHistory('today'), 'hermes')
  expect(told.at(-1)).toEqual({ done: sessions, total: sessions })
})
