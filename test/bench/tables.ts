import type { Comparison } from './baseline.ts'
import type { CronCost } from './cron.ts'
import type { FetchedCounts } from './fetched.ts'
import type { ServiceLevel } from './levels.ts'
import type { Measurement, Memory } from './measure.ts'
import type { PictureCost } from './pictures.ts'
import type { RequestCost } from './plan/plan.ts'
import type { PngCost } from './pngs.ts'
import type { Refetched } from './refetched.ts'
import type { Refresh } from './refresh.ts'
import type { Platforms } from './workerd.ts'

export interface Result extends Measurement, Memory, FetchedCounts {
  history: string
  baseline: Comparison | null
  platforms: Platforms
  refetched: readonly Refetched[]
}

type Column<Row> = readonly [heading: string, cell: (row: Row) => string]

const mb = (bytes: number) => (bytes / 1e6).toFixed(1)
const ms = (seconds: number) => (seconds * 1000).toFixed(1)
const whole = (value: number) => Math.round(value).toLocaleString('en-US')
const times = (ratio: number) => `${ratio.toFixed(ratio < 10 ? 2 : 0)}×`

const percent = (part: number, whole: number) => `${((100 * part) / (whole || 1)).toFixed(2)} %`

const HISTORIES: readonly Column<Result>[] = [
  ['history', ({ history }) => history],
  ['file MB', ({ fileBytes }) => mb(fileBytes)],
  ['text MB', ({ textBytes }) => mb(textBytes)],
  ['sessions', ({ sessions }) => whole(sessions)],
  ['messages', ({ messages }) => whole(messages)],
  [
    'plain messages',
    ({ matched: { automaton, plain } }) => percent(plain.messages, automaton.messages + plain.messages),
  ],
  ['plain bytes', ({ matched: { automaton, plain } }) => percent(plain.bytes, automaton.bytes + plain.bytes)],
  ['peak RSS bytes', ({ peakRss }) => whole(peakRss)],
  ['sql.js bytes', ({ sqliteMemory }) => whole(sqliteMemory)],
]

const SCANS: readonly Column<Result>[] = [
  ['history', ({ history }) => history],
  ['floor ms', ({ floor }) => ms(floor)],
  ['cold ms', ({ cold }) => ms(cold)],
  ['rows/floor', ({ rows, floor }) => times(rows / floor)],
  ['walked/floor', ({ walked, floor }) => times(walked / floor)],
  ['cold/floor', ({ cold, floor }) => times(cold / floor)],
  ['plain/cold', ({ plain, cold }) => times(plain / cold)],
  [
    'Python/cold',
    ({ baseline, matched, cold }) => {
      // Python was given a sample: the other message texts are estimated at the same rate.
      const bytes = matched.automaton.bytes + matched.plain.bytes
      return baseline === null ? '' : times(((baseline.python / baseline.bytes) * bytes) / cold)
    },
  ],
  ['workerd/Node', ({ platforms: { workerd, node } }) => times(workerd / node)],
  ['MB/s', ({ textBytes, cold }) => mb(textBytes / cold)],
  ['sessions/s', ({ sessions, cold }) => whole(sessions / cold)],
  ['warm ms', ({ warm }) => ms(warm)],
  ['1 changed ms', ({ warmOneChanged }) => ms(warmOneChanged)],
  ['rounds', ({ rounds }) => String(rounds)],
]

/** What the edge fetches from its store. */
const FETCHES: readonly Column<Result>[] = [
  ['history', ({ history }) => history],
  ['file bytes', ({ fileBytes }) => whole(fileBytes)],
  ['cold bytes', ({ fetchedCold }) => whole(fetchedCold.bytes)],
  ['cold/file', ({ fetchedCold, fileBytes }) => times(fetchedCold.bytes / fileBytes)],
  ['requests', ({ fetchedCold }) => whole(fetchedCold.requests)],
  ['1 % changed bytes', ({ fetchedWarm }) => whole(fetchedWarm.bytes)],
  ['warm/file', ({ fetchedWarm, fileBytes }) => times(fetchedWarm.bytes / fileBytes)],
  ['requests', ({ fetchedWarm }) => whole(fetchedWarm.requests)],
  ['sql.js + cache bytes', ({ readerMemory }) => whole(readerMemory)],
]

type Refetch = Refetched & { history: string }

/** What a refresh fetches of its store, by a listing and by a comparison of pages. */
const REFETCHES: readonly Column<Refetch>[] = [
  ['history', ({ history }) => history],
  ['change', ({ change }) => change],
  ['sessions', ({ changedSessions }) => whole(changedSessions)],
  ['listed bytes', ({ listed }) => whole(listed.bytes)],
  ['requests', ({ listed }) => whole(listed.requests)],
  ['compared bytes', ({ compared }) => (compared === null ? 'listed' : whole(compared.bytes))],
  ['requests', ({ compared }) => (compared === null ? '' : whole(compared.requests))],
  ['bytes', ({ listed, compared }) => (compared === null ? '' : times(listed.bytes / compared.bytes))],
  [
    'requests',
    ({ listed, compared }) => (compared === null ? '' : times(listed.requests / compared.requests)),
  ],
]

type Compared = Comparison & { history: string }

const BASELINES: readonly Column<Compared>[] = [
  ['history', ({ history }) => history],
  ['text MB', ({ bytes }) => mb(bytes)],
  ['Python s/MB', ({ python, bytes }) => ((python * 1e6) / bytes).toFixed(3)],
  ['engine s/MB', ({ engine, bytes }) => ((engine * 1e6) / bytes).toFixed(3)],
  ['Python/engine', ({ python, engine }) => times(python / engine)],
  ['plain/engine', ({ plain, engine }) => times(plain / engine)],
  ['figures', ({ figures }) => whole(figures)],
  ['differing', ({ differing }) => whole(differing)],
]

