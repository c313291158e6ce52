import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keepKey } from '../../src/cli/kept-key.ts'
import { useLaurel } from './laurel.ts'

const laurel = useLaurel()
const SERVER = 'http://localhost:8787'
const PAGE = ['--to', SERVER, '--handle', 'ada']
const CONFIG = '# mine\nmodel: x   # why\n\nhooks:\n  on_session_end:\n    - command: "~/mine.sh" # keep\n'

let home = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'laurel-hook-'))
  write('.hermes/state.db', '')
  write('.hermes/config.yaml', CONFIG)
  keepKey({ server: SERVER, handle: 'ada' }, 'laurel_right', { env: {}, home })
})
afterEach(() => rmSync(home, { recursive: true }))

const at = (...path: string[]) => join(home, ...path)
const write = (path: string, text: string | Uint8Array, mode = 0o644) => {
  mkdirSync(dirname(at(path)), { recursive: true })
  writeFileSync(at(path), text)
  chmodSync(at(path), mode)
}
const read = (path: string) => readFileSync(at(path), 'utf8')
const env = () => ({
  HERMES_HOME: at('.hermes'),
  XDG_STATE_HOME: at('state'),
  XDG_CONFIG_HOME: at('.config'),
})
const hook = (...args: string[]) => laurel.run(['hook', ...args], { env: env() })
const install = (...args: string[]) => hook('install', ...PAGE, ...args)

/** Every file below the home, with its content and permissions. */
function everything(): Record<string, string> {
  const files = readdirSync(home, { recursive: true, withFileTypes: true })
  return Object.fromEntries(
    files.map((file) => {
      const path = join(file.parentPath, file.name)
      const content = file.isFile() ? readFileSync(path, 'latin1') : ''
      return [path, `${statSync(path).mode.toString(8)} ${content}`]
    }),
  )
}

