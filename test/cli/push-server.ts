import { createServer, type IncomingMessage, type Server } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { afterEach } from 'vitest'
import { MemoryServer } from '../sync/chunks/memory-server.ts'

export interface PushServer<Memory = MemoryServer> {
  memory: Memory
  port: number
  /** Origin, as for `--to`. */
  url: string
}

/** The server side of the chunk protocol on a local port. A test's servers end with it. */
export function usePushServers(): () => Promise<PushServer> {
  return useServers(() => new MemoryServer())
}

/** In-memory servers on local ports. A test's servers end with it. */
export function useServers<Memory extends { answer(request: Request): Promise<Response> }>(
  make: () => Memory,
): () => Promise<PushServer<Memory>> {
  const running: Server[] = []
  afterEach(() => {
    for (const server of running.splice(0)) {
      server.closeAllConnections()
      server.close()
    }
  })
  return async () => {
    const memory = make()
    const server = createServer(async (incoming, outgoing) => {
      try {
        const response = await memory.answer(await requestOf(incoming))
        outgoing.writeHead(response.status, Object.fromEntries(response.headers))
        outgoing.end(new Uint8Array(await response.arrayBuffer()))
      } catch {
        outgoing.destroy()
      }
    })
    running.push(server)
    await new Promise<void>((resolve) => server.listen(0, resolve))
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    return { memory, port: address.port, url: `http://localhost:${address.port}` }
  }
}

async function requestOf(incoming: IncomingMessage): Promise<Request> {
  const { method = 'GET', url = '/', headers } = incoming
  const body = new Uint8Array(await buffer(incoming))
  return new Request(`http://localhost${url}`, {
    method,
    headers: new Headers([
      ['Authorization', headers.authorization ?? ''],
      ['Laurel-Machine', `${headers['laurel-machine'] ?? ''}`],
    ]),
    ...(body.length > 0 ? { body } : {}),
  })
}
