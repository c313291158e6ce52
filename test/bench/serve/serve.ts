import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { Agent, get } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { residentBytes } from '../../../src/cli/serve/guards.ts'
import { createProfile, upload } from '../../browser/api.ts'

/** What it takes to run a server. */
export interface ServerCost {
  server: string
  /** From the command to the first page, each of the starts. Unit: ms. */
  firstPage: number[]
  /** Of all its processes, a while after the first page. Unit: bytes of resident memory. */
  memory: number
  /** The same after all requests were answered. */
  memoryAfterLoad: number
  /** Answers in a second, by path, of each round. */
  rates: Record<string, number[]>
  /** The time within which 99 of 100 requests are answered, sent evenly, by path. Unit: ms. */
  p99: Record<string, number>
}

const STARTS = 3
const CONNECTIONS = 64
const ROUNDS = 3
const LOAD_MS = 4000
/** After a start, caches are filled and garbage is left. */
const REST_MS = 4000
/** Answers that are kept, and a page that is drawn for each request, as its URL is another each time. */
const VIEW = '/api/v1/profiles/ada/achievements'
const DRAWN = '/@ada?time='
const PATHS = ['/@ada', '/@ada/card.svg', VIEW, DRAWN]
/** How many times as often as by the other server they are to be answered. At a third of that the p99 is measured. */
const WANTED: Record<string, number> = { '/@ada': 10, '/@ada/card.svg': 6, [VIEW]: 6, [DRAWN]: 1 }

type Command = (port: number, folder: string) => string[]

/** Returns the command of what was built in a checkout. */
const serving =
  (checkout: string): Command =>
  (port, folder) => [join(checkout, 'dist/laurel.js'), 'serve', '--port', `${port}`, '--data', folder]

/** What it is compared with by default, the same Worker. */
const WRANGLER: Record<string, Command> = {
  'wrangler dev': (port: number, folder: string) => [
    'node_modules/wrangler/bin/wrangler.js',
    'dev',
    '--port',
    `${port}`,
    '--inspector-port',
    `${port + 1}`,
    '--persist-to',
    folder,
  ],
}

/**
 * Starts each server three times in turn, and sends requests in turn to those that were started last. Linux only.
 * @param against a built checkout, to compare it with instead of wrangler's server
 */
export async function measureServers(folder: string, against?: string): Promise<ServerCost[]> {
  const other = against === undefined ? WRANGLER : { 'that of the build before': serving(against) }
  const servers: Record<string, Command> = { 'laurel serve': serving('.'), ...other }
  const costs = Object.keys(servers).map(
    (server): ServerCost => ({ server, firstPage: [], memory: 0, memoryAfterLoad: 0, rates: {}, p99: {} }),
  )
  const commands = Object.values(servers)
  const running: { cost: ServerCost; url: string; pid: number; end(): Promise<void> }[] = []
  try {
    for (let start = 1; start <= STARTS; start++) {
      for (const [at, cost] of costs.entries()) {
        process.stderr.write(`${cost.server}, start ${start}\n`)
        const server = await started(commands[at]?.(await freePort(), join(folder, `${at}`)) ?? [])
        cost.firstPage.push(server.milliseconds)
        if (start < STARTS) {
          await server.end()
          continue
        }
        running.push({ cost, ...server })
        await pause(REST_MS)
        cost.memory = memoryOf(server.pid)
        await fill(server.url)
      }
    }
    for (const path of PATHS) {
      process.stderr.write(`${path}\n`)
      for (let round = 1; round <= ROUNDS; round++)
        for (const { cost, url } of running)
          cost.rates[path] = [...(cost.rates[path] ?? []), await rate(url + path)]
      const third = (median(costs.at(-1)?.rates[path] ?? []) * (WANTED[path] ?? 1)) / 3
      for (const { cost, url } of running) cost.p99[path] = await p99(url + path, third)
    }
    for (const { cost, pid } of running) cost.memoryAfterLoad = memoryOf(pid)
  } finally {
    for (const { end } of running) await end()
  }
  return costs
}

async function started(args: string[]) {
  const began = performance.now()
  const child = spawn(process.execPath, args, { stdio: 'ignore', detached: true })
  const url = `http://localhost:${args[args.indexOf('--port') + 1]}`
  while (
    !(await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null) throw new Error(`${args[0]} ended with status ${child.exitCode}`)
    await pause(20)
  }
  const milliseconds = performance.now() - began
  const { pid } = child
  if (pid === undefined) throw new Error('no process')
  return { url, pid, milliseconds, end: () => ended(child, pid) }
}

