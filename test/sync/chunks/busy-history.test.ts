import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SETTINGS } from '../../../src/config.ts'
import type { OpenFile } from '../../../src/sync/chunks/history-reader.ts'
import type { UploadProgress } from '../../../src/sync/chunks/upload-snapshot.ts'
import { runs } from '../../properties.ts'
import { content, LiveFiles, poke } from './live-files.ts'
import { MemoryServer } from './memory-server.ts'
import { CHUNK, upload } from './uploading.ts'

const main = content(6 * CHUNK + 3)
const wal = content(2 * CHUNK + 1, 2)

describe('a history that is written to', () => {
  it('while it is hashed or sent arrives as one of the states that it had', async () => {
    const write = fc.record({
      /** How many chunks were read, and requests made, before it. */
      after: fc.nat(30),
      file: fc.constantFrom('main' as const, 'wal' as const),
      change: fc.oneof(
        fc.nat(6 * CHUNK).map((at) => poke(at)),
        fc.nat(8 * CHUNK).map((length) => (bytes: Uint8Array) => bytes.slice(0, length)),
        fc.uint8Array({ minLength: 1, maxLength: CHUNK }).map((more) => (bytes: Uint8Array) => {
          return Uint8Array.of(...bytes, ...more)
        }),
        // A checkpoint starts the log over.
        fc.nat(99).map((seed) => () => content(2 * CHUNK, seed)),
      ),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(write, { maxLength: 6 }), async (writes) => {
        const server = new MemoryServer()
        const files = new LiveFiles(main, wal)
        let moment = 0
        const tick = () => {
          for (const { after, file, change } of writes) if (after === moment) files.write(file, change)
          moment++
        }
        files.onRead = tick
        server.fault = () => void tick()
        await upload(server, files)
        expect(server.committed).toHaveLength(1)
        expect(files.states).toContainEqual(server.committed[0])
      }),
      { numRuns: runs(300) },
    )
  })

  it('has only the file read again that changed', async () => {
    const server = new MemoryServer()
    const files = new LiveFiles(main, wal)
    files.onRead = (name) => {
      if (name === 'wal' && files.opened.length < 4) files.write('wal', (bytes) => Uint8Array.of(...bytes, 7))
    }
    await upload(server, files)
    expect(files.opened).toEqual(['main', 'wal', 'wal', 'wal'])
    expect(server.committed).toEqual([files.now])
  })

  it('is begun again when a chunk is no longer there, and no lane works on meanwhile', async () => {
    const server = new MemoryServer()
    const files = new LiveFiles(main, wal)
    let puts = 0
    server.fault = (request) => {
      if (request === 'PUT' && puts++ === 3) files.write('main', poke(5 * CHUNK))
      return undefined
    }
    await upload(server, files)
    expect(server.committed).toEqual([files.now])
    const begun = server.requests.flatMap((request, index) => (request === 'POST' ? [index] : []))
    expect(begun).toHaveLength(2)
    expect(new Set(server.stored).size).toBe(server.stored.length)
  })

  it('is read again when it shows only by its bytes', async () => {
    const server = new MemoryServer()
    const bytes = content(4 * CHUNK)
    const files = new LiveFiles(bytes)
    let puts = 0
    server.fault = (request) => {
      // In place: size and time stay as they were.
      if (request === 'PUT' && puts++ === 0) poke(3 * CHUNK)(bytes)
      return undefined
    }
    await upload(server, files, { parallel: 1 })
    expect(server.committed[0]?.main).toEqual(bytes)
  })

  it('always gives fewer bytes than it has is given up', async () => {
    const server = new MemoryServer()
    let opened = 0
    const main: OpenFile = async () => {
      opened++
      return {
        size: 2 * CHUNK,
        read: async (begin, end) => new Uint8Array(content(2 * CHUNK - 1).slice(begin, end)),
        unchanged: async () => true,
        close: () => undefined,
      }
    }
    await expect(
      upload(server, new LiveFiles(content(1)), { history: { main, wal: null } }),
    ).rejects.toMatchObject({
      code: 'history_busy',
    })
    expect([opened, server.requests]).toEqual([15, []])
  })

  it('all the time is given up, after growing pauses', async () => {
    const server = new MemoryServer()
    const files = new LiveFiles(main, wal)
    files.onRead = () => files.write('wal', poke(0))
    const pauses: number[] = []
    let told = 0
    const outcome = upload(server, files, {
      pause: async (milliseconds) => void pauses.push(milliseconds),
      onBusy: () => told++,
    })
    await expect(outcome).rejects.toMatchObject({ code: 'history_busy' })
    expect(server.requests).toEqual([])
    expect(told).toBe(pauses.length)
    expect(pauses.slice(0, 6)).toEqual([100, 200, 400, 800, 1600, 2000])
    expect(pauses.reduce((sum, pause) => sum + pause)).toBe(SETTINGS.HISTORY_WAIT_SECONDS.value * 1000)
  })

  it('whenever a chunk is sent is given up as well', async () => {
    const server = new MemoryServer()
    const files = new LiveFiles(main)
    server.fault = (request) => void (request === 'POST' && files.write('main', poke(0)))
    await expect(upload(server, files)).rejects.toMatchObject({ code: 'history_busy' })
    expect(server.committed).toEqual([])
  })
})

