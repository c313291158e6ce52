import { join } from 'node:path'
import { LaurelError } from '../errors.ts'
import { xmlText } from '../render/xml.ts'
import type { Machine } from './hermes-home.ts'

/** What is run now and then. */
export interface Job {
  /** Names it among others: lowercase letters and digits. */
  id: string
  /** What it does, for people. */
  what: string
  /** The program and its arguments. */
  words: readonly string[]
  /** From one run to the next. Unit: minutes. */
  everyMinutes: number
  /** The folder that the job has for itself. */
  folder: string
}

/** How a system is told of a job: by files, and by programs of its own. */
export interface Schedule {
  /** What people call it. */
  called: string
  files: readonly { path: string; content: string }[]
  /** Puts the files into effect, also where an earlier job of that name is. */
  start: readonly Call[]
  /** Ends the job, before its files are removed; and what is left to do after. */
  stop: readonly Call[]
  stopped: readonly Call[]
  /** Succeeds if the job will run again. */
  ask: Call
  /** When it does not run. */
  limits: string
}

/** A program with its arguments. `mayFail`: it does where there is nothing to do. */
export interface Call {
  words: readonly string[]
  mayFail?: true
}

const MADE_BY = 'Written by “laurel autopush install”; “laurel autopush remove” takes it away.'

/** Returns how this machine is told of a job. @throws LaurelError `invalid_request` on other systems */
export function scheduleOf(job: Job, machine: Machine, userId: number | undefined): Schedule {
  const { platform } = machine
  if (platform === 'linux') return systemdTimer(job, machine)
  if (platform === 'darwin') return launchdAgent(job, machine, userId ?? 0)
  if (platform === 'win32') return scheduledTask(job)
  throw new LaurelError('invalid_request', `Laurel can’t schedule updates on this system (${platform}).`, {
    hint: 'Run “laurel push” from a scheduler of your own, or leave “laurel push … --watch” running.',
  })
}

/** A timer of the user's systemd (systemd.timer(5), systemd.service(5)). */
function systemdTimer(
  { id, what, words, everyMinutes }: Job,
  { env, home }: Pick<Machine, 'env' | 'home'>,
): Schedule {
  const folder = join(env.XDG_CONFIG_HOME || join(home, '.config'), 'systemd', 'user')
  const name = `laurel-autopush-${id}`
  const service = `# ${MADE_BY}
[Unit]
Description=${what.replaceAll('%', '%%')}

[Service]
Type=oneshot
ExecStart=${words.map(systemdWord).join(' ')}
Nice=10
`
  const timer = `# ${MADE_BY}
[Unit]
Description=${what.replaceAll('%', '%%')}

[Timer]
OnActiveSec=1min
OnUnitActiveSec=${everyMinutes}min

[Install]
WantedBy=timers.target
`
  const systemctl = (...more: string[]): Call => ({ words: ['systemctl', '--user', ...more] })
  return {
    called: `the timer ${name}.timer of your systemd`,
    files: [
      { path: join(folder, `${name}.service`), content: service },
      { path: join(folder, `${name}.timer`), content: timer },
    ],
    start: [
      systemctl('daemon-reload'),
      systemctl('enable', `${name}.timer`),
      systemctl('restart', `${name}.timer`),
    ],
    stop: [{ ...systemctl('disable', '--now', `${name}.timer`), mayFail: true }],
    stopped: [{ ...systemctl('daemon-reload'), mayFail: true }],
    ask: systemctl('is-active', '--quiet', `${name}.timer`),
    limits: 'It runs while you are logged in; “loginctl enable-linger” lets it run at other times, too.',
  }
}

/** Quotes a word as systemd.service(5), "Command lines", reads it. */
function systemdWord(word: string): string {
  const escaped = word.replace(/[\\"]/g, '\\$&').replaceAll('%', '%%').replaceAll('$', '$$$$')
  return /^[\w@+=:,./-]+$/.test(word) ? word : `"${escaped}"`
}

/** An agent of launchd (launchd.plist(5)). */
function launchdAgent(
  { id, words, everyMinutes }: Job,
  { home }: Pick<Machine, 'home'>,
  userId: number,
): Schedule {
  const label = `laurel.autopush.${id}`
  const path = join(home, 'Library', 'LaunchAgents', `${label}.plist`)
  const plist = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<!-- ${MADE_BY} -->
<plist version="1.0">
<dict>
  <key>Label</key><string>${label}</string>
  <key>ProgramArguments</key>
  <array>
${words.map((word) => `    <string>${xmlText(word)}</string>`).join('\n')}
  </array>
  <key>StartInterval</key><integer>${everyMinutes * 60}</integer>
  <key>RunAtLoad</key><true/>
  <key>ProcessType</key><string>Background</string>
</dict>
</plist>
`
  const domain = `gui/${userId}`
  const out: Call = { words: ['launchctl', 'bootout', `${domain}/${label}`], mayFail: true }
  return {
    called: `the agent ${label} of launchd`,
    files: [{ path, content: plist }],
    start: [out, { words: ['launchctl', 'bootstrap', domain, path] }],
    stop: [out],
    stopped: [],
    ask: { words: ['launchctl', 'print', `${domain}/${label}`] },
    limits: 'It runs while you are logged in.',
  }
}

/** A task of the Windows Task Scheduler, which takes no command of more than 261 characters: so a file holds it. */
function scheduledTask({ id, words, everyMinutes, folder }: Job): Schedule {
  const name = `Laurel autopush ${id}`
  const path = join(folder, 'run.cmd')
  const command = words.map((word) => windowsWord(word).replaceAll('%', '%%')).join(' ')
  return {
    called: `the scheduled task “${name}”`,
    files: [{ path, content: `@rem ${MADE_BY}\r\n@chcp 65001 >nul\r\n@${command}\r\n` }],
    start: [
      {
        words: [
          ...['schtasks', '/Create', '/F', '/SC', 'MINUTE', '/MO', String(everyMinutes)],
          ...['/TN', name, '/TR', `"${path}"`],
        ],
      },
    ],
    stop: [{ words: ['schtasks', '/Delete', '/F', '/TN', name], mayFail: true }],
    stopped: [],
    ask: { words: ['schtasks', '/Query', '/TN', name] },
    limits: 'It runs while you are logged in.',
  }
}

/** Quotes a word as Windows programs split their command line (CommandLineToArgvW). */
function windowsWord(word: string): string {
  if (/^[\w@+=:,./\\-]+$/.test(word)) return word
  return `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, '$&$&')}"`
}
