import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Recount } from '../../src/contract/recount.ts'
import { useLaurel } from './laurel.ts'

const laurel = useLaurel()
const env = { LAUREL_KEY: 'laurel_canary-0123456789' }
const CHANGES: Recount = {
  done: false,
  removed: [{ achievement: 'let_him_cook', name: 'Let Him Cook', tier: 'Silver' }],
  redated: [{ achievement: 'full_send', name: 'Full Send', tier: null, from: 0, to: 86_400 }],
}
let changes: Omit<Recount, 'done'> = CHANGES
const asked: { path: string | undefined; key: string | undefined; body: unknown }[] = []

async function bodyOf(request: IncomingMessage): Promise<{ confirm: boolean }> {
  let text = ''
  for await (const piece of request) text += piece
  return JSON.parse(text)
}

const server = createServer(async (request, response) => {
  const body = await bodyOf(request)
  asked.push({ path: request.url, key: request.headers.authorization, body })
  response.setHeader('Content-Type', 'application/json')
  response.end(JSON.stringify({ ...changes, done: body.confirm }))
})
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => void server.close())

const recount = (...more: string[]) => {
  const { port } = server.address() as AddressInfo
  return laurel.run(['recount', '--to', `http://127.0.0.1:${port}`, '--handle', 'ada', ...more], { env })
}

it('says what would change, and what to do for it', async () => {
  expect(await recount()).toEqual({
    status: 0,
    stderr: '',
    stdout:
      '  Let Him Cook: Silver  would be removed\n  Full Send  1970-01-01 → 1970-01-02\nTo make these changes, run it again with --yes.\n',
  })
  expect(asked.at(-1)).toEqual({
    path: '/api/v1/profiles/ada/recount',
    key: `Bearer ${env.LAUREL_KEY}`,
    body: { confirm: false },
  })
})

it('does it when asked to, and prints JSON for programs', async () => {
  expect((await recount('--yes')).stdout).toContain('Let Him Cook: Silver  removed\n')
  expect(asked.at(-1)?.body).toEqual({ confirm: true })
  expect(JSON.parse((await recount('--json')).stdout)).toEqual(CHANGES)
})

it('says so where nothing changes', async () => {
  changes = { removed: [], redated: [] }
  expect((await recount()).stdout).toBe('Nothing to change: the histories support every badge and date.\n')
  changes = CHANGES
})

it('takes no history', async () => {
  expect(await recount('state.db')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('Unexpected argument'),
  })
})
