import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'

const CHUNK_PATH = /\/chunks\/([0-9a-f]{64})$/

/** A proxy that counts the chunks put to a server. */
export class CountingProxy {
  /** Bytes of chunks received from clients, including those that never arrived completely. */
  sentBytes = 0
  /** Puts of chunks that the server had reported as stored: there should be none. */
  sentAgain = 0
  /** Puts of chunks that were under way when a client was killed. */
  triedAgain = 0
  /** Puts of chunks of which a put before was refused or given up, as under load, by a client that lived on. */
  retried = 0
  /** Bytes of chunks that the server reported as stored. */
  storedBytes = 0
  onStored: () => void = () => undefined
  readonly #begun = new Set<string>()
  readonly #stored = new Set<string>()
  /** Those that are being put. */
  readonly #underWay = new Set<string>()
  /** Those that were being put at a kill. */
  readonly #cutOff = new Set<string>()
  readonly #agent = new Agent({ keepAlive: true })
  readonly #server = createServer((incoming, outgoing) => this.#handOn(incoming, outgoing))
  readonly #target: URL

  constructor(target: string) {
    this.#target = new URL(target)
  }

  /** How many chunks were under way when clients were killed. */
  get cutOff(): number {
    return this.#cutOff.size
  }

  /** Call when the client is killed. */
  noteKill(): void {
    for (const chunk of this.#underWay) if (!this.#stored.has(chunk)) this.#cutOff.add(chunk)
  }

  /** Listens on a free port. Returns its own origin. */
  async listen(): Promise<string> {
    this.#server.listen(0)
    await once(this.#server, 'listening')
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('no free port')
    return `http://localhost:${address.port}`
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
    this.#agent.destroy()
  }

  #handOn(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { method, url = '/', headers } = incoming
    const chunk = method === 'PUT' ? CHUNK_PATH.exec(url)?.[1] : undefined
    let bytes = 0
    if (chunk !== undefined) {
      if (this.#stored.has(chunk)) this.sentAgain++
      else if (this.#cutOff.has(chunk)) this.triedAgain++
      else if (this.#begun.has(chunk)) this.retried++
      this.#begun.add(chunk)
      this.#underWay.add(chunk)
      incoming.on('data', (piece: Buffer) => {
        bytes += piece.length
        this.sentBytes += piece.length
      })
    }
    const { hostname, port, host } = this.#target
    const options = { hostname, port, method, path: url, headers: { ...headers, host }, agent: this.#agent }
    const onward = request(options, (answer) => {
      const { statusCode = 502 } = answer
      if (chunk !== undefined && statusCode < 300) {
        this.#stored.add(chunk)
        this.storedBytes += bytes
        this.onStored()
      }
      outgoing.writeHead(statusCode, answer.headers)
      answer.pipe(outgoing)
    })
    onward.on('error', () => outgoing.destroy())
    // A disconnected client aborts its request.
    outgoing.on('close', () => {
      if (chunk !== undefined) this.#underWay.delete(chunk)
      if (!outgoing.writableFinished) onward.destroy()
    })
    incoming.pipe(onward)
  }
}
