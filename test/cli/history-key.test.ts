import { closeSync, openSync, statSync, utimesSync, writeSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import { historyKey } from '../../src/cli/history-key.ts'
import { useLaurel } from './laurel.ts'

const laurel = useLaurel()
const later = () => Date.now() + 3_600_000

/** A log of frames of 512 bytes: each with the salts of its header, or those of an older one. */
function log(frames: readonly ('new' | 'old')[], last = 0): Uint8Array {
  const bytes = new Uint8Array(32 + frames.length * (24 + 512))
  const view = new DataView(bytes.buffer)
  view.setUint32(8, 512)
  view.setUint32(16, 7)
  for (const [frame, age] of frames.entries()) view.setUint32(32 + frame * 536 + 8, age === 'new' ? 7 : 6)
  const newest = frames.lastIndexOf('new')
  if (newest >= 0) view.setUint32(32 + newest * 536 + 16, last)
  return bytes
}

/** Writes into a file as it lies there: its size stays, and its time of modification is set back. */
function overwrite(path: string, at: number, bytes: Uint8Array) {
  const { atime, mtime } = statSync(path)
  const file = openSync(path, 'r+')
  writeSync(file, bytes, 0, bytes.length, at)
  closeSync(file)
  utimesSync(path, atime, mtime)
}

describe('the key of a history', () => {
  let path = ''
  beforeEach(() => {
    path = laurel.file('key.db', new Uint8Array(1024))
    laurel.file('key.db-wal', log(['new', 'new', 'old', 'old']))
    laurel.file('key.db-journal', '')
  })

  it('stays as long as nothing is written', () => {
    expect(historyKey(path, later())).toBe(historyKey(path, later()))
    expect(historyKey(path, later())).not.toBeNull()
  })

  it('is another one after a write that leaves size and time as they were', () => {
    const before = historyKey(path, later())
    overwrite(path, 500, new Uint8Array([1]))
    expect(historyKey(path, later())).not.toBe(before)
  })

  it('holds the last frame of the log, not those left from before', () => {
    const frameOf = (key: string | null) => key?.split(' ').at(-1)
    laurel.file('key.db-wal', log(['new', 'new', 'old', 'old'], 0xabcdef01))
    expect(frameOf(historyKey(path, later()))).toContain('abcdef01')
    laurel.file('key.db-wal', log(['new', 'new', 'new', 'old'], 0x12345678))
    expect(frameOf(historyKey(path, later()))).toContain('12345678')
  })

  it('does not exist while a write may have gone unseen', () => {
    expect(historyKey(path, Date.now())).toBeNull()
    expect(historyKey(path, Date.now() - 3_600_000)).toBeNull()
    laurel.file('key.db-journal', 'cut off')
    expect(historyKey(path, later())).toBeNull()
    expect(historyKey(laurel.path('nowhere.db'), later())).toBeNull()
  })
})
