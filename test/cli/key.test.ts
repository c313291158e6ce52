import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { keepKey } from '../../src/cli/kept-key.ts'
import { useLaurel } from './laurel.ts'

const laurel = useLaurel()
const env = { LAUREL_KEY: 'laurel_present' }
const NEXT = { owner_key: 'laurel_next', recovery_code: 'laurel_recovery_next' }
const asked: { path: string | undefined; key: string | undefined; body: unknown }[] = []
let status = 200
let onAsked = (): void => undefined

const server = createServer(async (request, response) => {
  const body = JSON.parse(await text(request))
  asked.push({ path: request.url, key: request.headers.authorization, body })
  onAsked()
  response.writeHead(status, { 'Content-Type': 'application/json' })
  const { recovery_code, ...key } = NEXT
  response.end(JSON.stringify({ ...key, ...(body.renew_recovery_code && { recovery_code }) }))
})
const folder = mkdtempSync(join(tmpdir(), 'laurel-'))
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
})

const rotate = (...more: string[]) => {
  const { port } = server.address() as AddressInfo
  return laurel.run(['key', 'rotate', '--to', `http://127.0.0.1:${port}`, '--handle', 'ada', ...more], {
    env,
  })
}

it('prints the new key, and what the one before is worth', async () => {
  expect(await rotate()).toEqual({
    status: 0,
    stderr: '',
    stdout: 'Owner key: laurel_next\nThe old key of @ada no longer works, and every browser is signed out.\n',
  })
  expect(asked.at(-1)).toEqual({
    path: '/api/v1/profiles/ada/owner-key',
    key: 'Bearer laurel_present',
    body: { renew_recovery_code: false },
  })
})

it('makes a new recovery code when asked to, and prints JSON for programs', async () => {
  const { stdout } = await rotate('--renew-recovery-code')
  expect(stdout).toContain('Recovery code: laurel_recovery_next\n')
  expect(JSON.parse((await rotate('--renew-recovery-code', '--json')).stdout)).toEqual(NEXT)
})

it('puts the new key into the file that the present one came from, through a link, for its owner alone', async () => {
  const [file, link] = [join(folder, 'laurel.key'), join(folder, 'link')]
  writeFileSync(file, 'laurel_from-file\n')
  symlinkSync(file, link)
  const { stdout } = await rotate('--key-file', link)
  expect(asked.at(-1)?.key).toBe('Bearer laurel_from-file')
  expect(stdout).toContain(`New owner key saved in ${link}.\n`)
  expect(stdout).not.toContain('laurel_next')
  expect(readFileSync(file, 'utf8')).toBe('laurel_next\n')
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

it('replaces a key that laurel login has kept, where it is kept', async () => {
  const { port } = server.address() as AddressInfo
  const page = { server: `http://127.0.0.1:${port}`, handle: 'ada' }
  const kept = keepKey(page, 'laurel_kept', { env: { XDG_CONFIG_HOME: folder }, home: folder })
  const { stdout } = await laurel.run(['key', 'rotate', '--to', page.server, '--handle', 'ada'], {
    env: { XDG_CONFIG_HOME: folder },
  })
  expect(asked.at(-1)?.key).toBe('Bearer laurel_kept')
  expect(stdout).toContain(`New owner key saved in ${kept}.\n`)
  expect(readFileSync(kept, 'utf8')).toBe('laurel_next\n')
})

it('never loses a key: it prints one that cannot be written', async () => {
  const gone = join(folder, 'gone')
  mkdirSync(gone)
  writeFileSync(join(gone, 'laurel.key'), 'laurel_from-file')
  onAsked = () => rmSync(gone, { recursive: true })
  const { stdout, stderr } = await rotate('--key-file', join(gone, 'laurel.key'))
  onAsked = () => undefined
  expect(stdout).toContain('Owner key: laurel_next\n')
  expect(stderr).toContain('Store it yourself.')
})

it('sends it once, and says what to do if the answer fails to come', async () => {
  status = 503
  const before = asked.length
  const { status: exit, stderr } = await rotate()
  status = 200
  expect([exit, asked.length]).toEqual([1, before + 1])
  expect(stderr).toContain('use the recovery code.')
})

it.each([[[]], [['show']], [['rotate', 'state.db']]])('refuses the words %j', async (words) => {
  expect(await laurel.run(['key', ...words], { env })).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('rotate'),
  })
})
