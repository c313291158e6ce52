import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterEach } from 'vitest'

export interface Received {
  method: string
  path: string
  key: string | undefined
  body: unknown
}

export type Behaviour = number | 'hangs' | 'hangs up'

/** A server on a local port that accepts what it is sent, or behaves as requested. */
export interface LaurelServer {
  url: string
  received: Received[]
  /** Sets how it responds, one request after the other; the last behaviour stays. */
  behaves(...how: Behaviour[]): void
  /** Stops listening. */
  leave(): Promise<void>
  comeBack(): Promise<void>
}

export function useLaurelServers(): () => Promise<LaurelServer> {
  const running: Server[] = []
  afterEach(() => {
    for (const server of running.splice(0)) close(server)
  })
  return async () => {
    const received: Received[] = []
    let behaviours: Behaviour[] = [200]
    const answer = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
      const { method = '', url: path = '', headers } = incoming
      const body = await text(incoming).catch(() => '')
      received.push({ method, path, key: headers.authorization, body: timeless(body) })
      const how = (behaviours.length > 1 ? behaviours.shift() : behaviours[0]) ?? 200
      if (how === 'hangs') return
      if (how === 'hangs up') return outgoing.destroy()
      outgoing.writeHead(how, how === 302 ? { Location: '/elsewhere' } : {}).end()
    }
    let server = createServer(answer)
    running.push(server)
    const port = await listening(server, 0)
    return {
      url: `http://localhost:${port}`,
      received,
      behaves: (...how) => {
        behaviours = how
      },
      leave: () => close(server),
      comeBack: async () => {
        server = createServer(answer)
        running.push(server)
        await listening(server, port)
      },
    }
  }
}

async function listening(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve) => server.listen(port, resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

function close(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => {
    server.close(() => resolve())
  })
}

/** Returns what a body says, but for the time that the client adds to each report. */
export function timeless(body: string): unknown {
  if (body === '') return null
  const { reported_at: _, ...said } = JSON.parse(body)
  return said
}
