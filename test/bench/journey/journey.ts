import { copyFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { countFetches } from '../fetched.ts'
import { changeSome } from './change.ts'
import { push, scan } from './client.ts'
import type { CountingProxy } from './counting-proxy.ts'
import { writeHistory } from './history.ts'
import type { MemoryWatch } from './memory-watch.ts'
import { mb, type Report, whole } from './report.ts'
import { compareFigures, type Page, scanned, servedFigures } from './served.ts'

/** Shares of the bytes at which the client is killed. */
const KILLED_AT = [0.3, 0.6]
/** Maximum number of chunks that the clients are sending when they are killed. */
const UNDER_WAY_MAX = 4 * KILLED_AT.length
/** Bytes that a change may send, relative to the chunks that it touches. */
const SENT_MAX = 1.2
/** Bytes that a first scan may fetch, relative to the file. */
const COLD_FETCH_MAX = 1.3
const READER_MEMORY_MAX = 64 * 1024 * 1024

export interface JourneyParts {
  /** Contains the history, and temporarily a copy of it. */
  folder: string
  page: Page
  proxy: CountingProxy
  /** Origin of the proxy. */
  pushTo: string
  memory: MemoryWatch
  report: Report
}

/** The stages of a large history. Each needs those before it. */
export class Journey {
  readonly #parts: JourneyParts
  readonly #path: string
  #sessions = 0
  #changed: ReadonlySet<string> = new Set()

  constructor(parts: JourneyParts) {
    this.#parts = parts
    this.#path = join(parts.folder, 'state.db')
  }

  /** Writes a history of this size, sends it by a client that is killed repeatedly, and scans it. */
  async firstVersion(bytes: number): Promise<void> {
    const { report, proxy } = this.#parts
    const { sessions, messages } = await report.step('written', async () => {
      const written = writeHistory(this.#path, bytes, report.everyTenth('written'))
      return { ...written, bytes: this.#size }
    })
    this.#sessions = sessions
    report.say(`  ${mb(this.#size)} MB: ${whole(sessions)} sessions, ${whole(messages)} messages`)

    for (const share of KILLED_AT) {
      const name = `sent, killed at ${share * 100} %`
      await this.#send(name, share * this.#size - proxy.storedBytes, { killed: true })
    }
    await this.#send('sent to its end', this.#size - proxy.storedBytes)
    const { sentAgain, triedAgain, retried, cutOff, sentBytes } = proxy
    report.claim(
      'a client killed twice sends nothing again that is stored',
      sentAgain === 0 && cutOff <= UNDER_WAY_MAX,
      `${sentAgain} chunks, and ${triedAgain} puts of the ${cutOff} that were under way at the kills`,
      `${retried} puts of chunks that the server had refused, or not answered in time`,
      `${whole(sentBytes)} bytes sent of ${whole(this.#size)}`,
    )
    await this.#scan('scanned by the server')
    await this.#compare('laurel scan')
  }

  /** Changes one page in a hundred. */
  async secondVersion(): Promise<void> {
    const { report, proxy, folder } = this.#parts
    const before = join(folder, 'before.db')
    copyFileSync(this.#path, before)
    const change = await report.step('changed', async () => changeSome(this.#path, before))
    rmSync(before)
    const { pages, pagesInAll, chunks, chunkBytes, sessions } = change
    this.#changed = sessions
    report.say(`  ${whole(pages)} of ${whole(pagesInAll)} pages, in ${whole(chunks)} chunks`)

    const sentBefore = proxy.sentBytes
    await this.#send('change sent', chunkBytes)
    const sent = proxy.sentBytes - sentBefore
    report.claim(
      `a change sends at most ${SENT_MAX} times the chunks that it touches`,
      sent <= SENT_MAX * chunkBytes,
      `${whole(sent)} bytes sent, ${whole(chunkBytes)} in the ${whole(chunks)} chunks with changed pages`,
    )
    const { sessions_rescanned } = await this.#scan('change scanned by the server')
    report.claim(
      'a refresh reads the changed sessions only',
      sessions_rescanned === sessions.size,
      `${sessions_rescanned} read, ${sessions.size} changed, ${whole(this.#sessions)} in all`,
    )
    await this.#compare('laurel scan of the change')
  }

  /** Determines what the edge would fetch of the second version: all of it, or what has changed since the first. */
  async reading(): Promise<void> {
    const { report } = this.#parts
    const isChanged = (id: string) => this.#changed.has(id)
    const { fetchedCold, fetchedWarm, readerMemory } = await report.step('fetches counted', async () =>
      countFetches(this.#path, isChanged),
    )
    report.claim(
      `a first scan fetches at most ${COLD_FETCH_MAX} times the file`,
      fetchedCold.bytes <= COLD_FETCH_MAX * this.#size,
      `${whole(fetchedCold.bytes)} bytes of ${whole(this.#size)} in ${whole(fetchedCold.requests)} requests`,
    )
    report.claim(
      'a refresh does not fetch the file whole',
      fetchedWarm.bytes < this.#size,
      `${whole(fetchedWarm.bytes)} bytes in ${whole(fetchedWarm.requests)} requests, the listing included`,
    )
    report.claim(
      'sql.js and its cache take 64 MiB at most',
      readerMemory <= READER_MEMORY_MAX,
      `${whole(readerMemory)} bytes`,
    )
  }

  get #size(): number {
    return statSync(this.#path).size
  }

  /** Pushes the history until this many bytes are stored. `killed`: stops there. */
  async #send(name: string, bytes: number, { killed = false } = {}): Promise<void> {
    const { report, proxy, pushTo, page, memory } = this.#parts
    const { sentBytes, sentAgain, storedBytes } = proxy
    const progress = report.everyTenth(name)
    await report.step(name, async () => {
      await push({ ...page, path: this.#path, server: pushTo }, (kill) => {
        proxy.onStored = () => {
          const share = (proxy.storedBytes - storedBytes) / bytes
          progress(share)
          if (!killed || share < 1) return
          proxy.noteKill()
          kill()
        }
      })
      return {
        bytes: proxy.sentBytes - sentBytes,
        sentAgain: proxy.sentAgain - sentAgain,
        memory: memory.peak(),
      }
    })
  }

  async #scan(name: string) {
    const { report, page, memory } = this.#parts
    return report.step(name, async () => {
      const meta = await scanned(page, report.everyTenth(name))
      return { ...meta, bytes: this.#size, memory: memory.peak() }
    })
  }

  async #compare(name: string): Promise<void> {
    const { report, page } = this.#parts
    const own = await report.step(name, async () => ({ ...(await scan(this.#path)), bytes: this.#size }))
    const { figures, differing } = compareFigures(await servedFigures(page), own.payload)
    report.claim(
      `the server gives the same figures as ${name}`,
      differing.length === 0,
      `${whole(figures)} figures of ${whole(own.payload.sessions.length)} sessions, ${whole(differing.length)} differ`,
      ...differing.slice(0, 5),
    )
  }
}
