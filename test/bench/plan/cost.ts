/**
 * What a month on Cloudflare costs, from what requests were measured to take. Every estimate is on the dear side: CPU is
 * that of a process which simulates storage too, and nothing is answered by a cache but what is said to be.
 */

/** What the paid plan of Workers includes in a month, and what more of it costs, in US dollars. */
export interface Price {
  what: string
  included: number
  /** The unit that is paid for. */
  per: number
  dollars: number
  source: string
}

/** As Cloudflare's pages said on this day. */
export const PRICED_ON = '28 November 2026'
export const SUBSCRIPTION = 5

const WORKERS = 'https://developers.cloudflare.com/workers/platform/pricing/'
const OBJECTS = 'https://developers.cloudflare.com/durable-objects/platform/pricing/'
const D1 = 'https://developers.cloudflare.com/d1/platform/pricing/'
const R2 = 'https://developers.cloudflare.com/r2/pricing/'
const M = 1e6

export const PRICES = {
  requests: { what: 'requests', included: 10 * M, per: M, dollars: 0.3, source: WORKERS },
  cpuMs: { what: 'CPU, ms', included: 30 * M, per: M, dollars: 0.02, source: WORKERS },
  objectCalls: { what: 'calls and alarms of objects', included: M, per: M, dollars: 0.15, source: OBJECTS },
  objectGbSeconds: {
    what: 'objects in memory, GB-s',
    included: 400_000,
    per: M,
    dollars: 12.5,
    source: OBJECTS,
  },
  objectRows: { what: 'rows that objects write', included: 50 * M, per: M, dollars: 1, source: OBJECTS },
  objectGb: { what: 'storage of objects, GB', included: 5, per: 1, dollars: 0.2, source: OBJECTS },
  registryRows: { what: 'rows that D1 writes', included: 50 * M, per: M, dollars: 1, source: D1 },
  bucketWrites: { what: 'R2, writes and lists', included: M, per: M, dollars: 4.5, source: R2 },
  bucketReads: { what: 'R2, reads', included: 10 * M, per: M, dollars: 0.36, source: R2 },
  bucketGb: { what: 'R2, GB', included: 10, per: 1, dollars: 0.015, source: R2 },
} as const satisfies Record<string, Price>

export type Usage = Record<keyof typeof PRICES, number>

/** What one request takes: CPU as ARCHITECTURE has it, and the calls of objects, D1 and R2 that the plan test counts. */
interface Taken {
  objects: number
  d1: number
  reads: number
  writes: number
}

export const TAKEN: Readonly<Record<string, Taken>> = {
  'home page': { objects: 0, d1: 0, reads: 0, writes: 0 },
  'profile page': { objects: 2, d1: 0, reads: 0, writes: 0 },
  'achievements as JSON': { objects: 2, d1: 0, reads: 0, writes: 0 },
  'card.svg': { objects: 1, d1: 0, reads: 1, writes: 0 },
  'og.png, drawn': { objects: 2, d1: 0, reads: 1, writes: 2 },
  'og.png, kept': { objects: 1, d1: 0, reads: 1, writes: 0 },
  'report of 100 sessions': { objects: 2, d1: 0, reads: 0, writes: 0 },
  'end of a report, and the slice that counts it': { objects: 4, d1: 1, reads: 0, writes: 0 },
  'chunk of 1 MiB': { objects: 3, d1: 0, reads: 0, writes: 1 },
  'end of an upload, and a slice of 14 MB of text': { objects: 10, d1: 3, reads: 800, writes: 0 },
}

/** How a profile is used in a month of 30 days. */
export interface Use {
  name: string
  /** How often each kind of request reaches the Worker. */
  requests: Readonly<Record<string, number>>
  /** Sessions that updates change: each is written about so many times, indexes included. */
  changedSessions: number
  historyBytes: number
  /** All that its object keeps. */
  objectBytes: number
}

export const PROFILES = 1000
/** Rows that an object writes for a changed session, from its arrival to the view. */
export const ROWS_PER_SESSION = 20
/** How long a call keeps an object in memory besides its CPU. Unit: seconds. */
export const WAIT_SECONDS = 0.1
const OBJECT_GB = 0.128
const UPDATES = 4 * 30
const CHANGED_PER_UPDATE = 5