describe('laurel hook', () => {
  it('adds an entry that runs a script of its own, and keeps a copy of before', async () => {
    const { status, stdout, stderr } = await install('--sessions', '--source', "it's")
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toContain('say yes when it asks')
    const script = at('.hermes/agent-hooks/laurel.sh')
    const words = `${script} ${at('.hermes/state.db')} --to ${SERVER} --handle ada --source 'it'\\\\''s' --sessions`
    expect(read('.hermes/config.yaml')).toBe(`# mine
model: x   # why

hooks:
  on_session_end:
    # Updates a Laurel page. “laurel hook remove” takes it out.
    - command: "${words}"
      timeout: 5
    - command: "~/mine.sh" # keep
`)
    expect(read('.hermes/config.yaml.laurel-backup')).toBe(CONFIG)
    expect(statSync(script).mode & 0o777).toBe(0o700)
    expect(existsSync(at('.hermes/shell-hooks-allowlist.json'))).toBe(false)
  })

  it('installed twice is installed once', async () => {
    await install()
    const once = everything()
    const { stdout } = await install()
    expect(stdout).toContain('Nothing has changed')
    expect(everything()).toEqual(once)
  })

  it('installed with other options replaces the former entry', async () => {
    await install()
    await install('--upload')
    const [command = '', another] = read('.hermes/config.yaml').match(/agent-hooks\/laurel\.sh.*/g) ?? []
    expect([command.includes('--upload'), another]).toEqual([true, undefined])
    expect(read('.hermes/config.yaml.laurel-backup')).toBe(CONFIG)
  })

  it.each<[string, string | Uint8Array]>([
    ['as it is', CONFIG],
    ['with windows line ends', CONFIG.replaceAll('\n', '\r\n')],
    ['without hooks or a last line end', 'model: x'],
    ['that is empty', ''],
  ])('removed leaves everything as it was, with a config %s', async (_, config) => {
    write('.hermes/config.yaml', config, 0o640)
    const before = everything()
    await install()
    await install('--titles')
    expect((await hook('remove')).status).toBe(0)
    rmdirSync(at('state'))
    const after = everything()
    expect(after).toEqual(before)
  })

  it('makes a config where there is none, and takes it away again', async () => {
    rmSync(at('.hermes/config.yaml'))
    await install()
    expect(read('.hermes/config.yaml')).toContain('on_session_end')
    await hook('remove')
    expect(readdirSync(at('.hermes'))).toEqual(['state.db'])
  })

  it('keeps a copy that differs from what it leaves, and other scripts', async () => {
    await install()
    write('.hermes/config.yaml', `${read('.hermes/config.yaml')}more: 1\n`)
    write('.hermes/agent-hooks/mine.sh', '')
    const { stdout } = await hook('remove')
    expect(stdout).toContain('is still in')
    expect(read('.hermes/config.yaml')).toBe(`${CONFIG}more: 1\n`)
    expect(readdirSync(at('.hermes/agent-hooks'))).toEqual(['mine.sh'])
  })

  it('has nothing to remove or to show where there is no hook', async () => {
    const before = everything()
    expect((await hook('remove')).stdout).toContain('There is no hook in')
    expect((await hook('status')).stdout).toContain('There is no hook in')
    expect(everything()).toEqual(before)
  })

  it('leaves a config alone that cannot be parsed, says where, and writes nothing else', async () => {
    write('.hermes/config.yaml', 'model: x\nhooks: [1\n')
    const before = everything()
    for (const args of [['install', ...PAGE], ['remove'], ['status']]) {
      const { status, stderr } = await hook(...args)
      expect([status, stderr]).toEqual([1, expect.stringMatching(/can’t be parsed: line \d+ is wrong/)])
    }
    const now = everything()
    expect(now).toEqual(before)
  })

  it('leaves a config alone that is read-only', async () => {
    write('.hermes/config.yaml', CONFIG, 0o444)
    const { status, stderr } = await install()
    expect([status, stderr]).toEqual([1, expect.stringContaining('is read-only')])
    expect(read('.hermes/config.yaml')).toBe(CONFIG)
    expect(existsSync(at('.hermes/agent-hooks'))).toBe(false)
  })

  it('follows a link to the config', async () => {
    write('dotfiles/config.yaml', CONFIG)
    rmSync(at('.hermes/config.yaml'))
    symlinkSync('../dotfiles/config.yaml', at('.hermes/config.yaml'))
    await install()
    expect(read('dotfiles/config.yaml')).toContain('laurel.sh')
    await hook('remove')
    expect([read('dotfiles/config.yaml'), read('.hermes/config.yaml')]).toEqual([CONFIG, CONFIG])
    expect(readdirSync(at('dotfiles'))).toEqual(['config.yaml'])
  })

  it('is set up in each profile for itself', async () => {
    write('.hermes/profiles/coder/state.db', '')
    write('.hermes/profiles/coder/config.yaml', 'model: y\n')
    await install('--profile', 'coder')
    expect(read('.hermes/config.yaml')).toBe(CONFIG)
    expect(read('.hermes/profiles/coder/config.yaml')).toContain(at('.hermes/profiles/coder/state.db'))
    expect((await hook('status', '--profile', 'coder')).stdout).toContain('No update so far.')
    // As it is for a profile’s own agent.
    const own = { env: { ...env(), HERMES_HOME: at('.hermes/profiles/coder') } }
    expect((await laurel.run(['hook', 'remove'], own)).stdout).toContain('no longer updates')
    expect(read('.hermes/profiles/coder/config.yaml')).toBe('model: y\n')
  })

  it('shows whether it may run, and what came of the last update', async () => {
    await install()
    expect((await hook('status')).stdout).toContain('You have not consented to it yet')
    const [, command] = /command: "(.*laurel\.sh.*)"/.exec(read('.hermes/config.yaml')) ?? []
    const approvals = [{ event: 'on_session_end', command, approved_at: '' }]
    write('.hermes/shell-hooks-allowlist.json', JSON.stringify({ approvals }))
    const [name = ''] = readdirSync(at('state/laurel/hooks'))
    write(`state/laurel/hooks/${name}/log`, 'one\ntwo\n')
    const { stdout } = await hook('status')
    expect(stdout).toContain('You have consented to it.')
    expect(stdout).toMatch(/log:\n {2}two\n$/)
  })

  it('needs the key in a file, a history, and a place for its script', async () => {
    const refusal = async (...args: string[]) => (await hook('install', ...args)).stderr
    expect(await refusal('--to', SERVER, '--handle', 'bob')).toContain('laurel login --to')
    expect(await refusal(...PAGE, '--key-file', at('none'))).toContain('needs the owner key in a file')
    write('.hermes/agent-hooks/laurel.sh', '#!/bin/sh\n')
    expect(await refusal(...PAGE)).toContain('is not Laurel’s')
    rmSync(at('.hermes/state.db'))
    expect(await refusal(...PAGE)).toContain('No Hermes history found')
    expect(read('.hermes/config.yaml')).toBe(CONFIG)
  })

  it('has Hermes post its events too, with a secret of the server’s, and takes that out again', async () => {
    const asked: unknown[] = []
    const server = createServer((request, response) => {
      asked.push([request.method, request.url, request.headers.authorization])
      const hook = { url: 'http://localhost/events', secret: 's1', events: ['pre_llm_call'], config: '' }
      response.writeHead(201, { 'Content-Type': 'application/json' }).end(JSON.stringify(hook))
    })
    await new Promise<void>((resolve) => server.listen(0, resolve))
    try {
      const url = `http://localhost:${(server.address() as AddressInfo).port}`
      keepKey({ server: url, handle: 'ada' }, 'laurel_live', { env: {}, home })
      const before = read('.hermes/config.yaml')
      const { status, stderr } = await hook('install', '--to', url, '--handle', 'ada', '--live')
      expect([status, stderr]).toEqual([0, ''])
      expect(asked).toEqual([['POST', '/api/v1/profiles/ada/hermes-events/secret', 'Bearer laurel_live']])
      const config = read('.hermes/config.yaml')
      expect(config).toContain('- name: "laurel"')
      expect(config).toContain('url: "http://localhost/events"')
      expect(config).toContain('secret: "s1"')
      expect(config).toContain('events: ["pre_llm_call"]')
      expect((await hook('status')).stdout).toContain('It also tells the page what it does')
      expect((await hook('remove')).status).toBe(0)
      expect(read('.hermes/config.yaml')).toBe(before)
    } finally {
      server.close()
    }
  })

  it.each([
    [[], '“hook” needs an action'],
    [['start'], 'Unknown action “start”.'],
    [['install', '--handle', 'ada'], '--to URL is required.'],
    [['install', ...PAGE, '--key', 'k'], 'no option --key.'],
    [['install', ...PAGE, '--upload', '--titles'], 'Give either --upload or --titles.'],
    [['install', 'state.db', ...PAGE], 'Too many arguments for “install”.'],
    [['status', ...PAGE], '“status” has no option --to.'],
    [['remove', 'x'], 'Too many arguments for “remove”.'],
    [['run', ...PAGE], '“run” is for the hook itself.'],
  ])('refuses %j', async (args, problem) => {
    expect(await laurel.run(['hook', ...args])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining(problem),
    })
  })
})

