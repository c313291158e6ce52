import type { Insights } from '../../src/contract/insights.ts'
import type { SessionListItem } from '../../src/contract/sessions.ts'
import type { AggregateFigures, SessionStats } from '../../src/engine/types.ts'
import edges from '../golden/edges.db.gz'
import edgesExpected from '../golden/edges.expected.json?raw'
import edgesNewYork from '../golden/edges.newyork.expected.json?raw'
import edgesTokyo from '../golden/edges.tokyo.expected.json?raw'
import fuzz from '../golden/fuzz.db.gz'
import fuzzExpected from '../golden/fuzz.expected.json?raw'
import history from '../golden/history.db.gz'
import historyExpected from '../golden/history.expected.json?raw'
import insightsOfCli from '../golden/history.insights.cli.expected.json?raw'
import insights from '../golden/history.insights.expected.json?raw'
import sessionLists from '../golden/history.sessions.expected.json?raw'
import historyNext from '../golden/history-next.db.gz'
import historyNextExpected from '../golden/history-next.expected.json?raw'
import today from '../golden/today/today.db.gz'
import todayExpected from '../golden/today/today.lived.expected.json?raw'
import todayEdges from '../golden/today/today-edges.db.gz'
import todayEdgesExpected from '../golden/today/today-edges.lived.expected.json?raw'
import todayNext from '../golden/today/today-next.db.gz'
import todayNextExpected from '../golden/today/today-next.lived.expected.json?raw'
import todayOlder from '../golden/today/today-older.db.gz'
import todayOlderExpected from '../golden/today/today-older.lived.expected.json?raw'

/** The golden histories, compressed, because tests in workerd have no files. */
export const GOLDEN = {
  ...{ edges, fuzz, history, historyNext },
  ...{ today, todayEdges, todayNext, todayOlder },
}
export type GoldenName = keyof typeof GOLDEN

const unpackedOf = new Map<GoldenName, Uint8Array<ArrayBuffer>>()

/** Returns the bytes of a golden history, which nobody may change: they are unpacked once. */
export async function golden(name: GoldenName): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = unpackedOf.get(name) ?? (await unpacked(GOLDEN[name]))
  unpackedOf.set(name, bytes)
  return bytes
}

/** Returns the bytes of a gzip file. */
export async function unpacked(packed: BodyInit): Promise<Uint8Array<ArrayBuffer>> {
  const body = new Response(packed).body?.pipeThrough(new DecompressionStream('gzip'))
  return new Uint8Array(await new Response(body).arrayBuffer())
}

/** The result of a conforming scan of a golden history. */
export interface ExpectedFigures {
  timezone: string
  unlocked_count: number
  sessions: SessionStats[]
  aggregate: AggregateFigures
  achievements: ({ id: string; state: string } & Record<string, unknown>)[]
  scan_meta: Record<string, unknown>
}

const read = (json: string): ExpectedFigures => JSON.parse(json)

export const EXPECTED = {
  edges: read(edgesExpected),
  edgesTokyo: read(edgesTokyo),
  edgesNewYork: read(edgesNewYork),
  fuzz: read(fuzzExpected),
  history: read(historyExpected),
  historyNext: read(historyNextExpected),
  today: read(todayExpected),
  todayEdges: read(todayEdgesExpected),
  todayNext: read(todayNextExpected),
  todayOlder: read(todayOlderExpected),
}

/** The lists and reports of the golden history `history`. */
export const LISTS: Readonly<Record<string, SessionListItem[]>> = JSON.parse(sessionLists)
export const REPORTS: readonly Insights[] = [insights, insightsOfCli].map((json) => JSON.parse(json))