const VISITS = {
  'home page': 30,
  'profile page': 300,
  'achievements as JSON': 100,
  'card.svg': 3000,
  'og.png, drawn': 30,
  'og.png, kept': 300,
}

export const USES: readonly [Use, Use] = [
  {
    name: 'counts are reported',
    requests: {
      ...VISITS,
      'report of 100 sessions': 2 * UPDATES,
      'end of a report, and the slice that counts it': UPDATES,
    },
    changedSessions: UPDATES * CHANGED_PER_UPDATE,
    historyBytes: 0,
    objectBytes: 5e6,
  },
  {
    name: 'histories are uploaded',
    requests: {
      ...VISITS,
      'chunk of 1 MiB': 20 * UPDATES,
      'end of an upload, and a slice of 14 MB of text': UPDATES,
    },
    changedSessions: UPDATES * CHANGED_PER_UPDATE,
    historyBytes: 250e6,
    objectBytes: 5e6,
  },
]

/** Returns what all profiles use in a month. `cpuMs`: of each kind of request. */
export function usageOf(use: Use, cpuMs: (request: string) => number): Usage {
  const sum = (of: (request: string) => number) =>
    PROFILES * Object.entries(use.requests).reduce((total, [name, times]) => total + times * of(name), 0)
  const taken = (kind: keyof Taken) => sum((name) => TAKEN[name]?.[kind] ?? Number.NaN)
  const objectCalls = taken('objects')
  const cpu = sum(cpuMs)
  return {
    requests: sum(() => 1),
    cpuMs: cpu,
    objectCalls,
    objectGbSeconds: (cpu / 1000 + objectCalls * WAIT_SECONDS) * OBJECT_GB,
    objectRows: PROFILES * use.changedSessions * ROWS_PER_SESSION,
    objectGb: (PROFILES * use.objectBytes) / 1e9,
    // A statement writes a row, and its trigger the operator's.
    registryRows: 2 * taken('d1'),
    bucketWrites: taken('writes'),
    bucketReads: taken('reads'),
    bucketGb: (PROFILES * use.historyBytes) / 1e9,
  }
}

/** Returns what is paid for beyond what is included. Unit: US dollars. */
export function dollarsOf({ included, per, dollars }: Price, used: number): number {
  return (Math.max(0, used - included) / per) * dollars
}

/** Returns the table in Markdown. */
export function costTable(cpuMs: (request: string) => number): string {
  const usages = USES.map((use) => usageOf(use, cpuMs))
  const rows = Object.entries(PRICES).map(([name, price]) => {
    const cells = usages.flatMap((usage) => {
      const used = usage[name as keyof Usage]
      return [grouped(used), dollarsOf(price, used).toFixed(2)]
    })
    return [price.what, grouped(price.included), ...cells]
  })
  const totals = usages.flatMap((usage) => {
    const paid = Object.entries(PRICES).map(([name, price]) => dollarsOf(price, usage[name as keyof Usage]))
    return ['', paid.reduce((sum, dollars) => sum + dollars, SUBSCRIPTION).toFixed(2)]
  })
  const subscription = USES.flatMap(() => ['', SUBSCRIPTION.toFixed(2)])
  const heading = ['in a month', 'included', ...USES.flatMap(({ name }) => [name, '$'])]
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    line(heading),
    line(heading.map((_, index) => (index === 0 ? '---' : '---:'))),
    line(['subscription', '', ...subscription]),
    ...rows.map(line),
    line(['**all**', '', ...totals]),
  ].join('\n')
}

/** Returns the CPU of a kind of request in the table of ARCHITECTURE: the first number of its second column. */
export function measuredIn(architecture: string): (request: string) => number {
  return (request) => {
    const row = architecture.split('\n').find((line) => line.startsWith(`| ${request} |`))
    return Number(/^\s*(\d+)/.exec(row?.split('|')[2] ?? '')?.[1] ?? Number.NaN)
  }
}

function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}