async function ended(child: ChildProcess, pid: number): Promise<void> {
  const gone = once(child, 'exit')
  for (const one of treeOf(pid)) process.kill(one, 'SIGKILL')
  await gone
}

/** A public page of the sample. */
async function fill(url: string): Promise<void> {
  const key = await createProfile(url, 'ada')
  await upload(url, 'ada', key, await readFile('dist/assets/sample.db.gz'), 'gzip')
  const view = async () => await (await fetch(`${url}${VIEW}`)).text()
  while (!(await view()).includes('"mode":"full"')) await pause(200)
}

async function rate(url: string): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const until = performance.now() + LOAD_MS
  let answers = 0
  const connection = async () => {
    while (performance.now() < until) {
      await asked(url, agent)
      answers += 1
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, connection))
  agent.destroy()
  return (answers / LOAD_MS) * 1000
}

/** Opens connections, and sends requests evenly, whether or not those before were answered. */
async function p99(url: string, perSecond: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  await Promise.all(Array.from({ length: CONNECTIONS }, () => asked(url, agent)))
  const began = performance.now()
  const took: number[] = []
  const answers: Promise<void>[] = []
  const total = (perSecond * LOAD_MS) / 1000
  while (answers.length < total) {
    const due = Math.min(total, ((performance.now() - began) * perSecond) / 1000)
    while (answers.length < due) {
      const planned = began + (answers.length / perSecond) * 1000
      answers.push(asked(url, agent).then(() => void took.push(performance.now() - planned)))
    }
    await pause(1)
  }
  await Promise.all(answers)
  agent.destroy()
  return took.sort((a, b) => a - b)[Math.floor(took.length * 0.99)] ?? 0
}

const asked = (url: string, agent: Agent) =>
  answered(url.endsWith(DRAWN) ? `${url}${performance.now()}` : url, agent)

function answered(url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${url} was answered ${answer.statusCode}`))
      answer.on('end', resolve).on('error', reject).resume()
    })
    // workerd closes connections that were idle for 5 seconds, and this one may just have been taken up again.
    request.on('error', (error) => (request.reusedSocket ? resolve(answered(url, agent)) : reject(error)))
  })
}

/** Returns the resident memory of a process and all that it started. Unit: bytes. */
function memoryOf(pid: number): number {
  return treeOf(pid).reduce((sum, one) => sum + (residentBytes(one) ?? 0), 0)
}

/** A process and all that it started. */
function treeOf(pid: number): number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]))
    } catch {
      // It has ended.
    }
  }
  const tree = [pid]
  for (const one of tree) for (const [child, parent] of parents) if (parent === one) tree.push(child)
  return tree
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0)
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}

function median(figures: readonly number[]): number {
  return [...figures].sort((a, b) => a - b)[figures.length >> 1] ?? 0
}

/** The table that the bench prints: medians, and their ratio to those of the last server. */
export function serverTable(costs: readonly ServerCost[]): string {
  const rows = [
    { what: 'first page, ms', of: ({ firstPage }: ServerCost) => median(firstPage) },
    { what: 'memory of all processes, MB', of: ({ memory }: ServerCost) => memory / 1e6 },
    { what: 'the same after the load, MB', of: ({ memoryAfterLoad }: ServerCost) => memoryAfterLoad / 1e6 },
    ...PATHS.map((path) => ({
      what: `${path}, answers a second`,
      of: ({ rates }: ServerCost) => median(rates[path] ?? []),
    })),
    ...PATHS.map((path) => ({
      what: `${path}, p99 at a third of ${WANTED[path]} × the other's rate, ms`,
      of: ({ p99 }: ServerCost) => p99[path] ?? 0,
    })),
  ]
  const peer = costs.at(-1)
  const lines = rows.map(({ what, of }) => {
    const figures = costs.map((cost) => Math.round(of(cost)))
    const ratio = peer && costs[0] ? (of(costs[0]) / of(peer)).toFixed(2) : ''
    return `| ${what} | ${figures.join(' | ')} | ${ratio} |`
  })
  const head = `| what | ${costs.map(({ server }) => server).join(' | ')} | ratio |`
  return [head, head.replace(/[^|]+/g, '---'), ...lines].join('\n')
}
