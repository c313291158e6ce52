import { WorkerEntrypoint } from 'cloudflare:workers'
import type { FrontEnv } from './front-env.ts'
import { room } from './room.ts'

/**
 * The folder that R2 stores its objects in. workerd's own answers a write with success even if the disk was full
 * halfway, and miniflare's R2 does not look; so every object is measured once it is written, and one that is not whole
 * fails.
 */
export class Blobs extends WorkerEntrypoint<FrontEnv> {
  override async fetch(request: Request): Promise<Response> {
    const { DISK } = this.env
    if (request.method !== 'PUT' || request.body === null) return DISK.fetch(request)
    if (room.full) throw new Error('the disk is almost full')
    let size = 0
    const counting = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        size += chunk.byteLength
        controller.enqueue(chunk)
      },
    })
    const answer = await DISK.fetch(request.url, { method: 'PUT', body: request.body.pipeThrough(counting) })
    const stored = await DISK.fetch(request.url, { method: 'HEAD' })
    if (answer.ok && Number(stored.headers.get('Content-Length')) === size) return answer
    await DISK.fetch(request.url, { method: 'DELETE' })
    throw new Error('the object was not stored whole')
  }
}
