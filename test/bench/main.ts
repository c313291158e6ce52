import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { commandLines, pictureLines, scanLines } from './against/against.ts'
import { againstTable } from './against/rows.ts'
import { type Comparison, compare } from './baseline.ts'
import { type CronCost, measureCron } from './cron.ts'
import { compareEngines } from './engine-platforms.ts'
import { countFetches, type FetchedCounts } from './fetched.ts'
import { generate } from './generate.ts'
import { HISTORIES, REFRESHED } from './histories.ts'
import { measureLevels, type ServiceLevel } from './levels.ts'
import { type Measurement, type Memory, measure, measureMemory, writeSample } from './measure.ts'
import { measurePictures, type Pictures } from './pictures.ts'
import { costTable, measuredIn } from './plan/cost.ts'
import { measureRequests, workerdVersion } from './plan/plan.ts'
import { countRefetches, type Refetched } from './refetched.ts'
import { measureRefresh } from './refresh.ts'
import { measureServers, serverTable } from './serve/serve.ts'
import {
  baselineTable,
  cronTable,
  fetchTable,
  historyTable,
  levelTable,
  pictureTable,
  pngTable,
  type Refreshed,
  type Result,
  refetchTable,
  refreshTable,
  requestTable,
  scanTable,
} from './tables.ts'
import type { Platforms } from './workerd.ts'

/**
 * `npm run bench -- [--full] [--only NAME] [--json FILE]`: measures what scans cost. Each step of each history runs in
 * a process of its own, so that its peak memory is its own too; things that are compared run in the same process.
 * `--against DIR`: also compares it with what was built in another checkout, and `--only commands` does nothing else.
 * `--rounds N`: measures each command so often, in turn.
 * `npm run bench -- --plan`: measures what requests cost instead. `--serve`: what it takes to
 * run a server. `--cost`: prints what a month costs, by the measurements that ARCHITECTURE records.
 */
const { values, positionals } = parseArgs({
  options: {
    full: { type: 'boolean' },
    only: { type: 'string' },
    json: { type: 'string' },
    plan: { type: 'boolean' },
    cost: { type: 'boolean' },
    serve: { type: 'boolean' },
    against: { type: 'string' },
    rounds: { type: 'string' },
  },
  allowPositionals: true,
})

/** Profiles that a registry is filled with. */
const CRON_PROFILES = 100_000

const [step, first = '', second = ''] = positionals
if (step === 'generate') await generate(first, second)
else if (step === 'measure') process.stdout.write(JSON.stringify(await measure(first)))
else if (step === 'memory') process.stdout.write(JSON.stringify(await measureMemory(first)))
else if (step === 'refresh') process.stdout.write(JSON.stringify(await measureRefresh(first)))
else if (step === 'fetch') process.stdout.write(JSON.stringify(await countFetches(first)))
else if (step === 'refetch') process.stdout.write(JSON.stringify(await countRefetches(first)))
else if (step === 'sample') await writeSample(first, second)
else if (step === 'platforms') process.stdout.write(JSON.stringify(await compareEngines(first)))
else if (step === 'pictures') process.stdout.write(JSON.stringify(await measurePictures(first)))
else if (step === 'cron') process.stdout.write(JSON.stringify(await measureCron(Number(first))))
else if (step === 'levels') process.stdout.write(JSON.stringify(await measureLevels(first)))
else if (step === 'compare') process.stdout.write(JSON.stringify(await compare(first)))
else if (values.plan) await benchRequests()
else if (values.serve) await benchServers()
else if (values.cost) {
  const architecture = readFileSync('.github/ARCHITECTURE.md', 'utf8')
  process.stdout.write(`${costTable(measuredIn(architecture))}\n`)
} else await bench()

