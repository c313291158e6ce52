import {
  appendFileSync,
  closeSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FileSource } from '../../src/cli/file-source.ts'

const GiB = 2 ** 30

describe('a file as a source of bytes', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'laurel-file-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('gives the bytes that the file has, in whatever order they are asked for', () => {
    const bytes = Uint8Array.from({ length: 300_001 }, (_, at) => (at * 2654435761) >>> 24)
    const path = join(folder, 'bytes')
    writeFileSync(path, bytes)
    const source = new FileSource(path)
    const range = fc.tuple(fc.nat(bytes.length), fc.nat(bytes.length))
    fc.assert(
      fc.property(fc.array(range), (ranges) => {
        for (const [a, b] of ranges) {
          const [begin, end] = [Math.min(a, b), Math.max(a, b)]
          expect(Buffer.compare(source.read(begin, end), bytes.subarray(begin, end))).toBe(0)
        }
      }),
    )
    source.close()
  })

  it('gives bytes beyond 4 GiB, and of more blocks than it keeps', () => {
    const path = join(folder, 'large')
    const at = [0, 40 * 2 ** 20, 5 * GiB, 5 * GiB + 65_530]
    const file = openSync(path, 'w')
    for (const begin of at) writeSync(file, Buffer.from(`here ${begin}`), 0, null, begin)
    closeSync(file)
    truncateSync(path, 6 * GiB)
    const source = new FileSource(path)
    for (let block = 0; block < 400; block++)
      expect(source.read(block * 65_536 + 99, block * 65_536 + 100)[0]).toBe(0)
    for (const begin of at) {
      const text = `here ${begin}`
      expect(Buffer.from(source.read(begin, begin + text.length)).toString()).toBe(text)
    }
    source.close()
  })

  it('notices that the file changed, and that it became shorter', () => {
    const path = join(folder, 'changing')
    writeFileSync(path, Buffer.alloc(200_000))
    const source = new FileSource(path)
    source.checkUnchanged()
    appendFileSync(path, 'more')
    expect(() => source.checkUnchanged()).toThrow(expect.objectContaining({ code: 'snapshot_replaced' }))
    truncateSync(path, 100_000)
    expect(() => source.read(150_000, 150_001)).toThrow(
      expect.objectContaining({ code: 'snapshot_replaced' }),
    )
    source.close()
  })

  it('notices another file under its name, and another beginning at the same size and time', () => {
    const path = join(folder, 'replaced')
    const another = expect.objectContaining({ code: 'snapshot_replaced' })
    const write = (to: string, first: number) => {
      writeFileSync(to, Buffer.alloc(500, first))
      utimesSync(to, 1, 1)
    }
    write(path, 1)
    const source = new FileSource(path)
    source.checkUnchanged()
    write(path, 2)
    expect(() => source.checkUnchanged()).toThrow(another)
    write(path, 1)
    source.checkUnchanged()
    write(`${path}-new`, 1)
    renameSync(`${path}-new`, path)
    expect(() => source.checkUnchanged()).toThrow(another)
    rmSync(path)
    expect(() => source.checkOnlyGrown()).toThrow(another)
    source.close()
  })

  it('reads cached bytes again after a refresh', () => {
    const path = join(folder, 'kept')
    writeFileSync(path, Buffer.alloc(500, 1))
    const source = new FileSource(path)
    source.read(0, 10)
    writeFileSync(path, Buffer.alloc(500, 2))
    source.refresh()
    expect(source.read(0, 10)[0]).toBe(2)
    source.close()
  })

  it('takes a log that grew for the same, and one that was started over or cut for another', () => {
    const path = join(folder, 'log')
    const another = expect.objectContaining({ code: 'snapshot_replaced' })
    const start = (salt: number) => Buffer.alloc(500).fill(salt, 16, 24)
    writeFileSync(path, start(1))
    const source = new FileSource(path)
    appendFileSync(path, 'more')
    source.checkOnlyGrown()
    truncateSync(path, 400)
    expect(() => source.checkOnlyGrown()).toThrow(another)
    writeFileSync(path, Buffer.concat([start(2), Buffer.alloc(100)]))
    expect(() => source.checkOnlyGrown()).toThrow(another)
    source.close()
  })
})
