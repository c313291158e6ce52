import type { CDPSession, Page } from 'playwright-core'

/** The memory of a page's workers, read by the DevTools protocol. Unit: bytes. */
export interface WorkerMemory {
  /** JavaScript's objects and array buffers. */
  buffersAndHeap(): Promise<number>
  /** The memory of all WebAssembly instances, which grows and never shrinks. Collects garbage first. */
  webAssembly(): Promise<number>
}

/** Call before the page creates a worker. */
export async function watchWorkers(page: Page): Promise<WorkerMemory> {
  const session = await page.context().newCDPSession(page)
  const workers: Worker[] = []
  session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type === 'worker') workers.push(new Worker(session, sessionId))
  })
  const attach = { autoAttach: true, waitForDebuggerOnStart: false, flatten: false }
  await session.send('Target.setAutoAttach', attach)
  const sumOf = async (ask: (worker: Worker) => Promise<number>) =>
    (await Promise.all(workers.map(ask))).reduce((sum, bytes) => sum + bytes, 0)
  return {
    buffersAndHeap: () => sumOf((worker) => worker.buffersAndHeap()),
    webAssembly: () => sumOf((worker) => worker.webAssembly()),
  }
}

/** A worker as the protocol reaches it without flat sessions: by messages within messages. */
class Worker {
  readonly #page: CDPSession
  readonly #sessionId: string
  readonly #waiting = new Map<number, (result: object) => void>()
  #last = 0

  constructor(page: CDPSession, sessionId: string) {
    this.#page = page
    this.#sessionId = sessionId
    page.on('Target.receivedMessageFromTarget', (event) => {
      if (event.sessionId !== sessionId) return
      const { id, result }: { id: number; result: object } = JSON.parse(event.message)
      this.#waiting.get(id)?.(result)
      this.#waiting.delete(id)
    })
  }

  async buffersAndHeap(): Promise<number> {
    const usage = await this.#ask('Runtime.getHeapUsage')
    return ['usedSize', 'embedderHeapUsedSize', 'backingStorageSize'].reduce(
      (sum, part) => sum + numberIn(usage, part),
      0,
    )
  }

  async webAssembly(): Promise<number> {
    const prototype = await this.#ask('Runtime.evaluate', { expression: 'WebAssembly.Memory.prototype' })
    const found = await this.#ask('Runtime.queryObjects', { prototypeObjectId: idIn(prototype, 'result') })
    const summed = await this.#ask('Runtime.callFunctionOn', {
      objectId: idIn(found, 'objects'),
      functionDeclaration:
        'function () { return this.reduce((sum, { buffer }) => sum + buffer.byteLength, 0) }',
      returnByValue: true,
    })
    return numberIn(objectIn(summed, 'result'), 'value')
  }

  #ask(method: string, params: object = {}): Promise<object> {
    const id = ++this.#last
    const answer = new Promise<object>((resolve) => this.#waiting.set(id, resolve))
    const message = JSON.stringify({ id, method, params })
    void this.#page.send('Target.sendMessageToTarget', { sessionId: this.#sessionId, message })
    return answer
  }
}

function objectIn(holder: object, name: string): object {
  const value: unknown = Object.entries(holder).find(([key]) => key === name)?.[1]
  if (typeof value !== 'object' || value === null) throw new Error(`The answer has no ${name}.`)
  return value
}

function numberIn(holder: object, name: string): number {
  const value: unknown = Object.entries(holder).find(([key]) => key === name)?.[1]
  if (typeof value !== 'number') throw new Error(`The answer has no ${name}.`)
  return value
}

function idIn(holder: object, name: string): string {
  const id: unknown = Object.entries(objectIn(holder, name)).find(([key]) => key === 'objectId')?.[1]
  if (typeof id !== 'string') throw new Error(`The answer names no ${name}.`)
  return id
}