/** A refresh of a named history. */
export interface Refreshed extends Refresh {
  history: string
  compacted: boolean
}

const REFRESHES: readonly Column<Refreshed>[] = [
  ['history', ({ history }) => history],
  ['sessions', ({ sessions }) => whole(sessions)],
  ['listing ms', ({ listing }) => ms(listing)],
  ['1 changed ms', ({ oneChanged }) => (oneChanged * 1000).toFixed(3)],
  ['1 appended ms', ({ oneAppended }) => (oneAppended * 1000).toFixed(3)],
]

const PICTURES: readonly Column<PictureCost>[] = [
  ['picture', ({ name }) => name],
  ['characters', ({ characters }) => whole(characters)],
  ['bytes in gzip', ({ bytes }) => whole(bytes)],
  ['Node ms', ({ node }) => (node * 1000).toFixed(3)],
  ['workerd ms', ({ workerd }) => (workerd * 1000).toFixed(3)],
]

const CRON: readonly Column<CronCost>[] = [
  ['profiles', ({ profiles }) => whole(profiles)],
  ['rows that a tick reads for idle ones', ({ idleRows }) => whole(idleRows)],
  ['expired samples erased by a tick', ({ erasedPerTick }) => whole(erasedPerTick)],
  ['hours until all are gone', ({ hours }) => hours.toFixed(1)],
  [
    'rows read and written for a tier, by public pages',
    ({ tiers }) => tiers.map(({ pages, read, written }) => `${whole(pages)}: ${read}, ${written}`).join('; '),
  ],
]

/** Returns the table of what refreshes fetch. */
export function refetchTable(results: readonly Result[]): string {
  const rows = results.flatMap(({ history, refetched }) => refetched.map((row) => ({ history, ...row })))
  return `What a refresh fetches, changed sessions included\n${table(REFETCHES, rows)}`
}

/** Returns the table of what pictures cost to draw. */
export function pictureTable(pictures: readonly PictureCost[]): string {
  return table(PICTURES, pictures)
}

const PNGS: readonly Column<PngCost>[] = [
  ['picture', ({ name }) => name],
  ['bytes', ({ bytes }) => whole(bytes)],
  ['CPU ms', ({ seconds }) => ms(seconds)],
  ['satori bytes', ({ satoriBytes }) => whole(satoriBytes)],
  ['satori CPU ms', ({ satoriSeconds }) => ms(satoriSeconds)],
  ['ours/satori', ({ seconds, satoriSeconds }) => (seconds / satoriSeconds).toFixed(2)],
]

/** Returns the table of PNGs, beside plainer ones by satori. */
export function pngTable(costs: readonly PngCost[]): string {
  return table(PNGS, costs)
}

const REQUESTS: readonly Column<RequestCost>[] = [
  ['request', ({ request }) => request],
  ['first ms', ({ first }) => first.toFixed(1)],
  ['later ms', ({ later }) => later?.toFixed(1) ?? ''],
  ['requests', ({ requests }) => whole(requests)],
]

export function requestTable(costs: readonly RequestCost[]): string {
  return table(REQUESTS, costs)
}

export function cronTable(cost: CronCost): string {
  return table(CRON, [cost])
}

const LEVELS: readonly Column<ServiceLevel>[] = [
  ['/achievements', () => 'of a new start'],
  ['cold ms', ({ cold }) => cold.toFixed(1)],
  ['p50 ms', ({ p50 }) => p50.toFixed(1)],
  ['p95 ms', ({ p95 }) => p95.toFixed(1)],
  ['max ms', ({ max }) => max.toFixed(1)],
  ['scans for 20 rescans', ({ scans }) => whole(scans)],
]

export function levelTable(levels: readonly ServiceLevel[]): string {
  return table(LEVELS, levels)
}

export function historyTable(results: readonly Result[]): string {
  return table(HISTORIES, results)
}

/** Returns the table of refreshes of histories that differ only in length, and of others. */
export function refreshTable(refreshes: readonly Refreshed[]): string {
  const alike = refreshes.filter(({ compacted }) => !compacted)
  const [first, last] = [alike.at(0), alike.at(-1)]
  const growth =
    first && last
      ? `, the longest ${times(last.oneChanged / first.oneChanged)} the shortest, and appended ${times(last.oneAppended / first.oneAppended)}`
      : ''
  return `A refresh for one changed session, apart from the listing${growth}\n${table(REFRESHES, refreshes)}`
}

export function scanTable(results: readonly Result[]): string {
  return table(SCANS, results)
}

export function fetchTable(results: readonly Result[]): string {
  return table(FETCHES, results)
}

/** Returns an empty text without any baseline. */
export function baselineTable(results: readonly Result[]): string {
  const compared = results.flatMap(({ history, baseline }) => (baseline ? [{ history, ...baseline }] : []))
  return compared.length === 0 ? '' : table(BASELINES, compared)
}

/** The first column is aligned to the left, figures to the right. */
function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const cells = [
    columns.map(([heading]) => heading),
    ...rows.map((row) => columns.map(([, cell]) => cell(row))),
  ]
  const widths = columns.map((_, at) => Math.max(...cells.map((line) => line[at]?.length ?? 0)))
  const aligned = (text: string, at: number) =>
    at === 0 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0)
  return cells.map((line) => line.map(aligned).join('  ')).join('\n')
}
