import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readArguments } from '../../src/cli/arguments.ts'
import { keepKey } from '../../src/cli/kept-key.ts'
import { useLaurel } from './laurel.ts'

const laurel = useLaurel()
const SERVER = 'http://localhost:8787'
const PAGE = ['--to', SERVER, '--handle', 'ada']

let home = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'laurel-autopush-'))
  write('.hermes/state.db', '')
  for (const handle of ['ada', 'bob']) keepKey({ server: SERVER, handle }, 'laurel_right', keys())
  for (const program of ['systemctl', 'launchctl', 'schtasks']) {
    write(
      `bin/${program}`,
      `#!/bin/sh\necho "${program} $*" >> '${at('calls')}'\n[ ! -e '${at('broken')}' ] || { echo "no bus" >&2; exit 1; }\n`,
    )
    chmodSync(at('bin', program), 0o755)
  }
})
afterEach(() => rmSync(home, { recursive: true }))

const at = (...path: string[]) => join(home, ...path)
const keys = () => ({ env: { XDG_CONFIG_HOME: at('keys') }, home })
const write = (path: string, text: string) => {
  mkdirSync(dirname(at(path)), { recursive: true })
  writeFileSync(at(path), text)
}

/** A home of somebody who has had no schedule so far, on some system. */
function on(platform: NodeJS.Platform) {
  const env = {
    PATH: `${at('bin')}:${process.env.PATH}`,
    HERMES_HOME: at('.hermes'),
    XDG_CONFIG_HOME: at('keys'),
    XDG_STATE_HOME: at('state'),
  }
  return (...args: string[]) => laurel.run(['autopush', ...args], { env, platform, home })
}

/** What was asked of the system since the last look. */
function calls(): string[] {
  const said = existsSync(at('calls')) ? readFileSync(at('calls'), 'utf8').trim().split('\n') : []
  rmSync(at('calls'), { force: true })
  return said
}

/** The files and folders that are there. */
const everything = () => readdirSync(home, { recursive: true, encoding: 'utf8' }).toSorted()

/** The only file below a folder whose name ends so. */
function fileIn(folder: string, end: string): string {
  const names = readdirSync(at(folder), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith(end),
  )
  expect(names).toHaveLength(1)
  return at(folder, String(names[0]))
}

