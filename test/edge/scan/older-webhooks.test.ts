import { abortAllDurableObjects } from 'cloudflare:test'
import { beforeEach, expect, it } from 'vitest'
import {
  clientOf,
  newProfile,
  nowSeconds,
  rowsOf,
  settle,
  stopTheClock,
  WITH_JSON_MANIFESTS,
} from './profiles.ts'
import { listedHooks, receiving } from './receivers.ts'

beforeEach(stopTheClock)

/** The tables from before webhooks had a state. */
const OLD_TABLES = `DROP TABLE webhooks; DROP TABLE deliveries; DROP TABLE failing_hosts;
  CREATE TABLE webhooks (
    id TEXT PRIMARY KEY, url TEXT NOT NULL, form TEXT NOT NULL, secret TEXT NOT NULL, origin TEXT NOT NULL,
    created_at REAL NOT NULL, attempted_at REAL, attempt_status INTEGER, attempt_delivered INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE deliveries (
    id TEXT PRIMARY KEY, webhook_id TEXT NOT NULL, news TEXT NOT NULL, created_at REAL NOT NULL,
    attempts INTEGER NOT NULL, due_at REAL NOT NULL
  ) STRICT, WITHOUT ROWID`

it('a webhook from before they had to prove themselves is live, and what waits for it is delivered', async () => {
  const handle = await newProfile()
  const { told } = receiving([204])
  await rowsOf(handle, OLD_TABLES)
  const now = nowSeconds()
  const hook = ['one', 'https://hooks.dev:8443/x?y=/z', 'json', 'whsec_AAAA', 'https://laurel.example', now]
  await rowsOf(handle, 'INSERT INTO webhooks VALUES (?, ?, ?, ?, ?, ?, NULL, NULL, NULL)', ...hook)
  const news = JSON.stringify([{ achievement_id: 'x', tier: null, at: now }])
  await rowsOf(handle, 'INSERT INTO deliveries VALUES (?, ?, ?, ?, 3, ?)', 'msg_1', 'one', news, now, now)
  await rowsOf(handle, WITH_JSON_MANIFESTS)
  await rowsOf(handle, 'DELETE FROM table_version WHERE version > 14')
  await abortAllDurableObjects()
  expect(await listedHooks(handle)).toEqual([
    {
      id: 'one',
      host: 'hooks.dev:8443',
      form: 'json',
      state: 'live',
      created_at: now,
      pending: 1,
      last_attempt: null,
    },
  ])
  await clientOf(handle).webhooks.try('one')
  await settle(handle)
  expect(told.map(({ headers }) => headers.get('webhook-id'))).toEqual(['msg_1'])
})
