import { readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { achievements, createProfile, upload } from '../browser/api.ts'
import { hermesEvents, type Posted, signed, usageOf } from '../fake-hermes.ts'
import { isRunning, type Served, useServers } from './serving.ts'

const { folder, serve } = useServers()
/** One for all tests that leave it as they found it. */
const ofFile = useServers(afterAll)
let shared: Served
let sharedData: string

beforeAll(async () => {
  sharedData = join(await ofFile.folder(), 'new')
  shared = await ofFile.serve({ data: sharedData })
})

/** What HEAD need not say, and the time. */
const ONLY_WITH_A_BODY = ['content-length', 'transfer-encoding', 'date']

const answers = (url: string) =>
  fetch(`${url}/healthz`).then(
    ({ status }) => status,
    () => 'nothing',
  )
const named = ({ events }: Served, name: string) => events.filter(({ event }) => event === name)
const create = (url: string, handle: string, headers = {}) =>
  fetch(`${url}/api/v1/profiles`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify({ handle, time_zone: 'UTC', visibility: 'public' }),
  })

/** A Hermes that posts its events to a page, and what the page's owner reads. */
async function hermesOf(url: string, handle: string, key: string) {
  const owner = { headers: { Authorization: `Bearer ${key}` } }
  const api = `/api/v1/profiles/${handle}`
  const setUp = await fetch(`${url}${api}/hermes-events/secret`, { method: 'POST', ...owner })
  const { secret } = JSON.parse(await setUp.text())
  return {
    post: async (to: string, events: Posted[]) => {
      for (const event of events) {
        const answer = await fetch(`${to}${api}/hermes-events`, {
          method: 'POST',
          ...(await signed(event, secret)),
        })
        expect(answer.status).toBe(204)
      }
    },
    read: async (from: string, what: string) =>
      JSON.parse(await (await fetch(`${from}${api}/${what}`, owner)).text()),
  }
}

