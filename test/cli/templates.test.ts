import { execFile } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { beforeEach, describe, expect, inject, it } from 'vitest'
import {
  type SessionTemplate,
  SessionTemplateSchema,
  SuggestionsSchema,
} from '../../src/contract/session-templates.ts'
import { compileSqliteOnNode } from '../../src/snapshot/node.ts'
import { loadSqlite } from '../../src/snapshot/sqlite.ts'
import { buildSample } from '../fixtures/sample.ts'
import { history } from '../snapshot/histories.ts'
import { useLaurel } from './laurel.ts'

const laurel = useLaurel()
const SESSION = 's00004_da08fe'

const folder = () => laurel.path('hermes/session-templates')
const run = (args: string[], stdin = '') =>
  laurel.run(['templates', ...args], { env: { HERMES_HOME: laurel.path('hermes') }, stdin })
const fileOf = (name: string): SessionTemplate =>
  SessionTemplateSchema.parse(JSON.parse(readFileSync(`${folder()}/${name}.json`, 'utf8')))

async function created(...args: string[]): Promise<SessionTemplate> {
  const { stdout, stderr } = await run(['create', ...args, '--json'])
  expect(stderr).toBe('')
  return SessionTemplateSchema.parse(JSON.parse(stdout))
}

beforeEach(() => rmSync(laurel.path('hermes'), { recursive: true, force: true }))

describe('laurel templates, on the golden history', () => {
  it('creates one with the first calls of a session, in a file for its owner alone', async () => {
    const made = await created(SESSION, laurel.golden('history'))
    expect(made).toMatchObject({
      name: expect.stringMatching(/^[a-z]+_s00004_da08fe_\d{10}$/),
      usage_count: 0,
      session_id: SESSION,
    })
    expect(made.examples.length).toBeGreaterThan(0)
    expect(fileOf(made.name)).toEqual(made)
    expect(statSync(`${folder()}/${made.name}.json`).mode & 0o777).toBe(0o600)
  })

  it('lists, shows, injects, counts and deletes', async () => {
    const database = laurel.golden('history')
    await created(SESSION, database, '--name', 'first', '--type', 'code', '--max-examples', '2')
    await created(SESSION, database, '--name', 'second', '--type', 'file')
    expect((await run(['list'])).stdout).toMatch(/second.*\n.*first.*2 examples · not used yet/)
    expect((await run(['list', '--type', 'code'])).stdout).not.toContain('second')
    expect((await run(['show', 'first'])).stdout).toMatch(/first +code\n[\s\S]+1\. \w+\n +\{/)

    const messages = [
      { role: 'system', content: 's' },
      { role: 'user', content: 'u', own: [1] },
    ]
    const injected = JSON.parse((await run(['inject', 'first'], JSON.stringify(messages))).stdout)
    expect(injected).toHaveLength(2 + 1 + 2 * 2)
    expect([injected[0], injected.at(-1)]).toEqual(messages)
    expect(injected[2].tool_calls[0].function.name).toBe(fileOf('first').examples[0]?.tool_name)
    expect(fileOf('first').usage_count).toBe(1)
    expect((await run(['list'])).stdout).toContain('used once')

    expect((await run(['delete', 'first'])).stdout).toContain('Deleted first')
    expect(await run(['show', 'first'])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('no such'),
    })
  })

  it('injects of a type the one that was used least', async () => {
    const database = laurel.golden('history')
    for (const name of ['a', 'b']) await created(SESSION, database, '--name', name, '--type', 'code')
    for (let time = 0; time < 4; time++)
      expect((await run(['inject', '--type', 'code'], '[]')).status).toBe(0)
    expect([fileOf('a').usage_count, fileOf('b').usage_count]).toEqual([2, 2])
    expect(await run(['inject', '--type', 'file'], '[]')).toMatchObject({ status: 1, stdout: '' })
  })

  it('suggests sessions by what they do first, and says why', async () => {
    const database = laurel.golden('history')
    const { stdout } = await run(['suggest', database, '--limit', '4', '--json'])
    const { suggestions, considered } = SuggestionsSchema.parse(JSON.parse(stdout))
    expect([suggestions.length, considered]).toEqual([4, 110])
    const scores = suggestions.map(({ score }) => score)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
    const text = (await run(['suggest', database, '--limit', '4'])).stdout
    for (const { session_id, reasons } of suggestions) {
      expect(text).toContain(session_id)
      expect(text).toContain(reasons.join(' · '))
    }
    expect(text).not.toContain('\x1b')
  })

  it('says what there is no template of', async () => {
    const database = laurel.golden('history')
    expect((await run(['create', 'nothing', database])).stderr).toContain('no such session')
    await created(SESSION, database, '--name', 'taken')
    expect(await run(['create', SESSION, database, '--name', 'taken'])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('already a template with that name'),
    })
    const { stderr } = await run(['create', SESSION, database, '--max-examples', '51'])
    expect(stderr).toContain('at most 50')
  })
})

