import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import sqlite from 'node-sqlite3-wasm'
import { append } from '../refetched.ts'
import { inTurn, middle, type Processes, type Usage } from './processes.ts'
import { type Line, ratioRow } from './rows.ts'

/** The built programs that are compared. */
export interface Builds {
  before: string
  now: string
}
type Build = keyof Builds
const BUILDS: readonly Build[] = ['before', 'now']

/** By default, each command is measured so often. */
export const ROUNDS = 5
/** The least time after a write at which a history counts as quiet: see src/cli/history-key.ts. Unit: milliseconds. */
const QUIET_MS = 2200

/** CPU time: other work on the machine changes it less. */
const milliseconds = (usages: Record<Build, Usage>) => ({
  before: usages.before.cpuSeconds * 1000,
  now: usages.now.cpuSeconds * 1000,
})
const memory = ({ before, now }: Record<Build, Usage>) => ({ before: before.peakRss, now: now.peakRss })

/** `laurel scan --checkpoint` when nothing has changed, and when one session was appended. */
export async function refreshRows(
  { name, database, folder, rounds }: { name: string; database: string; folder: string; rounds: number },
  builds: Builds,
  processes: Processes,
): Promise<Line[]> {
  const copy = (build: Build) => join(folder, `${build}.db`)
  const scan = (build: Build) => () =>
    processes.node(builds[build], 'scan', copy(build), '--checkpoint', join(folder, `${build}.checkpoint`))
  const taken = { same: { before: [], now: [] }, appended: { before: [], now: [] } } as Record<
    'same' | 'appended',
    Record<Build, Usage[]>
  >
  try {
    for (const build of BUILDS) {
      rmSync(join(folder, `${build}.checkpoint`), { force: true })
      copyFileSync(database, copy(build))
      scan(build)()
    }
    // The first round is not counted: what a checkpoint keeps of names is complete after one refresh.
    for (let round = 0; round <= rounds; round++) {
      for (const build of BUILDS) appendTo(copy(build), `appended ${round}`)
      await pause(QUIET_MS)
      for (const what of ['appended', 'same'] as const) {
        for (const build of BUILDS) {
          const usage = scan(build)()
          if (round > 0) taken[what][build].push(usage)
        }
      }
    }
  } finally {
    for (const build of BUILDS)
      for (const end of ['.db', '.db-wal', '.checkpoint']) rmSync(join(folder, build + end), { force: true })
  }
  const of = (what: keyof typeof taken) => ({
    before: middle(taken[what].before),
    now: middle(taken[what].now),
  })
  const [same, appended] = [of('same'), of('appended')]
  const long = name.endsWith('100k')
  const scanning = `\`laurel scan --checkpoint\`, ${name}`
  return [
    ratioRow(`${scanning}, nothing changed: CPU`, 'ms', milliseconds(same), long ? 1 / 20 : 1 / 10),
    {
      ...{ what: `${scanning}, nothing changed: memory`, ...memory(same), unit: 'bytes' },
      ...{ target: '≤ 200 MB', met: same.now.peakRss <= 200e6 },
    },
    ratioRow(`${scanning}, one session appended: CPU`, 'ms', milliseconds(appended), long ? 1 / 10 : 1 / 3),
    {
      ...{ what: `${scanning}, one session appended: memory`, ...memory(appended), unit: 'bytes' },
      ...{ target: 'no more', met: appended.now.peakRss <= appended.before.peakRss },
    },
  ]
}

function appendTo(path: string, id: string): void {
  const database = new sqlite.Database(path)
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN')
    append(database, [id])
    database.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)')
  } finally {
    database.close()
  }
}

/** A first scan of a long history: in both builds, and in one thread and two of this one. */
export function coldRows(database: string, rounds: number, builds: Builds, processes: Processes): Line[] {
  const scan =
    (build: Build, ...more: string[]) =>
    () =>
      processes.node(builds[build], 'scan', database, ...more)
  const taken = inTurn(rounds, {
    before: scan('before'),
    now: scan('now'),
    one: scan('now', '--threads', '1'),
    two: scan('now', '--threads', '2'),
  })
  const { one, two } = taken
  return [
    ratioRow('`laurel scan` of large: memory', 'bytes', memory(taken), 0.8),
    {
      ...{ what: 'the same in two threads, beside one', before: one.seconds * 1000, now: two.seconds * 1000 },
      ...{ unit: 'ms', target: '≥ 1.7 × faster', met: two.seconds * 1.7 <= one.seconds },
    },
    { what: 'the same of 6.4 GB', why: '`npm run journey -- --gb 6.4` writes such a history' },
  ]
}

/** A typical history as a whole process, beside an empty one and Python's. `texts`: of its messages: see `writeSample`. */
export function typicalRows(
  { database, texts, rounds }: { database: string; texts: string; rounds: number },
  builds: Builds,
  processes: Processes,
): Line[] {
  const scan = (build: Build) => () => processes.node(builds[build], 'scan', database)
  const taken = inTurn(2 * rounds, {
    empty: () => processes.node('-e', '0'),
    before: scan('before'),
    now: scan('now'),
  })
  const what = '`laurel scan` of a typical history'
  const { now } = milliseconds(taken)
  const python = Array.from({ length: rounds }, () =>
    processes.other('python3', 'test/bench/baseline.py', texts),
  )
  const seconds = python.filter((one) => one !== null)
  const lines: Line[] = [
    {
      ...{ what: `${what}: CPU`, ...milliseconds(taken), unit: 'ms' },
      ...{ target: 'less', met: now < taken.before.cpuSeconds * 1000 },
    },
    {
      ...ratioRow(
        `${what}, beside \`node -e 0\`: CPU`,
        'ms',
        { before: taken.empty.cpuSeconds * 1000, now },
        3,
      ),
    },
  ]
  const beside = `${what}, beside Python's search for the same patterns in its texts`
  if (seconds.length === 0) return [...lines, { what: beside, why: 'there is no python3' }]
  const before = middle(seconds.map((one) => ({ seconds: one, cpuSeconds: one, peakRss: 0 }))).seconds * 1000
  return [...lines, ratioRow(beside, 'ms', { before, now: taken.now.seconds * 1000 }, 1 / 8)]
}
