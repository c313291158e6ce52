import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Pull } from '../../src/contract/pulls.ts'
import { useLaurel } from './laurel.ts'

const laurel = useLaurel()
const env = { LAUREL_KEY: 'laurel_canary-0123456789' }
const ADDRESS = 'https://nas.example.com/state.db'
const PULL: Pull = {
  source: 'nas',
  host: 'nas.example.com',
  has_header: true,
  interval_seconds: 21_600,
  created_at: 0,
  next_at: 0,
  failures: 0,
  fetched: null,
  last_check: null,
}
let pulls: Pull[] = [PULL]
const asked: { request: string; key: string | undefined; body: unknown }[] = []

const server = createServer(async (request, response) => {
  const body = await text(request)
  const asks = `${request.method} ${request.url}`
  asked.push({ request: asks, key: request.headers.authorization, body: body && JSON.parse(body) })
  if (request.method === 'DELETE') return response.writeHead(204).end()
  response.setHeader('Content-Type', 'application/json')
  response.end(JSON.stringify({ pulls }))
})
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => void server.close())

function pull(action: string, more: string[] = [], stdin = '') {
  const { port } = server.address() as AddressInfo
  const page = ['--to', `http://127.0.0.1:${port}`, '--handle', 'ada']
  return laurel.run(['pull', action, ...more, ...page], { env, stdin })
}

const last = () => asked.at(-1)

describe('laurel pull', () => {
  it('sets an address, and reads the value of a header from stdin, so that no command line has it', async () => {
    const more = [ADDRESS, '--source', 'nas', '--every', '6h', '--header', 'Authorization']
    const { status, stdout } = await pull('add', more, 'Bearer secret\n')
    expect(status).toBe(0)
    expect(last()).toEqual({
      request: 'PUT /api/v1/profiles/ada/pulls/nas',
      key: `Bearer ${env.LAUREL_KEY}`,
      body: {
        url: ADDRESS,
        interval_seconds: 21_600,
        header: { name: 'Authorization', value: 'Bearer secret' },
      },
    })
    expect(stdout).toContain('nas.example.com')
    expect(stdout).not.toContain('secret')
  })

  it('looks every hour for the default history unless told otherwise', async () => {
    await pull('add', [ADDRESS])
    expect(last()).toMatchObject({
      request: 'PUT /api/v1/profiles/ada/pulls/default',
      body: { url: ADDRESS, interval_seconds: 3600, header: null },
    })
  })

  it('shows what came of each, and JSON for programs', async () => {
    const at = Date.now() / 1000 - 600
    const error = {
      code: 'pull_failed',
      message: 'The server answered with status 404.',
      hint: 'Check the URL.',
    }
    pulls = [
      { ...PULL, last_check: { at, outcome: 'unchanged', status: null, error: null } },
      { ...PULL, source: 'desk', last_check: { at, outcome: 'failed', status: 404, error } },
      { ...PULL, source: 'new', interval_seconds: 900, fetched: { bytes: 64e6, total: 6.4e9 } },
    ]
    const { stdout } = await pull('list')
    expect(last()?.request).toBe('GET /api/v1/profiles/ada/pulls')
    expect(stdout.split('\n').map((line) => line.trim().split(/ {2,}/))).toEqual([
      ['history', 'from', 'every', 'checked', 'result'],
      ['nas', 'nas.example.com', '6 hours', '10 min ago', 'Unchanged'],
      ['desk', 'nas.example.com', '6 hours', '10 min ago', `${error.message} ${error.hint}`],
      ['new', 'nas.example.com', '15 minutes', 'Fetching: 64.0 MB of 6.4 GB'],
      [''],
    ])
    expect(JSON.parse((await pull('list', ['--json'])).stdout)).toEqual({ pulls })
    pulls = []
    expect((await pull('list')).stdout).toBe('Nothing is pulled.\n')
    pulls = [PULL]
  })

  it('pulls now, and ends a pull', async () => {
    await pull('now', ['--source', 'nas'])
    expect(last()?.request).toBe('POST /api/v1/profiles/ada/pulls/nas/now')
    const { stdout } = await pull('remove', ['--source', 'nas'])
    expect(last()?.request).toBe('DELETE /api/v1/profiles/ada/pulls/nas')
    expect(stdout).toBe('“nas” is no longer pulled. What was fetched stays.\n')
  })

  it.each([
    ['add', [], '“add” needs an address.'],
    ['add', [ADDRESS, ADDRESS], 'Too many arguments'],
    ['add', [ADDRESS, '--every', '90'], '--every takes'],
    ['add', [ADDRESS, '--header', 'Range'], '--header takes'],
    ['list', ['--every', '1h'], '“list” has no option --every.'],
    ['fetch', [], 'Unknown action “fetch”.'],
  ])('refuses “%s” with %j', async (action, more, problem) => {
    expect(await pull(action, more)).toMatchObject({ status: 2, stderr: expect.stringContaining(problem) })
  })
})