describe('a folder of templates', () => {
  it('may not be there yet', async () => {
    expect(await run(['list'])).toMatchObject({
      status: 0,
      stderr: '',
      stdout: expect.stringContaining('No templates yet'),
    })
  })

  it('is read as far as it can be: what is no template is skipped with a warning', async () => {
    const database = laurel.golden('history')
    await created(SESSION, database, '--name', 'good')
    const bad = {
      cut: '{"name": "cut", "typ',
      odd: '{"type": "odd"}',
      list: '[]',
      none: '',
      deep: '['.repeat(1e5),
    }
    for (const [name, text] of Object.entries(bad)) writeFileSync(`${folder()}/${name}.json`, text)
    writeFileSync(`${folder()}/no name.json`, '{}')
    writeFileSync(`${folder()}/notes.txt`, 'mine')
    const { status, stdout, stderr } = await run(['list'])
    expect(status).toBe(0)
    expect(stdout).toMatch(/^ {2}good .*\n$/)
    expect(stderr.match(/is skipped/g)).toHaveLength(6)
    expect((await run(['inject', '--type', fileOf('good').type], '[]')).status).toBe(0)
    expect(await run(['show', 'cut'])).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/is not a template/),
    })
    expect((await run(['delete', 'cut'])).status).toBe(0)
  })

  it('may have templates in their first form, which stay in it', async () => {
    mkdirSync(folder(), { recursive: true })
    const example = { tool_name: 'terminal', arguments: { id: 1 }, result: 'ok', success: true }
    const old = {
      name: 'old',
      task_type: 'code',
      examples: [example, { ...example, success: false }],
      created_at: 1.5,
      usage_count: 4,
    }
    writeFileSync(`${folder()}/old.json`, JSON.stringify(old).replace('1}', '12345678901234567890}'))
    expect((await run(['list'])).stdout).toMatch(/old +code +1 example · used 4 times/)
    expect(JSON.parse((await run(['inject', 'old'], '[]')).stdout)).toHaveLength(3)
    const text = readFileSync(`${folder()}/old.json`, 'utf8')
    expect(text).toContain('12345678901234567890')
    expect(JSON.parse(text)).toMatchObject({ task_type: 'code', usage_count: 5, examples: { length: 2 } })
  })

  it('counts every use, also at the same time, and after a process was killed meanwhile', async () => {
    await created(SESSION, laurel.golden('history'), '--name', 'one')
    const lock = `${folder()}/one.json.lock`
    writeFileSync(lock, '')
    utimesSync(lock, 1, 1)
    await Promise.all(Array.from({ length: 8 }, () => run(['inject', 'one'], '[]')))
    expect(fileOf('one').usage_count).toBe(8)
    expect(existsSync(lock)).toBe(false)
  })

  it('calls a template as its file is called', async () => {
    const made = await created(SESSION, laurel.golden('history'), '--name', 'one')
    writeFileSync(`${folder()}/other.json`, JSON.stringify({ ...made, name: '../../one' }))
    const listed = JSON.parse((await run(['list', '--json'])).stdout)
    expect(listed.map(({ name }: SessionTemplate) => name).sort()).toEqual(['one', 'other'])
  })
})

it.each(['', 'no JSON', '{}', '[5]', '[{"content": "no role"}]'])(
  'inject refuses %j for messages, and counts no use',
  async (stdin) => {
    await created(SESSION, laurel.golden('history'), '--name', 'one')
    expect(await run(['inject', 'one'], stdin)).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('is not a list of messages'),
    })
    expect(fileOf('one').usage_count).toBe(0)
  },
)

