import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { configFrom, publicSiteFrom } from '../config.ts'
import { dataFolder } from './config-folder.ts'
import { checkBlobs, syncBlobs } from './serve/blob-care.ts'
import { type BuiltServer, builtServer } from './serve/built-server.ts'
import { DataFolder } from './serve/data-folder.ts'
import { Guards } from './serve/guards.ts'
import { checkPortIsFree } from './serve/port.ts'
import { ServeLog } from './serve/serve-log.ts'
import { Supervisor } from './serve/supervisor.ts'
import { Ticker } from './serve/ticker.ts'
import { workerLine } from './serve/worker-lines.ts'
import type { ServeOptions } from './serve-options.ts'
import { onSignals } from './signals.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/** Where `wrangler dev` keeps what it stores, below the folder that it is started in. */
const BEFORE = join('.wrangler', 'state', 'v3')

/**
 * `laurel serve`: runs Laurel's Worker on workerd, with everything in one folder, until a signal ends it.
 * @throws UsageError; LaurelError `misconfigured`, `data_folder`, `runtime_failed`
 */
export async function runServe(options: ServeOptions, { stdout, machine }: Terminal): Promise<void> {
  const built = builtServer()
  const given = settingsOf(options, machine.env, built)
  const config = configFrom(given)
  publicSiteFrom(given)
  await checkPortIsFree(options.host, options.port)
  const log = new ServeLog(stdout, options.log)
  const path = resolve(options.data ?? dataFolder(machine))
  const folder = DataFolder.open(path, built.version, resolve(BEFORE), (from) =>
    log.event('copying_state', { from }),
  )
  // Paths of sockets are short, those of folders need not be.
  const sockets = mkdtempSync(join(tmpdir(), 'laurel-'))
  const blobs = join(folder.path, 'r2', built.bucket, 'blobs')
  const watcher = syncBlobs(blobs)
  const supervisor = new Supervisor(
    {
      workerd: built.workerd,
      config: config.ALLOW_PRIVATE_TARGETS ? built.config.private : built.config.public,
      host: inBrackets(options.host),
      port: options.port,
      socket: join(sockets, 'operations'),
      folders: { ...folder.stores, 'assets:storage': built.assets },
      // Every variable is bound, so each must be there; an empty one says nothing.
      variables: { ...Object.fromEntries(built.settings.map((name) => [name, ''])), ...given },
      onLine: (line) => workerLine(line, log),
    },
    folder.runtimeFile,
    log,
  )
  const guards = new Guards(folder.path, supervisor, config, log)
  const ticker = new Ticker(supervisor, built.tickSeconds, log)
  const stopListening = onSignals(() => {
    guards.stop()
    ticker.stop()
    void supervisor.stop()
  })
  const atExit = () => supervisor.kill()
  process.on('exit', atExit)
  try {
    const begun = Date.now()
    const { port, operations } = await supervisor.start()
    const url = given.PUBLIC_ORIGIN || `http://${hostFor(options.host)}:${port}`
    log.greet(`Laurel runs at ${url}\nIts data is in ${folder.path}\nCtrl-C stops it.\n`, 'listening', {
      url,
      port,
      data: folder.path,
    })
    void guards.start()
    void checkBlobs(blobs, begun, operations, log).catch(() => log.event('objects_not_checked', {}))
    void ticker.start()
    await supervisor.keepGoing()
    log.event('stopped', {})
  } finally {
    stopListening()
    process.off('exit', atExit)
    guards.stop()
    ticker.stop()
    supervisor.kill()
    watcher.close()
    rmSync(sockets, { recursive: true, force: true })
    folder.close()
  }
}

/** The Worker's variables: of the environment those that it knows, and those of the command line. */
function settingsOf(
  { set, publicOrigin }: ServeOptions,
  env: Readonly<Record<string, string | undefined>>,
  { settings }: BuiltServer,
): Record<string, string> {
  const known = new Set(settings)
  const unknown = [...set.keys()].find((name) => !known.has(name))
  if (unknown !== undefined) throw new UsageError(`Unknown setting ${unknown}.`)
  const inherited = Object.entries(env).filter(([name, value]) => known.has(name) && value !== undefined)
  const origin = publicOrigin === null ? {} : { PUBLIC_ORIGIN: publicOrigin.replace(/\/$/, '') }
  return { ...Object.fromEntries(inherited), ...Object.fromEntries(set), ...origin } as Record<string, string>
}

/** What to call a host in an address that this machine opens. */
function hostFor(host: string): string {
  if (['127.0.0.1', '::1', '0.0.0.0', '::'].includes(host)) return 'localhost'
  return inBrackets(host)
}

/** IPv6 addresses stand in brackets before a port (RFC 3986 section 3.2.2). */
function inBrackets(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}
