import { statSync, writeFileSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { useBuiltWasm } from '../../src/cli/built-wasm.ts'
import { FileSource } from '../../src/cli/file-source.ts'
import { payloadOf } from '../../src/cli/payload.ts'
import { messageText } from '../../src/engine/message-text.ts'
import { PathSet } from '../../src/engine/path-set.ts'
import { type MatchedText, TextMatcher } from '../../src/engine/text-matcher.ts'
import type { Checkpoint } from '../../src/scan/checkpoint.ts'
import { type FinishedScan, scanHistory } from '../../src/scan/scan-history.ts'
import type { ScannedSnapshot } from '../../src/scan/source-reading.ts'
import { compileSqliteOnNode } from '../../src/snapshot/node.ts'
import { openSnapshot, type Snapshot } from '../../src/snapshot/snapshot.ts'
import { loadSqlite } from '../../src/snapshot/sqlite.ts'
import { readRowsAlone } from './floor.ts'
import { readInOrder, walkInOrder } from './parts.ts'
import { inStrings } from './plain.ts'

/** The costs of one history. Times in seconds, the best of all rounds; sizes in bytes. */
export interface Measurement {
  fileBytes: number
  /** Texts and tool calls. */
  textBytes: number
  messages: number
  sessions: number
  rounds: number
  /** Only reading the rows: see `readRowsAlone`. */
  floor: number
  /** Parts of a scan: see `readInOrder` and `walkInOrder`. */
  rows: number
  walked: number
  /** Scanning and evaluating everything. */
  cold: number
  /** The same by the plain matcher. */
  plain: number
  /** Scanning again without changes. */
  warm: number
  /** Scanning again after one session of medium size has changed. */
  warmOneChanged: number
  /** Message texts that went through the automaton, and those left to the plain matcher. */
  matched: { automaton: MatchedText; plain: MatchedText }
}

/** Memory of a scan alone. Unit: bytes. */
export interface Memory {
  peakRss: number
  sqliteMemory: number
}

/** How long rounds are repeated. Unit: seconds. */
const BUDGET_SECONDS = 20
const ROUNDS_MIN = 5
const ROUNDS_MAX = 15
const PLAIN_ROUNDS = 6

/** Maximum text given to the baseline. Unit: UTF-16 code units. */
const SAMPLE_LENGTH = 1_500_000

/**
 * Measures a history in this process, one thing after the other in each round, so that each meets the same conditions.
 */
export async function measure(path: string): Promise<Measurement> {
  const parts = { floor: Infinity, rows: Infinity, walked: Infinity }
  const best = { ...parts, cold: Infinity, plain: Infinity, warm: Infinity, warmOneChanged: Infinity }
  const begun = performance.now()
  let rounds = 0
  let [messages, scan]: [number, FinishedScan | undefined] = [0, undefined]
  const timed = async <T>(what: keyof typeof best, work: () => Promise<T>): Promise<T> => {
    globalThis.gc?.()
    const started = performance.now()
    const result = await work()
    best[what] = Math.min(best[what], (performance.now() - started) / 1000)
    return result
  }
  do {
    messages = await timed('floor', () => readRowsAlone(path))
    await timed('rows', () => reading(path, async (snapshot) => readInOrder(snapshot)))
    await timed('walked', () => reading(path, async (snapshot) => walkInOrder(snapshot)))
    scan = await timed('cold', () => reading(path, (snapshot) => scanAndEvaluate(snapshot, [])))
    const { scanned } = scan
    await timed('warm', () => reading(path, (snapshot) => scanAndEvaluate(snapshot, scanned)))
    const changed = middling(scanned)
    const others = scanned.filter((checkpoint) => checkpoint !== changed)
    await timed('warmOneChanged', () => reading(path, (snapshot) => scanAndEvaluate(snapshot, others)))
    rounds++
  } while (rounds < ROUNDS_MIN || (rounds < ROUNDS_MAX && performance.now() - begun < BUDGET_SECONDS * 1000))
  // Last: code that has seen strings is slower with bytes than the code of a scan.
  for (let round = 0; round < PLAIN_ROUNDS; round++) {
    await timed('plain', () => reading(path, (snapshot) => scanAndEvaluate(inStrings(snapshot), [])))
  }
  return {
    fileBytes: statSync(path).size,
    textBytes: scan.textBytes,
    messages,
    sessions: scan.meta.sessions_total,
    rounds,
    ...best,
    matched: await reading(path, matchedTexts),
  }
}

/** Scans a history once, in a process that does nothing else. */
export async function measureMemory(path: string): Promise<Memory> {
  await reading(path, (snapshot) => scanAndEvaluate(snapshot, []))
  const { memory } = await loadSqlite(compileSqliteOnNode)
  return { peakRss: process.resourceUsage().maxRSS * 1024, sqliteMemory: memory.buffer.byteLength }
}

/** Writes the texts of some whole sessions, spread over a history, as JSON: a list of lists. */
export async function writeSample(path: string, target: string): Promise<void> {
  const sample = await reading(path, async (snapshot) => {
    const ids: string[] = []
    await snapshot.listSessions(({ id }) => ids.push(id))
    const texts: string[][] = []
    let length = 0
    // A step that is coprime to most lengths visits the whole list.
    for (let at = 0; at < ids.length && length < SAMPLE_LENGTH; at++) {
      const session: string[] = []
      await snapshot.readMessages(ids[(at * 7_919) % ids.length] ?? '', ({ content }) => {
        const text = messageText(content).toString()
        session.push(text)
        length += text.length
      })
      texts.push(session)
    }
    return texts
  })
  writeFileSync(target, JSON.stringify(sample))
}

export async function reading<T>(path: string, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  await useBuiltWasm()
  const source = new FileSource(path)
  const snapshot = await openSnapshot(await loadSqlite(compileSqliteOnNode), source)
  try {
    return await work(snapshot)
  } finally {
    snapshot.close()
    source.close()
  }
}

async function scanAndEvaluate(
  snapshot: ScannedSnapshot,
  known: readonly Checkpoint[],
): Promise<FinishedScan> {
  const checkpoints = new Map(known.map((checkpoint) => [checkpoint.stats.session_id, checkpoint]))
  const scan = await scanHistory(snapshot, { checkpoints, limit: 0, onProgress: () => {}, nextTurn })
  payloadOf(
    scan.scanned.map(({ stats }) => stats),
    scan.meta,
    { timeZone: 'UTC', now: 0 },
  )
  return scan
}

async function matchedTexts(snapshot: Snapshot): Promise<Measurement['matched']> {
  const total = { automaton: { messages: 0, bytes: 0 }, plain: { messages: 0, bytes: 0 } }
  const ids: string[] = []
  await snapshot.listSessions(({ id }) => ids.push(id))
  for (const id of ids) {
    const matcher = new TextMatcher(new PathSet())
    await snapshot.readMessages(id, ({ content }) => matcher.message(messageText(content)))
    for (const way of ['automaton', 'plain'] as const) {
      total[way].messages += matcher[way].messages
      total[way].bytes += matcher[way].bytes
    }
  }
  return total
}

function middling(scanned: readonly Checkpoint[]): Checkpoint | undefined {
  const bySize = scanned.toSorted((a, b) => a.stats.message_count - b.stats.message_count)
  return bySize[bySize.length >> 1]
}
