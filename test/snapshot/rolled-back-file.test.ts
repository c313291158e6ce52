import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memorySource } from '../../src/snapshot/byte-source.ts'
import { rolledBack } from '../../src/snapshot/rollback.ts'
import { type FileAtMoment, rolledBackFile } from '../../src/snapshot/rolled-back-file.ts'
import { amidTransaction } from './journals.ts'

/** A file in memory, and whether it is open. */
function inMemory(bytes: Uint8Array) {
  const file = {
    bytes,
    changed: false,
    open: 0,
    opener: async (): Promise<FileAtMoment> => {
      file.open++
      return {
        size: file.bytes.length,
        read: async (begin, end) => new Uint8Array(file.bytes.subarray(begin, end)),
        unchanged: async () => !file.changed,
        close: () => void file.open--,
      }
    },
  }
  return file
}

const GROWN = amidTransaction((run) => {
  run("UPDATE messages SET role = 'tool'")
  run('INSERT INTO messages SELECT NULL, session_id, role, content, 0, 0, 0, 0 FROM messages')
})
const SHRUNK = amidTransaction((run) => run('DELETE FROM messages WHERE id > 3'), {
  vacuum: 1,
  pageSize: 512,
})

describe('a database that is sent with its journal rolled back', () => {
  it.each([
    ['had grown', GROWN],
    ['had shrunk', SHRUNK],
  ])(
    'is the one from before when it %s, whatever part of it is read',
    async (_, { main, journal, before }) => {
      const open = rolledBackFile(inMemory(main).opener, inMemory(journal).opener)
      const file = await open()
      expect(file.size).toBe(before.length)
      await fc.assert(
        fc.asyncProperty(fc.nat(before.length), fc.nat(before.length), async (a, b) => {
          const [begin, end] = [Math.min(a, b), Math.max(a, b)]
          return Buffer.compare(await file.read(begin, end), before.subarray(begin, end)) === 0
        }),
      )
      const source = await rolledBack(memorySource(main), memorySource(journal))
      expect(Buffer.compare(await file.read(0, before.length), source.read(0, source.size))).toBe(0)
    },
  )

  it('has changed when either file has', async () => {
    const [main, journal] = [inMemory(GROWN.main), inMemory(GROWN.journal)]
    const file = await rolledBackFile(main.opener, journal.opener)()
    expect(await file.unchanged()).toBe(true)
    for (const either of [main, journal]) {
      either.changed = true
      expect(await file.unchanged()).toBe(false)
      either.changed = false
    }
    file.close()
    expect([main.open, journal.open]).toEqual([0, 0])
  })

  it('is the main file alone when the journal is not hot, which may change then', async () => {
    const [main, journal] = [inMemory(GROWN.main), inMemory(new Uint8Array(2000))]
    const file = await rolledBackFile(main.opener, journal.opener)()
    journal.changed = true
    expect([file.size, await file.unchanged(), journal.open]).toEqual([GROWN.main.length, true, 0])
    file.close()
    expect(main.open).toBe(0)
  })

  it('is refused as changed, with both files closed, when the journal becomes shorter while it is read', async () => {
    const [main, journal] = [inMemory(GROWN.main), inMemory(GROWN.journal)]
    const cut = async () => {
      const file = await journal.opener()
      journal.bytes = journal.bytes.subarray(0, 700)
      return file
    }
    await expect(rolledBackFile(main.opener, cut)()).rejects.toMatchObject({ code: 'snapshot_replaced' })
    expect([main.open, journal.open]).toEqual([0, 0])
  })
})