describe('the script that Hermes runs', () => {
  it('ends at once and says nothing, while the update runs with the owner’s options and no others', async () => {
    const args = ['hook', 'install', ...PAGE, '--titles']
    expect((await laurel.spawn(args, { env: { HOME: home } })).status).toBe(0)
    const [, command = ''] = /command: "(.*laurel\.sh.*)"/.exec(read('.hermes/config.yaml')) ?? []
    // In place of Node: it tells what it was asked, and goes on until it is let go.
    write(
      'node',
      `#!/bin/sh\necho "$@" > '${at('asked.tmp')}'; cat >> '${at('asked.tmp')}'\nmv '${at('asked.tmp')}' '${at('asked')}'\nwhile [ -e '${at('node')}' ] && [ ! -e '${at('enough')}' ]; do sleep 0.05; done\n: > '${at('ended')}'\n`,
      0o755,
    )
    write(
      '.hermes/agent-hooks/laurel.sh',
      read('.hermes/agent-hooks/laurel.sh').replace(/^node=.*/m, `node='${at('node')}'`),
      0o700,
    )
    const secret = JSON.stringify({ extra: { user_message: 'secret' } })
    const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', command], {
      input: secret,
      encoding: 'utf8',
    })
    expect([status, stdout, stderr]).toEqual([0, '', ''])
    expect(existsSync(at('ended'))).toBe(false)
    await expect.poll(() => existsSync(at('asked')), { timeout: 30_000 }).toBe(true)
    const [name = ''] = readdirSync(at('.local/state/laurel/hooks'))
    expect(read('asked')).toMatch(/\/laurel\.js hook run /)
    expect(read('asked').split(' hook run ')[1]).toBe(
      `${at('.local/state/laurel/hooks', name)} ${at('.hermes/state.db')} ${PAGE.join(' ')} --titles\n`,
    )
    write('enough', '')
    await expect.poll(() => existsSync(at('ended')), { timeout: 30_000 }).toBe(true)
  })
})
