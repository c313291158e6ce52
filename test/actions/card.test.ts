import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const run = promisify(execFile)
const SCRIPT = fileURLToPath(new URL('../../.github/actions/card/card.sh', import.meta.url))
const PNG = Buffer.from('89504e470d0a1a0a0000', 'hex')
const NOBODY = ['-c', 'user.name=Nobody', '-c', 'user.email=nobody@example.org']

type Answer = (response: ServerResponse) => void
const says =
  (text: string | Buffer, status = 200): Answer =>
  (response) =>
    response.writeHead(status).end(text)
const svg = (text: string) => says(`<svg xmlns="http://www.w3.org/2000/svg"><text>${text}</text></svg>\n`)

let folder: string
let clone: string
/** What is answered, by the path and query; a list is used up one by one, but for the last. */
let answers: Record<string, Answer[]>
let asked: string[]
const server = createServer(({ url = '' }, response) => {
  asked.push(url)
  const [first, ...rest] = answers[url] ?? [says('Not found', 404)]
  if (rest.length > 0) answers[url] = rest
  first?.(response)
})

const git = async (...args: string[]) => (await run('git', ['-C', clone, ...args])).stdout.trim()
const pushed = async (file: string) => await git('show', `origin/main:.github/laurel/${file}`)
const commits = async () => Number(await git('rev-list', '--count', 'origin/main'))

beforeEach(async () => {
  answers = {}
  asked = []
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  folder = mkdtempSync(join(tmpdir(), 'action-'))
  clone = join(folder, 'clone')
  await run('git', ['init', '--quiet', '--bare', '--initial-branch=main', join(folder, 'origin')])
  await run('git', ['clone', '--quiet', join(folder, 'origin'), clone])
  await git('checkout', '--quiet', '-b', 'main')
  await git(...NOBODY, 'commit', '--quiet', '--allow-empty', '-m', 'First')
  await git('push', '--quiet', '-u', 'origin', 'main')
})
afterEach(async () => {
  server.close()
  await once(server, 'close')
  rmSync(folder, { recursive: true })
})

/** Runs the script as the action does, and returns how it ended and what it printed. */
async function updated(inputs: Record<string, string> = {}): Promise<{ code: number; printed: string }> {
  const { port } = server.address() as AddressInfo
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    LAUREL_PAGE: `http://127.0.0.1:${port}/@ada`,
    LAUREL_PICTURES: 'card.svg',
    LAUREL_FOLDER: '.github/laurel',
    LAUREL_MESSAGE: 'Update Laurel pictures',
    LAUREL_RETRY_SECONDS: '0',
    ...inputs,
  }
  const ended = await run('bash', [SCRIPT], { cwd: clone, env }).then(
    ({ stdout }) => ({ code: 0, printed: stdout }),
    ({ code, stdout }: { code: number; stdout: string }) => ({ code, printed: stdout }),
  )
  await git('fetch', '--quiet')
  return ended
}

describe('the card action', () => {
  it('pushes pictures that changed, and commits nothing otherwise', async () => {
    answers['/@ada/card.svg?theme=night'] = [svg('one'), svg('one'), svg('two')]
    answers['/@ada/og.png'] = [says(PNG)]
    const LAUREL_PICTURES = 'card.svg?theme=night  dark.svg\n\nog.png\n'
    expect((await updated({ LAUREL_PICTURES })).code).toBe(0)
    expect(await pushed('dark.svg')).toContain('one')
    expect(readFileSync(join(clone, '.github/laurel/og.png'))).toEqual(PNG)
    expect(await updated({ LAUREL_PICTURES })).toEqual({ code: 0, printed: 'Nothing changed.\n' })
    expect(await commits()).toBe(2)
    await updated({ LAUREL_PICTURES })
    expect(await pushed('dark.svg')).toContain('two')
    expect(await commits()).toBe(3)
  })

  it('tries again when a server is away for a while', async () => {
    answers['/@ada/card.svg'] = [says('', 503), (response) => response.destroy(), svg('back')]
    expect((await updated()).code).toBe(0)
    expect(await pushed('card.svg')).toContain('back')
  })

  it('keeps the last good picture, and says so, when none can be had', async () => {
    const refused = [says('Gone', 404), says('<!doctype html><title>Sign in</title>'), says('<svg cut off')]
    for (const refusal of refused) {
      answers['/@ada/card.svg'] = [svg('good')]
      await updated()
      answers['/@ada/card.svg'] = [refusal]
      const { code, printed } = await updated()
      expect([code, printed]).toEqual([
        0,
        '::warning::card.svg could not be fetched. The last good one stays.\n',
      ])
      expect(await pushed('card.svg')).toContain('good')
    }
    expect(await commits()).toBe(2)
  })

  it('fails where there never was a picture, and still keeps the others', async () => {
    answers['/@ada/badge.svg'] = [svg('badge')]
    const { code, printed } = await updated({ LAUREL_PICTURES: 'card.svg\nbadge.svg' })
    expect(code).toBe(1)
    expect(printed).toContain('::error::card.svg could not be fetched, and there is none of before.')
    expect(await pushed('badge.svg')).toContain('badge')
  })

  it('puts its commit on top when somebody else has pushed meanwhile, without what was changed besides', async () => {
    const other = join(folder, 'other')
    await run('git', ['clone', '--quiet', join(folder, 'origin'), other])
    await run('git', ['-C', other, ...NOBODY, 'commit', '--quiet', '--allow-empty', '-m', 'Theirs'])
    await run('git', ['-C', other, 'push', '--quiet'])
    await run('bash', ['-c', 'echo draft > draft.txt && git add draft.txt'], { cwd: clone })
    answers['/@ada/card.svg'] = [svg('mine')]
    expect((await updated()).code).toBe(0)
    expect(await git('log', '--format=%s', 'origin/main')).toBe('Update Laurel pictures\nTheirs\nFirst')
    expect(await git('show', '--name-only', '--format=', 'origin/main')).toBe('.github/laurel/card.svg')
  })

  it.each([
    ['a page that is none', { LAUREL_PAGE: 'file:///etc/@ada' }],
    ['a page that is an option', { LAUREL_PAGE: '--config=/@ada' }],
    ['a folder elsewhere', { LAUREL_FOLDER: 'a/../../b' }],
    ['a file elsewhere', { LAUREL_PICTURES: 'card.svg ../../card.svg' }],
    ['a file that is no picture', { LAUREL_PICTURES: 'card.svg run.sh' }],
    ['too many words', { LAUREL_PICTURES: 'card.svg a.svg b.svg' }],
  ])('refuses %s before it asks for anything', async (_, inputs) => {
    const { code, printed } = await updated(inputs)
    expect([code, asked]).toEqual([1, []])
    expect(printed).toMatch(/^::error::“(page|folder|pictures)” /)
  })
})
