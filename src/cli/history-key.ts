import { closeSync, fstatSync, openSync, statSync } from 'node:fs'
import { hex } from '../digest.ts'
import { bytesOf, HEADER_BYTES } from './file-marks.ts'

/**
 * Of two changes within this time, the later one may leave the time of the earlier: clocks of file systems tick rarely,
 * those of FAT and of some network disks every two seconds. Unit: milliseconds.
 */
const RECENT_MS = 2000

/** Offsets and sizes in a write-ahead log (SQLite file format section 4.1). Unit: bytes. */
const WAL = { header: 32, pageSize: 8, salts: 16, frameHeader: 24, frameSalts: 8, saltBytes: 8 }

/**
 * Returns a text that is the same only while a history is: of the database and of its -wal, where they are, their sizes,
 * the times of their last changes, and what SQLite changes with each commit. The change counter alone says nothing in
 * WAL mode; the last frame of a log holds a checksum of all frames before it.
 * @param now in Unix milliseconds
 * @returns null if the files can't be trusted: one was changed just now or in the future, can't be read, or a journal
 * tells of a transaction that was cut off
 */
export function historyKey(path: string, now = Date.now()): string | null {
  try {
    const journal = statSync(`${path}-journal`, { throwIfNoEntry: false })
    if (journal !== undefined && journal.size > 0) return null
    const main = keyOf(path, now, () => '')
    const hasLog = statSync(`${path}-wal`, { throwIfNoEntry: false }) !== undefined
    const log = hasLog ? keyOf(`${path}-wal`, now, lastFrame) : ''
    return main === null || log === null ? null : `${main}|${log}`
  } catch {
    // Whoever reads the history says why.
    return null
  }
}

function keyOf(path: string, now: number, more: (file: number, size: number) => string): string | null {
  const file = openSync(path, 'r')
  try {
    const state = fstatSync(file, { bigint: true })
    const { dev, ino, size, mtimeNs, ctimeNs } = state
    const latest = Number((mtimeNs > ctimeNs ? mtimeNs : ctimeNs) / 1_000_000n)
    if (!state.isFile() || now - latest < RECENT_MS) return null
    const header = hex(bytesOf(file, 0, HEADER_BYTES))
    return [dev, ino, size, mtimeNs, ctimeNs, header, more(file, Number(size))].join(' ')
  } finally {
    closeSync(file)
  }
}

/** Returns the header of the last frame with the salts of the log: those after it are left from before. */
function lastFrame(file: number, size: number): string {
  const header = bytesOf(file, 0, WAL.header)
  if (header.length < WAL.header) return ''
  const frameBytes = WAL.frameHeader + new DataView(header.buffer).getUint32(WAL.pageSize)
  const salts = hex(header.subarray(WAL.salts, WAL.salts + WAL.saltBytes))
  const frameAt = (frame: number) => {
    const begin = WAL.header + frame * frameBytes
    return hex(bytesOf(file, begin, begin + WAL.frameHeader))
  }
  const isCurrent = (frame: number) =>
    frameAt(frame).slice(2 * WAL.frameSalts, 2 * (WAL.frameSalts + WAL.saltBytes)) === salts
  let [current, end] = [0, Math.floor((size - WAL.header) / frameBytes)]
  while (current < end) {
    const middle = Math.floor((current + end) / 2)
    if (isCurrent(middle)) current = middle + 1
    else end = middle
  }
  return current === 0 ? '' : frameAt(current - 1)
}
