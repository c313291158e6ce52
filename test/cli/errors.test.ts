import { mkdirSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { database, golden, history, TABLES } from '../snapshot/histories.ts'
import { useLaurel } from './laurel.ts'

const laurel = useLaurel()

/** Evenly spread bytes, as encryption leaves them. */
function noise(length: number): Uint8Array {
  let state = 1
  return Uint8Array.from({ length }, () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 8
  })
}

function corrupt(bytes: Uint8Array): Uint8Array {
  return bytes.slice().fill(0xff, 100, 4096)
}

describe('laurel scan', () => {
  const HISTORIES: [string, () => Uint8Array | Promise<Uint8Array>, RegExp][] = [
    ['is empty', () => new Uint8Array(), /The file is empty/],
    ['is packed', () => gzipSync(golden('edges')), /looks like gzip data.* Unpack it/],
    ['is no database', () => new TextEncoder().encode('hello'), /not an SQLite database/],
    ['is encrypted', () => noise(8 * 4096), /encrypted/],
    ['is cut short', () => golden('edges').slice(0, -4096), /end of this database is missing/],
    ['is damaged', () => corrupt(golden('edges')), /damaged/],
    ['has no sessions', () => database((run) => run('CREATE TABLE messages (id)')), /sessions/],
    ['has no messages', () => database((run) => run(TABLES.split(';')[0] ?? '')), /messages/],
    [
      'lacks columns',
      () => history((run) => run('ALTER TABLE messages RENAME content TO body')),
      /lacks: content/,
    ],
  ]
  it.each(HISTORIES)('says in one line that a history %s', async (_, bytes, words) => {
    const { status, stdout, stderr } = await laurel.run(['scan', laurel.file('bad.db', await bytes())])
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toMatch(/^laurel: [^\n]+\n$/)
    expect(stderr).toMatch(words)
    expect(stderr).not.toContain('went wrong in Laurel')
  })

  it('says in one line that there is no such file, or that it is a folder', async () => {
    mkdirSync(laurel.path('folder'))
    for (const name of ['nothing.db', 'folder', 'node_modules/nothing']) {
      const { status, stderr } = await laurel.run(['scan', laurel.path(name), '--json'])
      expect(status).toBe(1)
      expect(stderr).toMatch(/^laurel: (There is no such file|This is not a file)\. [^\n]+\n$/)
    }
  })

  it('says where it looked when no history is given and none is there', async () => {
    const env = { HERMES_HOME: laurel.path('nowhere') }
    const told = (folder: string) => ({
      status: 1,
      stdout: '',
      stderr: `laurel: No Hermes history found. Looked for: ${laurel.path(folder)}/state.db, \
${laurel.path(folder)}/profiles/*/state.db. Give the path of the state.db in your Hermes folder.\n`,
    })
    expect(await laurel.run(['scan'], { env })).toEqual(told('nowhere'))
    expect(await laurel.run(['scan'])).toEqual(told('home/.hermes'))
  })
})

describe('laurel', () => {
  it.each([
    [['nonsense']],
    [['--nonsense']],
    [['scan', '--nonsense']],
    [['scan', '-x']],
    [['scan', '--limit', 'many', 'state.db']],
    [['scan', '--timezone', 'Mars/Olympus', 'state.db']],
    [['scan', '--checkpoint']],
    [['scan', '--json=yes', 'state.db']],
    [['scan', 'one.db', 'two.db']],
    [['--json']],
    [['templates']],
    [['templates', 'paint']],
    [['templates', 'list', '--limit', '3']],
    [['templates', 'list', 'more']],
    [['templates', 'list', '--type', 'other']],
    [['templates', 'create']],
    [['templates', 'create', 'session', '--max-examples', '0']],
    [['templates', 'create', 'session', '--name', 'no/name']],
    [['templates', 'show', '..']],
    [['templates', 'inject']],
    [['templates', 'inject', 'name', '--type', 'code']],
  ])('answers %j with a hint and status 2', async (args) => {
    const { status, stdout, stderr } = await laurel.run(args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/^laurel: [^\n]+ Try “laurel (scan |templates )?--help”\.\n$/)
  })

  it('says what it can do', async () => {
    expect(await laurel.run(['--help'])).toMatchObject({ status: 0, stderr: '' })
    const general = (await laurel.run(['--help'])).stdout
    expect(general).toContain('laurel scan')
    expect((await laurel.run(['help'])).stdout).toBe(general)
    expect(await laurel.run([])).toEqual({ status: 0, stdout: general, stderr: '' })
    const scan = (await laurel.run(['scan', '--help'])).stdout
    expect((await laurel.run(['help', 'scan'])).stdout).toBe(scan)
    for (const option of ['--timezone', '--json', '--checkpoint', '--limit', '-h, --help']) {
      expect(scan).toContain(`  ${option}`)
    }
    expect(scan).toMatch(/Private: FILE\s+holds\s+session\s+titles/)
    const templates = (await laurel.run(['templates', '--help'])).stdout
    for (const option of [
      '--folder',
      '--type',
      '--name',
      '--max-examples',
      '--no-redact',
      '--limit',
      '--json',
    ])
      expect(templates).toContain(`  ${option}`)
    for (const line of `${general}\n${scan}\n${templates}`.split('\n'))
      expect(line.length).toBeLessThanOrEqual(80)
  })

  it('says its version', async () => {
    const { stdout } = await laurel.run(['--version'])
    expect(stdout).toMatch(/^laurel \d+\.\d+\.\d+\n$/)
  })
})