describe('an upload', () => {
  it('tells how far it is: hashing, sending, then the commit', async () => {
    const told: UploadProgress[] = []
    await upload(new MemoryServer(), new LiveFiles(main, wal), { onProgress: (now) => told.push(now) })
    const total = main.length + wal.length
    expect([...new Set(told.map(({ phase }) => phase))]).toEqual(['hashing', 'sending', 'committing'])
    for (const phase of ['hashing', 'sending']) {
      const steps = told.filter((step) => step.phase === phase)
      expect([steps[0]?.done, steps.at(-1)?.done]).toEqual([0, total])
      expect(steps.every((step, index) => step.done >= (steps[index - 1]?.done ?? 0))).toBe(true)
    }
  })

  it('does nothing more while its turn is held, and goes on where it was', async () => {
    const server = new MemoryServer()
    const files = new LiveFiles(main, wal)
    let turns = 0
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    // The files have ten chunks, so that the twelfth turn is amid the sending.
    const outcome = upload(server, files, {
      parallel: 1,
      turn: async () => (++turns > 12 ? held : undefined),
    })
    await expect.poll(() => turns).toBe(13)
    const asked = server.requests.length
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(server.requests).toHaveLength(asked)
    expect(server.committed).toEqual([])
    release()
    await outcome
    expect(server.committed).toEqual([files.now])
    expect(new Set(server.stored).size).toBe(server.stored.length)
  })

  it('sends nothing while its turn is held: what was being read, or failed and is to be repeated', async () => {
    const server = new MemoryServer()
    const files = new LiveFiles(main, wal)
    let held: Promise<void> | undefined
    let release = () => {}
    const hold = () => {
      held ??= new Promise<void>((resolve) => {
        release = resolve
      })
    }
    server.fault = (request) => {
      if (request !== 'PUT' || held) return undefined
      hold()
      return 'unreachable'
    }
    const outcome = upload(server, files, { parallel: 1, turn: async () => held })
    await expect.poll(() => held !== undefined).toBe(true)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(server.requests.filter((request) => request === 'PUT')).toHaveLength(1)
    release()
    await outcome
    expect(server.committed).toEqual([files.now])
  })

  it.each(['hashing', 'sending', 'committing'])('that is aborted while %s leaves', async (phase) => {
    const server = new MemoryServer()
    const abort = new AbortController()
    const outcome = upload(server, new LiveFiles(main, wal), {
      signal: abort.signal,
      onProgress: (now) => {
        if (now.phase === phase && (now.done > 0 || phase === 'committing')) abort.abort(new Error('left'))
      },
    })
    await expect(outcome).rejects.toThrow('left')
    const asked = server.requests.length
    await server.settled()
    expect(server.requests).toHaveLength(asked)
    expect(server.requests).not.toContain('COMMIT')
    expect(server.requests).not.toContain('DELETE')
  })

  it('that is aborted in a pause between two tries leaves at once', async () => {
    const server = new MemoryServer()
    const abort = new AbortController()
    server.fault = () => 'unreachable'
    const outcome = upload(server, new LiveFiles(main), {
      signal: abort.signal,
      retries: { attempts: 2, baseMs: 1e6, maxMs: 1e6, patienceMs: 1e6 },
      pause: (_, signal) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason))
        }),
      onRetry: () => setTimeout(() => abort.abort(new Error('left')), 0),
    })
    await expect(outcome).rejects.toThrow('left')
    expect(server.requests).toEqual(['POST'])
  })
})
