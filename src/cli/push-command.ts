import { SETTINGS } from '../config.ts'
import { LaurelError } from '../errors.ts'
import { checkMagic, checkNotEmpty } from '../snapshot/header.ts'
import type { HistoryFiles } from '../sync/chunks/history-reader.ts'
import { UploadApi } from '../sync/chunks/upload-api.ts'
import {
  type Amount,
  missingParts,
  type UploadedSnapshot,
  type UploadProgress,
  uploadSnapshot,
} from '../sync/chunks/upload-snapshot.ts'
import { urls } from '../urls.ts'
import { uploadAlreadyHere } from './already-here.ts'
import { allHistories, databasePath } from './database-path.ts'
import { checkpointOf, forEachHistory, inTurn } from './each-history.ts'
import { count, megabytes } from './figures.ts'
import type { Machine } from './hermes-home.ts'
import { ownerKey } from './owner-key.ts'
import { historyOnDisk } from './push-file.ts'
import type { PushOptions } from './push-options.ts'
import { PushProgress } from './push-progress.ts'
import { destination, PushReport } from './push-report.ts'
import { RetryNotice } from './retry-notice.ts'
import { sourcesOf } from './source-names.ts'
import { INTERRUPTED, type Terminal } from './terminal.ts'
import { watching } from './watching.ts'

const IN_THE_CLEAR =
  'The connection to this server is not encrypted: others on the network can read what is sent, and the owner key.'

/** Enough of a file to recognise a database. Unit: bytes. */
const START_BYTES = 4096

/**
 * `laurel push`: brings a page up to date with a history, by its figures or the file itself, and reports the result.
 * @throws UsageError; LaurelError and PassingFailure as `PushReport` and `uploadSnapshot`
 */
export async function runPush(options: PushOptions, host: Terminal): Promise<void> {
  const { server, handle, print, upload, watchSeconds } = options
  const terminal = watchSeconds === null ? host : { ...host, stdout: inOneLine(host.stdout) }
  const progress = new PushProgress(terminal.stderr, terminal.machine.env)
  const interrupt = () => {
    progress.erase()
    terminal.complain('Interrupted. Run it again to continue: nothing is sent twice.')
    process.exit(INTERRUPTED)
  }
  process.on('SIGINT', interrupt)
  // What a service manager sends. Nothing is lost: the next start continues.
  const stop = () => {
    progress.erase()
    terminal.complain('Stopped.')
    process.exit(0)
  }
  if (watchSeconds !== null) process.on('SIGTERM', stop)
  try {
    const histories = pushedHistories(options, terminal.machine)
    if (print) {
      for (const one of histories) await new PushReport(one.path, one.options, terminal).print()
      return
    }
    const { key } = ownerKey(options, terminal.machine)
    if (isInTheClear(server)) terminal.complain(IN_THE_CLEAR)
    const pushes = histories.map((one) => {
      const notice = new RetryNotice((text) => {
        progress.erase()
        terminal.complain(text)
      })
      const report = upload ? null : new PushReport(one.path, one.options, terminal)
      const work = () =>
        report === null ? runUpload(one, key, terminal, { progress, notice }) : report.send(key, notice)
      const push = () =>
        work().catch((error: unknown) => {
          const named = pageNamed(error, options)
          throw watchSeconds === null ? notice.final(named) : named
        })
      return { ...one, push }
    })
    if (watchSeconds === null) await forEachHistory(pushes, ({ push }) => push(), terminal.complain)
    else {
      terminal.stdout.write(`Keeping @${handle} at ${server} up to date. Looking every ${watchSeconds} s.`)
      // One at a time: two would overwrite each other's progress.
      const turn = inTurn()
      const watch = ({ path, push }: (typeof pushes)[number]) =>
        watching(path, watchSeconds, () => turn(push), terminal.complain)
      await Promise.all(pushes.map(watch))
    }
  } finally {
    process.off('SIGINT', interrupt)
    process.off('SIGTERM', stop)
  }
}