describe('laurel serve', () => {
  it.each(['/', '/docs', '/explore', '/healthz', '/robots.txt', '/api/v1/openapi.json', '/nowhere'])(
    'answers HEAD %s with the headers of GET',
    async (path) => {
      const [get, head] = await Promise.all(
        ['GET', 'HEAD'].map(async (method) => {
          const { headers } = await fetch(shared.url + path, { method })
          return [...headers].filter(([name]) => !ONLY_WITH_A_BODY.includes(name))
        }),
      )
      expect(head).toEqual(get)
    },
  )

  it('keeps everything in one folder that others can’t read, and runs the cron handler by itself', async () => {
    expect(await answers(shared.url)).toBe(200)
    expect((await stat(sharedData)).mode & 0o777).toBe(0o700)
    await expect.poll(() => named(shared, 'tick')).toHaveLength(1)
    expect(named(shared, 'listening')[0]).toMatchObject({ data: sharedData, url: shared.url })
  })

  it('goes on with what is stored, after it was killed as after it was stopped', async () => {
    const data = await folder()
    const first = await serve({ data })
    const key = await createProfile(first.url, 'ada')
    const hermes = await hermesOf(first.url, 'ada', key)
    const events = hermesEvents('agent:main:telegram:group:1@x', Date.now() / 1000 - 60, 3)
    await hermes.post(first.url, events.slice(0, 8))
    const { pid } = await first.runtime()
    await first.kill()
    // The kernel ends the runtime with its supervisor.
    await expect.poll(() => isRunning(pid)).toBe(false)
    const second = await serve({ data })
    expect((await fetch(`${second.url}/@ada`)).status).toBe(200)
    await hermes.post(second.url, events.toReversed())
    expect(await second.stop()).toBe(0)
    const third = await serve({ data })
    expect((await fetch(`${third.url}/@ada`)).status).toBe(200)
    await hermes.post(third.url, events)
    // Each event counts once, whoever took it.
    const usage = [0, 1, 2, 3, 4, 5].map(usageOf)
    const input_tokens = usage.reduce((sum, one) => sum + one.input_tokens, 0)
    const output_tokens = usage.reduce((sum, one) => sum + one.output_tokens, 0)
    expect(await hermes.read(third.url, 'sessions')).toMatchObject({
      sessions: [{ message_count: 9, input_tokens, output_tokens, is_streaming: false }],
    })
    expect(await hermes.read(third.url, 'insights?days=7')).toMatchObject({
      overview: { total_sessions: 1, total_input_tokens: input_tokens, total_output_tokens: output_tokens },
    })
  })

  it('starts a runtime again that has ended', async () => {
    const { pid } = await shared.runtime()
    process.kill(pid, 'SIGKILL')
    await expect.poll(() => named(shared, 'runtime_started')).toHaveLength(1)
    expect((await shared.runtime()).pid).not.toBe(pid)
    expect(await answers(shared.url)).toBe(200)
  })

  it('restarts a runtime that has grown too large', async () => {
    const server = await serve({ data: await folder(), vars: { SERVER_MEMORY_BYTES: 1 } })
    await expect.poll(() => named(server, 'runtime_started').length).toBeGreaterThan(0)
    expect(named(server, 'runtime_too_large')[0]?.bytes).toBeGreaterThan(1)
  })

  it('finishes a request that it has begun when it is stopped', async () => {
    const server = await serve({ data: await folder() })
    const body = JSON.stringify({ handle: 'late', time_zone: 'UTC', visibility: 'public' })
    const socket = createConnection({ host: '127.0.0.1', port: Number(new URL(server.url).port) })
    const head = `POST /api/v1/profiles HTTP/1.1\r\nHost: ${new URL(server.url).host}\r\nConnection: close\r\n`
    socket.write(
      `${head}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 9)}`,
    )
    const answer = new Promise<string>((resolve) => {
      let text = ''
      socket.on('data', (part) => {
        text += String(part)
      })
      socket.on('close', () => resolve(text))
    })
    await pause(200)
    const stopped = server.stop()
    await pause(200)
    socket.write(body.slice(9))
    expect(await answer).toMatch(/^HTTP\/1\.1 201 /)
    expect(await stopped).toBe(0)
  })

  it('refuses what would be stored while the disk is almost full; reading and deleting go on', async () => {
    const data = await folder()
    const before = await serve({ data })
    const key = await createProfile(before.url, 'ada')
    await before.stop()
    const server = await serve({ data, vars: { DISK_RESERVE_BYTES: '999999999999999' } })
    await expect.poll(async () => (await create(server.url, 'bob')).status).toBe(507)
    expect(await (await create(server.url, 'bob')).json()).toMatchObject({ error: { code: 'disk_full' } })
    expect(named(server, 'disk_almost_full')).toHaveLength(1)
    expect((await fetch(`${server.url}/@ada`)).status).toBe(200)
    const headers = { Authorization: `Bearer ${key}` }
    const answer = await fetch(`${server.url}/api/v1/profiles/ada`, { method: 'DELETE', headers })
    expect(answer.ok).toBe(true)
  })

  it('forgets objects whose file is not whole, and deletes files that no object has', async () => {
    const data = await folder()
    const first = await serve({ data })
    const key = await createProfile(first.url, 'ada')
    await upload(first.url, 'ada', key, await readFile('dist/assets/sample.db.gz'), 'gzip')
    await expect.poll(async () => (await achievements(first.url, 'ada')).scan_meta.mode).toBe('full')
    await first.stop()
    const blobs = join(data, 'r2', 'laurel-snapshots', 'blobs')
    const sizes = await Promise.all(
      (await readdir(blobs)).map(async (name) => ({ name, size: (await stat(join(blobs, name))).size })),
    )
    // A chunk of the history: views are replaced soon.
    const [chunk] = sizes.sort((a, b) => b.size - a.size)
    const one = chunk?.name ?? ''
    await truncate(join(blobs, one), 10)
    await writeFile(join(blobs, 'left-by-a-crash'), 'half')
    const second = await serve({ data })
    await expect.poll(() => named(second, 'objects_checked')).toHaveLength(1)
    expect(named(second, 'objects_checked')[0]).toMatchObject({ incomplete: 1 })
    const left = await readdir(blobs)
    expect([left.includes(one), left.includes('left-by-a-crash')]).toEqual([false, false])
  })

  it('counts by the address of the client, which a proxy on this machine says, and the client can’t', async () => {
    await createProfile(shared.url, 'ada')
    const guess = async (headers: Record<string, string>) => {
      const guessed = { Authorization: 'Bearer a-guess', ...headers }
      return (await fetch(`${shared.url}/api/v1/profiles/ada/sources`, { headers: guessed })).status
    }
    const fromOne = Array.from({ length: 32 }, (_, at) =>
      guess({ 'CF-Connecting-IP': `192.0.2.${at}`, 'MF-CF-Blob': `{"clientIp":"192.0.2.${at}"}` }),
    )
    expect(await Promise.all(fromOne)).toContain(429)
    const behindProxy = Array.from({ length: 32 }, (_, at) =>
      guess({ 'X-Forwarded-For': `192.0.2.${at}, 198.51.100.7` }),
    )
    expect(await Promise.all(behindProxy)).toContain(429)
    expect(await guess({ 'X-Forwarded-For': '198.51.100.8' })).toBe(403)
  })
})

describe('a folder', () => {
  it('is used by one server at a time', async () => {
    await expect(serve({ data: sharedData })).rejects.toThrow(
      `Another server uses this folder: process ${shared.pid}.`,
    )
  })

  it('that a newer runtime wrote is left alone', async () => {
    const data = await folder()
    await writeFile(join(data, 'laurel.json'), '{"workerd":"1.20990101.0"}')
    await expect(serve({ data })).rejects.toThrow('was last used with workerd 1.20990101.0')
    expect(await readdir(data)).toEqual(['laurel.json'])
  })
})

describe('a command line', () => {
  it.each([
    [['--set', 'NO_SUCH=1'], 2, 'Unknown setting NO_SUCH.'],
    [['--set', 'VIEW_TTL_SECONDS'], 2, '--set takes a setting and its value'],
    [
      ['--set', 'VIEW_TTL_SECONDS=soon'],
      1,
      'The setting VIEW_TTL_SECONDS must be a positive number of seconds.',
    ],
    [
      ['--set', 'SERVER_MEMORY_BYTES=much'],
      1,
      'The setting SERVER_MEMORY_BYTES must be a positive number of bytes.',
    ],
    [['--public-origin', 'laurel.example'], 1, 'The setting PUBLIC_ORIGIN must be'],
  ])('%j is refused', async (options, status, message) => {
    const refused = expect(serve({ data: await folder(), options })).rejects
    await refused.toThrow(`the server ended with ${status}: laurel: ${message}`)
  })

  it('that names a port in use is refused with what to do', async () => {
    const { port } = new URL(shared.url)
    const second = serve({ data: await folder(), options: ['--port', port] })
    await expect(second).rejects.toThrow(
      `Port ${port} is in use. Stop what uses it, or choose another one with --port.`,
    )
  })
})
