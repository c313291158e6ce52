import { request } from 'node:http'

/** An object in R2: the file that holds it, and how long that should be. Unit of `size`: bytes. */
export interface StoredBlob {
  key: string
  blob_id: string
  size: number
}

/** The requests that `functions/front/operations.ts` answers, over the runtime’s own socket. */
export class Operations {
  readonly #socket: string

  /** @param socket the path of a Unix socket */
  constructor(socket: string) {
    this.#socket = socket
  }

  /** Does what a cron tick does. */
  async tick(): Promise<void> {
    await this.#send('POST', '/tick')
  }

  /** Says whether the disk is almost full. Returns the number of requests that are being answered. */
  async tellRoom(full: boolean, signal: AbortSignal): Promise<number> {
    return Number(await this.#send('POST', `/room?full=${full ? 1 : 0}`, signal))
  }

  /** Yields every object in R2, a page at a time. */
  async *blobs(): AsyncGenerator<StoredBlob[]> {
    for (let after = ''; ; ) {
      const page = JSON.parse(
        await this.#send('GET', `/blobs?after=${encodeURIComponent(after)}`),
      ) as StoredBlob[]
      const last = page.at(-1)
      if (!last) return
      yield page
      after = last.key
    }
  }

  /** Forgets an object whose file is lost. */
  async forget({ key, blob_id: blob }: StoredBlob): Promise<void> {
    await this.#send('DELETE', `/blobs?${new URLSearchParams({ key, blob })}`)
  }

  #send(method: string, path: string, signal?: AbortSignal): Promise<string> {
    return new Promise((resolve, reject) => {
      const options = { socketPath: this.#socket, method, path, agent: false, ...(signal && { signal }) }
      const asked = request(options, (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('error', reject)
        answer.on('end', () => {
          const text = Buffer.concat(parts).toString()
          if (answer.statusCode === 200) resolve(text)
          else
            reject(new Error(`the runtime answered ${answer.statusCode} to ${method} ${path.split('?')[0]}`))
        })
      })
      asked.on('error', reject)
      asked.end()
    })
  }
}