function inOwnProcess(...args: string[]): string {
  return execFileSync(process.execPath, ['--expose-gc', fileURLToPath(import.meta.url), ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/** Unlike the other measurements, on a server as `npm start` runs it. */
async function benchRequests(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'laurel-bench-'))
  try {
    const history = join(folder, 'state.db')
    inOwnProcess('generate', 'huge', history)
    const costs = await measureRequests(folder, history)
    const measured = `workerd ${workerdVersion()}, ${new Date().toISOString().slice(0, 10)}`
    process.stdout.write(`CPU of the process that runs the Worker: ${measured}\n${requestTable(costs)}\n`)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function benchServers(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'laurel-bench-'))
  try {
    process.stdout.write(`${serverTable(await measureServers(folder, values.against))}\n`)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function bench(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'laurel-bench-'))
  const [database, sample] = [join(folder, 'state.db'), join(folder, 'texts.json')]
  const chosen = HISTORIES.filter(({ name, slow }) =>
    values.only ? name === values.only : values.full || !slow,
  )
  const generated = (name: string) => {
    process.stderr.write(`${name}\n`)
    inOwnProcess('generate', name, database)
    return database
  }
  try {
    const onlyCommands = values.only === 'commands'
    const commands =
      values.against && (onlyCommands || !values.only)
        ? await commandLines(
            values.against,
            folder,
            generated,
            values.rounds ? Number(values.rounds) : undefined,
          )
        : []
    if (onlyCommands) {
      process.stdout.write(`${againstTable(commands)}\n`)
      return
    }
    const results = chosen.map(({ name, what }): Result => {
      process.stderr.write(`${name}: ${what}\n`)
      inOwnProcess('generate', name, database)
      const measurement: Measurement = JSON.parse(inOwnProcess('measure', database))
      const memory: Memory = JSON.parse(inOwnProcess('memory', database))
      const fetches: FetchedCounts = JSON.parse(inOwnProcess('fetch', database))
      const refetched: Refetched[] = JSON.parse(inOwnProcess('refetch', database))
      inOwnProcess('sample', database, sample)
      const baseline: Comparison | null = JSON.parse(inOwnProcess('compare', sample))
      const platforms: Platforms = JSON.parse(inOwnProcess('platforms', sample))
      return { history: name, ...measurement, ...memory, ...fetches, refetched, baseline, platforms }
    })
    const refreshed = values.only ? [] : REFRESHED.filter(({ slow }) => values.full || !slow)
    const refreshes = refreshed.map(({ name, what, compaction }): Refreshed => {
      process.stderr.write(`${name}: ${what}\n`)
      inOwnProcess('generate', name, database)
      const refresh = JSON.parse(inOwnProcess('refresh', database))
      return { history: name, compacted: compaction !== undefined, ...refresh }
    })
    process.stderr.write('pictures\n')
    const [pictured = { name: '' }] = HISTORIES
    inOwnProcess('generate', pictured.name, database)
    const pictures: Pictures = JSON.parse(inOwnProcess('pictures', database))
    process.stderr.write('cron ticks\n')
    const cron: CronCost = JSON.parse(inOwnProcess('cron', `${CRON_PROFILES}`))
    process.stderr.write('achievements, cold and warm\n')
    const levels: ServiceLevel[] = JSON.parse(inOwnProcess('levels', folder))
    const versions = { node: process.version, platform: `${process.platform} ${process.arch}` }
    const figures = { ...versions, results, refreshes, pictures, cron, levels }
    if (values.json) writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`)
    const baselines = baselineTable(results) || 'No python3 here: nothing to compare the engine with.'
    const tables = [
      historyTable(results),
      scanTable(results),
      fetchTable(results),
      refetchTable(results),
      baselines,
    ]
    if (refreshes.length > 0) tables.push(refreshTable(refreshes))
    if (values.against) {
      const drawn = pictureLines(values.against, database, pictures)
      tables.push(againstTable([...scanLines(results), ...commands, ...drawn]))
    }
    tables.push(pictureTable(pictures.texts), pngTable(pictures.pngs), cronTable(cron), levelTable(levels))
    process.stdout.write(`${tables.join('\n\n')}\n`)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