/** Returns a stream that writes each text in one line, for the log of a service. */
function inOneLine(stream: Terminal['stdout']): Terminal['stdout'] {
  return {
    write(text) {
      const line = text.trim().replaceAll('\n', ' ')
      if (line !== '') stream.write(`${line}\n`)
    },
  }
}

interface PushedHistory {
  profile: string | null
  path: string
  options: PushOptions
}

/** The histories to push and their sources: several profiles have one each. */
function pushedHistories(options: PushOptions, machine: Machine): PushedHistory[] {
  if (!options.all)
    return [{ profile: options.profile, path: databasePath(options, 'push', machine), options }]
  const found = allHistories(machine)
  const sources = sourcesOf(found.map(({ profile }) => profile))
  return found.map(({ profile, path }) => ({
    profile,
    path,
    options: {
      ...options,
      source: sources.get(profile) ?? profile,
      checkpoint: checkpointOf(options.checkpoint, profile),
    },
  }))
}

/** Names the page that is not there, and the way to make it. */
function pageNamed(error: unknown, { server, handle }: PushOptions): unknown {
  if (!(error instanceof LaurelError && error.code === 'profile_not_found')) return error
  return new LaurelError(
    error.code,
    `There is no page @${handle} at ${server}, or it is private and has another key.`,
    { hint: `To create it, run “laurel create ${handle} --to ${server}”.`, cause: error },
  )
}

async function runUpload(
  { path, options: { server, handle, source, dryRun, parallel } }: PushedHistory,
  key: string,
  { stdout }: Terminal,
  { progress, notice }: { progress: PushProgress; notice: RetryNotice },
): Promise<void> {
  const api = new UploadApi({ server, handle, source, ownerKey: key })
  const history = historyOnDisk(path)
  await checkIsDatabase(history)
  const work = {
    onProgress(now: UploadProgress) {
      notice.onProgress()
      progress.update(now)
    },
    onBusy: () => progress.wait(),
    onRetry: notice.onRetry,
    history,
    parallel,
    chunkSize: SETTINGS.CHUNK_BYTES.value,
  }
  try {
    if (dryRun) {
      const { missing, total } = await missingParts(api, work)
      progress.erase()
      stdout.write(`Would send ${amount(missing, total)} to ${destination({ source, handle })}.\n`)
    } else {
      const uploaded = await uploadSnapshot(api, work)
      progress.erase()
      stdout.write(outcome(uploaded, { server, handle }))
      stdout.write(await uploadAlreadyHere({ server, handle, source, ownerKey: key }))
    }
  } finally {
    progress.erase()
  }
}

/** Refuses a file that is not a database before any of it is sent. A history that is being written is waited for later. */
async function checkIsDatabase({ main }: HistoryFiles): Promise<void> {
  const file = await main().catch((error: unknown) => {
    if (error instanceof LaurelError && error.code === 'snapshot_replaced') return null
    throw error
  })
  if (file === null) return
  try {
    checkNotEmpty(file.size)
    checkMagic(await file.read(0, START_BYTES), file.size)
  } finally {
    file.close()
  }
}

/** Whether others can read the traffic: HTTP to another machine. */
function isInTheClear(server: string): boolean {
  const { protocol, hostname } = new URL(server)
  return protocol === 'http:' && !/^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
}

function outcome(
  { receipt, sent, total }: UploadedSnapshot,
  { server, handle }: Pick<PushOptions, 'server' | 'handle'>,
): string {
  const page = urls({ origin: server }).profile(handle)
  const state = receipt.scan === 'none' ? 'Nothing has changed' : SCAN_STATES[receipt.scan]
  return `Sent ${amount(sent, total)} to ${destination({ ...receipt, handle })}.\n${state}: ${page}\n`
}

const SCAN_STATES = {
  started: 'The server is scanning it',
  queued: 'The server will scan it after the current scan',
}

/** `12 of 93 parts (12 MB of 97 MB)` */
function amount(some: Amount, all: Amount): string {
  const parts = `${count(some.chunks)} of ${count(all.chunks)} ${all.chunks === 1 ? 'part' : 'parts'}`
  return `${parts} (${megabytes(some.bytes)} of ${megabytes(all.bytes)})`
}
