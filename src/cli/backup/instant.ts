import { mkdirSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { LaurelError } from '../../errors.ts'
import { megabytes } from '../figures.ts'
import { FOLDER_MODE, folderLock, runtimeFile } from '../serve/data-folder.ts'
import { runningProcess } from '../serve/process-mark.ts'
import { backupLock, COPY } from './leftovers.ts'
import { atStandstill } from './standstill.ts'
import { bytesToCopy, StoresCopy } from './stores-copy.ts'

/** A server has started within this time, or is not going to. Unit: milliseconds. */
const STARTS_WITHIN_MS = 30_000
const LOOK_AGAIN_MS = 200

/** The stores of a folder as they were at one instant. */
export interface Instant {
  /** The folder of the copy, and the files in it: their paths with slashes. */
  folder: string
  files: ReadonlyMap<string, { bytes: number }>
  /** When that was. Unix milliseconds. */
  takenAt: number
  /** How long the server stood still; null if none was running. Unit: milliseconds. */
  stoodStill: number | null
  remove(): void
}

/**
 * Copies the stores of a folder as they are at one instant, within that folder. Most is copied while its server goes
 * on; then it stands still for what has changed meanwhile. Without a server, none starts until it is done.
 * @throws LaurelError `data_folder`; errors of the system
 */
export async function copyOfInstant(data: string): Promise<Instant> {
  const lock = backupLock(data)
  lock.take()
  const folder = join(data, COPY)
  const remove = () => {
    rmSync(folder, { recursive: true, force: true })
    lock.release()
  }
  try {
    rmSync(folder, { recursive: true, force: true })
    checkRoom(data)
    mkdirSync(folder, { mode: FOLDER_MODE })
    const copy = new StoresCopy(data, folder)
    return { ...(await settled(data, copy)), folder, files: copy.files, remove }
  } catch (error) {
    remove()
    throw error
  }
}

async function settled(data: string, copy: StoresCopy): Promise<Pick<Instant, 'takenAt' | 'stoodStill'>> {
  const late = performance.now() + STARTS_WITHIN_MS
  for (;;) {
    const runtime = runningProcess(runtimeFile(data))
    if (runtime !== null) {
      copy.update()
      const stood = await atStandstill(runtime, () => {
        copy.update()
        return Date.now()
      })
      if (stood !== null) return { takenAt: stood.result, stoodStill: stood.milliseconds }
    }
    const takenAt = runtime === null ? copiedUnderLock(data, copy) : null
    if (takenAt !== null) return { takenAt, stoodStill: null }
    // It has just been started, or its runtime has.
    if (performance.now() > late)
      throw new LaurelError(
        'data_folder',
        'The server of this folder is not running well enough to be copied.',
        {
          hint: 'Stop it first.',
        },
      )
    await pause(LOOK_AGAIN_MS)
  }
}

/** Null if a server has the folder. */
function copiedUnderLock(data: string, copy: StoresCopy): number | null {
  const lock = folderLock(data)
  try {
    lock.take()
  } catch (error) {
    if (error instanceof LaurelError) return null
    throw error
  }
  try {
    copy.update()
    return Date.now()
  } finally {
    lock.release()
  }
}

function checkRoom(data: string): void {
  const needed = bytesToCopy(data)
  const { bavail, bsize } = statfsSync(data)
  const free = bavail * bsize
  if (needed > free)
    throw new LaurelError(
      'data_folder',
      `The copy needs ${megabytes(needed)} on the disk of the folder for a while, and ${megabytes(free)} are free.`,
    )
}
