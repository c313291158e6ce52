import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { readSecret } from '../../src/cli/read-secret.ts'
import { useLaurel } from './laurel.ts'
import { CODE, KEY, PageServer } from './page-server.ts'
import { useServers } from './push-server.ts'

const laurel = useLaurel()
const startServer = useServers(() => new PageServer())

const keptAt = (home: string, url: string, handle = 'ada') =>
  `${laurel.path(home)}/laurel/keys/${encodeURIComponent(url)}/${handle}.key`
const at = (home: string) => ({ env: { XDG_CONFIG_HOME: laurel.path(home) } })

describe('laurel create', () => {
  it('keeps the key for its owner alone, and prints the recovery code', async () => {
    const { memory, url } = await startServer()
    const args = ['create', '@ada', '--to', url, '--timezone', 'Asia/Tokyo', '--visibility', 'private']
    const { status, stdout, stderr } = await laurel.run(args, at('created'))
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(memory.bodies).toEqual([{ handle: 'ada', time_zone: 'Asia/Tokyo', visibility: 'private' }])
    expect(stdout).toContain(`Created @ada: http://localhost/@ada\n`)
    expect(stdout).toContain(`Recovery code: ${CODE}\n`)
    expect(stdout).toContain(`laurel push --to ${url} --handle ada`)
    expect(stdout).not.toContain(KEY)
    const file = keptAt('created', url)
    expect(readFileSync(file, 'utf8')).toBe(`${KEY}\n`)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('never loses a key: it prints one that it cannot keep', async () => {
    const { url } = await startServer()
    mkdirSync(laurel.path('blocked'))
    writeFileSync(`${laurel.path('blocked')}/laurel`, 'a file')
    const { status, stdout, stderr } = await laurel.run(['create', 'ada', '--to', url], at('blocked'))
    expect(status).toBe(0)
    expect(stdout).toContain(`Owner key: ${KEY}\n`)
    expect(stderr).toContain('Store it yourself.')
  })

  it('prints JSON for programs, and keeps nothing then', async () => {
    const { url } = await startServer()
    const { stdout } = await laurel.run(['create', 'ada', '--to', url, '--json'], at('json'))
    expect(JSON.parse(stdout)).toMatchObject({ handle: 'ada', owner_key: KEY, recovery_code: CODE })
    expect(() => statSync(keptAt('json', url))).toThrow()
  })

  it('says in one line why there is no page, and what to do', async () => {
    const { url } = await startServer()
    await laurel.run(['create', 'ada', '--to', url], at('twice'))
    const again = await laurel.run(['create', 'ada', '--to', url], at('twice'))
    expect(again).toEqual({ status: 1, stdout: '', stderr: 'laurel: This handle is taken.\n' })
    const { status, stderr } = await laurel.run(['create', 'ada', '--to', 'http://127.0.0.1:1'], at('twice'))
    expect(status).toBe(1)
    expect(stderr).toMatch(/^laurel: http:\/\/127\.0\.0\.1:1 could not be reached: [^\n]+\. [^\n]+\n$/)
  })

  it.each([[[]], [['a']], [['Ada']], [['admin']], [['ada', 'bob']], [['ada', '--visibility', 'secret']]])(
    'refuses %j',
    async (words) => {
      const args = ['create', ...words, '--to', 'https://laurel.example']
      expect(await laurel.run(args)).toMatchObject({ status: 2, stdout: '' })
    },
  )
})

describe('laurel login', () => {
  const login = (url: string, stdin: string, home: string) =>
    laurel.run(['login', '--to', url, '--handle', 'ada'], { stdin, ...at(home) })

  it('keeps a key that the server accepts', async () => {
    const { memory, url } = await startServer()
    memory.handles.add('ada')
    const { status, stdout } = await login(url, `  ${KEY}\n`, 'login')
    expect(status).toBe(0)
    expect(stdout).toContain(keptAt('login', url))
    expect(readFileSync(keptAt('login', url), 'utf8')).toBe(`${KEY}\n`)
  })

  it.each([
    ['is wrong', 'laurel_wrong', /A wrong key/],
    ['is none', '\n', /not an owner key/],
  ])('keeps no key that %s', async (_, stdin, words) => {
    const { memory, url } = await startServer()
    memory.handles.add('ada')
    const { status, stdout, stderr } = await login(url, stdin, 'wrong')
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toMatch(words)
    expect(() => statSync(keptAt('wrong', url))).toThrow()
  })

  it('echoes nothing of what is typed on a terminal', async () => {
    const stdin = Object.assign(new PassThrough(), { isTTY: true })
    const shown: string[] = []
    const secret = readSecret('Key: ', { stdin, stderr: { write: (text) => shown.push(text) } })
    stdin.write('laurel_typx\x7fed\r')
    expect([await secret, shown.join('')]).toEqual(['laurel_typed', 'Key: \n'])
  })
})

describe('the key that is kept', () => {
  it('is that of its page and server, and the last one that push looks for', async () => {
    const { memory, url } = await startServer()
    await laurel.run(['create', 'ada', '--to', url], at('push'))
    memory.handles.delete('ada')
    const push = (handle: string, more: string[] = []) =>
      laurel.run(['push', laurel.golden('edges'), '--to', url, '--handle', handle, ...more], at('push'))
    const { status, stderr } = await push('ada')
    expect(status).toBe(1)
    expect(stderr).toMatch(/^laurel: There is no page @ada at [^\n]+ “laurel create ada --to [^\n]+\n/)
    const other = await push('bob')
    expect(other.status).toBe(2)
    expect(other.stderr).toContain(`“laurel login --to ${url} --handle bob”`)
    expect((await push('ada', ['--key', 'two words'])).stderr).toContain('This is not an owner key.')
  })
})
