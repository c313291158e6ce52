import { expect } from 'vitest'
import { type ReportBatch, type ReportedSession, ReportTicketSchema } from '../../../src/contract/reports.ts'
import { STATS_VERSION } from '../../../src/engine/version.ts'
import { wholeOf } from '../reporting.ts'
import { api, bearer, call, callWith, type Owned, sendJson } from './client.ts'

/** The report protocol's requests, one function each. */

export const path = (owner: Owned, rest = '') => api(owner.handle, `/sources/default/reports${rest}`)

export async function begin(owner: Owned) {
  const answer = await sendJson('POST', path(owner), { engine_version: STATS_VERSION }, bearer(owner.key))
  expect(answer.status).toBe(201)
  return ReportTicketSchema.strict().parse(await answer.json())
}

export const put = (
  owner: Owned,
  report: string,
  body: BodyInit,
  headers: HeadersInit = {},
  settings: object = {},
) =>
  callWith(settings, path(owner, `/${report}/sessions`), {
    method: 'PUT',
    headers: { ...bearer(owner.key), 'Content-Type': 'application/json', ...headers },
    body,
  })

export const putBatch = (owner: Owned, report: string, batch: Partial<ReportBatch>) =>
  put(owner, report, JSON.stringify(batch))

export const known = (owner: Owned, report: string, buckets: string) =>
  call(path(owner, `/${report}/sessions?buckets=${buckets}`), { headers: bearer(owner.key) })

export const commit = (owner: Owned, report: string, sessions: readonly ReportedSession[]) =>
  sendJson('POST', path(owner, `/${report}/commit`), wholeOf(sessions), bearer(owner.key))
