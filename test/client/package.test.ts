import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { files } from '../../package.json'
import { useLaurelServers } from './laurel-server.ts'

const newServer = useLaurelServers()
const run = promisify(execFile)
/** Inside the package, where its own name leads to what it exports. */
let folder = ''

beforeAll(async () => {
  await run('npm', ['run', '--silent', 'build:client'])
  folder = await mkdtemp('dist/client-')
}, 120_000)
afterAll(() => rm(folder, { recursive: true }))

it('is used as its README shows, in a process that then ends', async () => {
  const readme = await readFile('src/client/README.md', 'utf8')
  const example = /```js\n(import \{ liveClient \}.*?)```/s.exec(readme)?.[1] ?? ''
  expect(example).toContain('flush')
  await writeFile(join(folder, 'example.mjs'), example)
  const server = await newServer()
  const env = { PATH: process.env.PATH, LAUREL_SERVER: server.url, LAUREL_KEY: 'laurel_key' }
  expect(await run(process.execPath, [join(folder, 'example.mjs')], { env })).toEqual({
    stdout: '',
    stderr: '',
  })
  expect(server.received.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'DELETE /api/v1/profiles/ada/live-sessions/session-1/stream?stream_id=turn-1',
    'PUT /api/v1/profiles/ada/live-sessions/session-1',
  ])
  expect(server.received[1]).toMatchObject({
    key: 'Bearer laurel_key',
    body: { message_count: 2, title: 'Fix the build' },
  })
  const off = { ...env, LAUREL_SERVER: '' }
  expect(await run(process.execPath, [join(folder, 'example.mjs')], { env: off })).toEqual({
    stdout: '',
    stderr: '',
  })
  expect(server.received).toHaveLength(2)
})

it('comes with its README', () => {
  expect(files).toContain('src/client/README.md')
})

it('keeps no process alive, whatever still waits, but for as long as it is flushed', async () => {
  const server = await newServer()
  server.behaves(500)
  const code = `import { liveClient } from 'laurel/client'
    const client = liveClient({ server: '${server.url}', handle: 'ada', ownerKey: 'laurel_key' })
    client.beginTurn('s1', 't1')
    client.report('s1', { message_count: 1 })`
  await writeFile(join(folder, 'leaves.mjs'), code)
  expect(await run(process.execPath, [join(folder, 'leaves.mjs')])).toEqual({ stdout: '', stderr: '' })
  expect(server.received.length).toBeGreaterThan(0)
  const waiting = `${code}\n    console.log(await client.flush(1200))`
  await writeFile(join(folder, 'waits.mjs'), waiting)
  expect(await run(process.execPath, [join(folder, 'waits.mjs')])).toEqual({ stdout: 'false\n', stderr: '' })
})

it('comes with types that stand by themselves', async () => {
  const use = (report: string) => `import { liveClient, type LiveReport } from 'laurel/client'
    const report: LiveReport = ${report}
    const sent: Promise<boolean> = liveClient({ server: 'https://laurel.example' }).flush()
    export { report, sent }`
  await writeFile(join(folder, 'right.mts'), use('{ message_count: 1, title: null }'))
  await writeFile(join(folder, 'wrong.mts'), use("{ message_count: '1' }"))
  const options = [
    '--ignoreConfig',
    '--strict',
    '--noEmit',
    '--pretty',
    'false',
    '--module',
    'nodenext',
    '--types',
    '',
    '--lib',
    'es2023,dom',
  ]
  const names = ['right.mts', 'wrong.mts'].map((name) => join(folder, name))
  const { stdout } = await run('node_modules/.bin/tsc', [...options, ...names]).catch((error) => error)
  expect(stdout.trim().split('\n')).toEqual([
    expect.stringMatching(/^dist\/client-\w+\/wrong\.mts\(.*TS2322/),
  ])
})