it('takes secrets out, says how many, and leaves them where it is told to', async () => {
  const bytes = await history((run) => {
    run(`INSERT INTO sessions (id, source, started_at) VALUES ('s', 'cli', 1)`)
    const calls = JSON.stringify([
      {
        id: 'a',
        function: { name: 'terminal', arguments: '{"command":"x --token canary-1","api_key":"canary-2"}' },
      },
    ])
    const say =
      'INSERT INTO messages (session_id, role, content, tool_calls, tool_call_id, timestamp) VALUES (?, ?, ?, ?, ?, ?)'
    run(say, ['s', 'assistant', null, calls, null, 1])
    run(say, ['s', 'tool', 'of another call', null, 'b', 2])
    run(say, ['s', 'tool', '\x1b[31mDB_PASSWORD=canary-3', null, 'a', 3])
  })
  const database = laurel.file('secrets.db', bytes)
  expect((await run(['create', 's', database, '--name', 'clean'])).stdout).toContain(
    '1 example, 3 secrets removed',
  )
  expect(readFileSync(`${folder()}/clean.json`, 'utf8')).not.toContain('canary')
  for (const form of ['openai', 'prefill', 'context', 'skill']) {
    const stdin = form === 'context' ? '{"extra": {"is_first_turn": true}}' : '[]'
    const { status, stdout } = await run(['inject', 'clean', '--as', form], stdin)
    expect([status, stdout]).toEqual([0, expect.stringContaining('DB_PASSWORD=[redacted]')])
    expect(stdout).not.toContain('canary')
  }
  const shown = (await run(['show', 'clean'])).stdout
  expect(shown).toContain('DB_PASSWORD=[redacted]')
  expect(shown).not.toContain('\x1b')
  await run(['create', 's', database, '--name', 'whole', '--no-redact'])
  expect(fileOf('whole')).toMatchObject({
    redacted: 0,
    examples: [{ arguments: { api_key: 'canary-2' }, result: '\x1b[31mDB_PASSWORD=canary-3' }],
  })
})

describe('laurel templates for Hermes', () => {
  const config = () => laurel.path('hermes/config.yaml')
  const messages = () => laurel.path('hermes/laurel-prefill.json')
  const write = (text: string) => {
    mkdirSync(laurel.path('hermes'), { recursive: true })
    writeFileSync(config(), text)
  }

  it('uses one, once only, and takes it out again: the config is as it was', async () => {
    await created(SESSION, laurel.golden('history'), '--name', 'one')
    const before = '# mine\nmodel: x  # not y\n'
    write(before)
    expect((await run(['use', 'one'])).stdout).toContain('begins each session with one')
    expect(readFileSync(config(), 'utf8')).toMatch(
      /^# mine\nmodel: x {2}# not y\n# .*\nprefill_messages_file: laurel-prefill\.json\n$/,
    )
    expect(JSON.parse(readFileSync(messages(), 'utf8'))[0]).toMatchObject({ role: 'user' })
    expect(statSync(messages()).mode & 0o777).toBe(0o600)
    expect((await run(['use', 'one'])).stdout).toContain('Nothing has changed')
    expect(fileOf('one').usage_count).toBe(1)
    expect((await run(['unuse'])).stdout).toContain('no longer')
    expect(readFileSync(config(), 'utf8')).toBe(before)
    expect(readdirSync(laurel.path('hermes')).sort()).toEqual(['config.yaml', 'session-templates'])
  })

  it('changes nothing where the config can’t be parsed', async () => {
    await created(SESSION, laurel.golden('history'), '--name', 'one')
    write('a: [')
    expect(await run(['use', 'one'])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('can’t be parsed'),
    })
    expect(readFileSync(config(), 'utf8')).toBe('a: [')
    expect(existsSync(messages())).toBe(false)
  })

  it('answers a hook before the first turn alone, and counts that', async () => {
    await created(SESSION, laurel.golden('history'), '--name', 'one')
    const event = (is_first_turn: boolean) =>
      run(['inject', 'one', '--as', 'context'], JSON.stringify({ session_id: 's', extra: { is_first_turn } }))
    expect(JSON.parse((await event(true)).stdout)).toEqual({ context: expect.stringContaining('“one”') })
    expect(await event(false)).toMatchObject({ status: 0, stdout: '' })
    expect(fileOf('one').usage_count).toBe(1)
  })
})

it('the README’s way from create to inject works as it is written', async () => {
  const readme = readFileSync('README.md', 'utf8')
  const script = /## Session templates\n[\s\S]*?```sh\n([\s\S]*?)```/.exec(readme)?.[1] ?? ''
  await loadSqlite(compileSqliteOnNode)
  mkdirSync(laurel.path('dist/assets'), { recursive: true })
  laurel.file('dist/assets/sample.db.gz', gzipSync(await buildSample()))
  const npx = `npx() { shift; node ${inject('laurel')} "$@"; }`
  const { stdout, stderr } = await promisify(execFile)('bash', ['-ec', `${npx}\n${script}`], {
    cwd: laurel.path('.'),
    env: { PATH: process.env.PATH, HOME: laurel.path('home') },
  })
  expect(stderr).toBe('')
  expect(stdout).toContain('why-twice: ')
  const messages = JSON.parse(stdout.slice(stdout.indexOf('\n[') + 1))
  expect(messages.length).toBeGreaterThan(3)
  expect(messages.at(-1)).toEqual({ role: 'user', content: 'Why does it answer twice?' })
})