describe('laurel autopush on Linux', () => {
  it('has a timer of systemd run the push', async () => {
    const { status, stdout, stderr } = await on('linux')('install', ...PAGE, '--every', '15', '--sessions')
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toContain(`@ada at ${SERVER} is updated every 15 minutes now`)
    expect(stdout).toContain('enable-linger')
    const timer = readFileSync(fileIn('keys/systemd/user', '.timer'), 'utf8')
    expect(timer).toContain('OnUnitActiveSec=15min\n')
    expect(timer).toContain('WantedBy=timers.target\n')
    const service = readFileSync(fileIn('keys/systemd/user', '.service'), 'utf8')
    const [, line = ''] = /^ExecStart=(.*)$/m.exec(service) ?? []
    const [node, , ...words] = line.split(' ')
    expect(node).toBe(process.execPath)
    expect(readArguments(words)).toMatchObject({
      command: 'autopush',
      options: {
        action: 'run',
        folder: dirname(fileIn('state/laurel/autopush', 'installed.json')),
        history: at('.hermes/state.db'),
        pushed: { server: SERVER, handle: 'ada', sessions: true, upload: false },
      },
    })
    const [, id] = /laurel-autopush-(\w+)\.timer/.exec(stdout) ?? []
    expect(calls()).toEqual([
      'systemctl --user daemon-reload',
      `systemctl --user enable laurel-autopush-${id}.timer`,
      `systemctl --user restart laurel-autopush-${id}.timer`,
    ])
  })

  it('changes nothing when it is installed again, and has one schedule when it is installed otherwise', async () => {
    await on('linux')('install', ...PAGE)
    calls()
    const there = everything()
    expect((await on('linux')('install', ...PAGE)).stdout).toContain('Nothing has changed')
    expect(calls()).toEqual([expect.stringContaining('is-active')])
    expect((await on('linux')('install', ...PAGE, '--every', '60')).stdout).toContain('every 60 minutes')
    expect(everything()).toEqual([...there, 'calls'].toSorted())
    expect(readFileSync(fileIn('keys/systemd/user', '.timer'), 'utf8')).toContain('OnUnitActiveSec=60min')
  })

  it('says how the last update went, and takes out all that it has put in', async () => {
    const before = everything()
    expect((await on('linux')('status')).stdout).toBe('This machine updates no page by a schedule.\n')
    await on('linux')('install', ...PAGE)
    await on('linux')('install', '--to', SERVER, '--handle', '@bob')
    expect((await on('linux')('status', '--handle', 'ada')).stdout).toContain('No update so far.')
    const ada = (await on('linux')('status', '--handle', 'ada')).stdout
    const [, id = ''] = /laurel-autopush-(\w+)/.exec(ada) ?? []
    write(
      `state/laurel/autopush/${id}/log`,
      '2026-11-28T10:00:00.000Z before\n2026-11-28T10:30:00.000Z Updated @ada\n',
    )
    const { stdout } = await on('linux')('status')
    expect(stdout).toContain('10:30:00.000Z Updated @ada\n')
    expect(stdout).toContain('@bob')
    calls()
    expect((await on('linux')('remove', '--handle', 'ada')).stdout).toBe(
      `@ada at ${SERVER} is no longer updated.\n`,
    )
    expect(calls()).toEqual([
      `systemctl --user disable --now laurel-autopush-${id}.timer`,
      'systemctl --user daemon-reload',
    ])
    expect((await on('linux')('status')).stdout).not.toContain('@ada')
    await on('linux')('remove')
    calls()
    expect(everything()).toEqual(before)
    expect((await on('linux')('remove')).stdout).toBe('This machine updates no page by a schedule.\n')
  })

  it('says that a schedule does not run which others have changed or ended', async () => {
    await on('linux')('install', ...PAGE)
    expect((await on('linux')('status')).stdout).not.toContain('does not run')
    write('broken', '')
    expect((await on('linux')('status')).stdout).toContain('It does not run: install it again.')
    rmSync(at('broken'))
    rmSync(fileIn('keys/systemd/user', '.service'))
    expect((await on('linux')('status')).stdout).toContain('It does not run: install it again.')
    await on('linux')('install', ...PAGE)
    expect((await on('linux')('status')).stdout).not.toContain('does not run')
  })

  it('leaves nothing behind where systemd can’t be had', async () => {
    write('broken', '')
    const before = everything()
    const refused = await on('linux')('install', ...PAGE)
    expect(refused.status).toBe(1)
    expect(refused.stderr).toContain('“systemctl --user daemon-reload” said: no bus')
    expect(refused.stderr).toContain('--watch')
    calls()
    expect(everything()).toEqual(before)
    rmSync(at('bin/systemctl'))
    const { status, stderr } = await laurel.run(['autopush', 'install', ...PAGE], {
      env: {
        PATH: at('bin'),
        HERMES_HOME: at('.hermes'),
        XDG_CONFIG_HOME: at('keys'),
        XDG_STATE_HOME: at('state'),
      },
      platform: 'linux',
    })
    expect([status, stderr]).toEqual([1, expect.stringContaining('“systemctl” can’t be run.')])
    expect(existsSync(at('state'))).toBe(false)
  })

  it('keeps the schedule that there is when another one can’t be had', async () => {
    await on('linux')('install', ...PAGE)
    const timer = () => readFileSync(fileIn('keys/systemd/user', '.timer'), 'utf8')
    write('broken', '')
    expect((await on('linux')('install', ...PAGE, '--every', '60')).status).toBe(1)
    rmSync(at('broken'))
    expect(timer()).toContain('OnUnitActiveSec=30min')
    expect((await on('linux')('install', ...PAGE)).stdout).toContain('Nothing has changed')
  })

  it('quotes what systemd would read otherwise', async () => {
    const odd = 'a "b" 100% $HOME \\'
    write(`${odd}/state.db`, '')
    await on('linux')('install', at(odd, 'state.db'), ...PAGE)
    const service = readFileSync(fileIn('keys/systemd/user', '.service'), 'utf8')
    expect(service).toContain(` "${at()}/a \\"b\\" 100%% $$HOME \\\\/state.db" `)
  })
})

describe('laurel autopush elsewhere', () => {
  it('is an agent of launchd on macOS', async () => {
    const before = everything()
    write('a & <b>/state.db', '')
    const { status, stdout } = await on('darwin')('install', at('a & <b>', 'state.db'), ...PAGE)
    expect([status, stdout]).toEqual([0, expect.stringContaining('of launchd')])
    const path = fileIn('Library/LaunchAgents', '.plist')
    const plist = readFileSync(path, 'utf8')
    expect(plist).toContain(`<string>${at('a &amp; &lt;b&gt;', 'state.db')}</string>`)
    expect(plist).toContain('<key>StartInterval</key><integer>1800</integer>')
    const domain = `gui/${process.getuid?.()}`
    const [label = ''] = /laurel\.autopush\.\w+/.exec(plist) ?? []
    expect(calls()).toEqual([`launchctl bootout ${domain}/${label}`, `launchctl bootstrap ${domain} ${path}`])
    await on('darwin')('remove')
    calls()
    rmSync(at('a & <b>'), { recursive: true })
    expect(everything()).toEqual(before)
  })

  it('is a scheduled task on Windows', async () => {
    write('a "b" 100% \\/state.db', '')
    const { status, stdout } = await on('win32')('install', at('a "b" 100% \\', 'state.db'), ...PAGE)
    expect([status, stdout]).toEqual([0, expect.stringContaining('the scheduled task “Laurel autopush ')])
    const path = fileIn('state/laurel/autopush', 'run.cmd')
    const [said, , command] = readFileSync(path, 'utf8').split('\r\n')
    expect(said).toContain('laurel autopush remove')
    expect(command).toContain(` "${at()}/a \\"b\\" 100%% \\/state.db" --to `)
    expect(calls()).toEqual([
      expect.stringMatching(
        /^schtasks \/Create \/F \/SC MINUTE \/MO 30 \/TN Laurel autopush \w+ \/TR ".*run\.cmd"$/,
      ),
    ])
    await on('win32')('remove')
    expect(calls()).toEqual([expect.stringContaining('schtasks /Delete /F /TN')])
    expect(existsSync(at('state'))).toBe(false)
  })

  it('is refused where there is no scheduler that it knows, and without a key in a file', async () => {
    const refused = await on('aix')('install', ...PAGE)
    expect([refused.status, refused.stderr]).toEqual([
      1,
      expect.stringContaining('can’t schedule updates on this system'),
    ])
    const keyless = await on('linux')('install', '--to', SERVER, '--handle', 'carol')
    expect([keyless.status, keyless.stderr]).toEqual([2, expect.stringContaining('laurel login')])
    expect(existsSync(at('state'))).toBe(false)
  })

  it.each([
    [[], 'needs an action'],
    [['start'], 'Unknown action “start”'],
    [['status', '--every', '5'], 'has no option --every'],
    [['remove', 'state.db'], 'Too many arguments'],
    [['install', ...PAGE, '--every', '4'], '--every takes 5 to 1440'],
    [['install', ...PAGE, '--upload', '--titles'], 'Give either --upload or --titles'],
    [['install', 'state.db', ...PAGE, '--profile', 'coder'], 'Give either a path or --profile'],
  ])('refuses %j', async (args, why) => {
    const { status, stderr } = await on('linux')(...args)
    expect([status, stderr]).toEqual([2, expect.stringContaining(why)])
  })
})
