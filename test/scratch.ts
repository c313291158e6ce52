import { accessSync, constants, mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where Linux keeps files in memory (tmpfs). */
const MEMORY = '/dev/shm'
/** What the tests may leave there at one time, several times over. Unit: bytes. Containers often have 64 MB. */
const MEMORY_MIN_BYTES = 2 * 2 ** 30
const NAME = 'laurel-tests-'

/** The folder for temporary files outside of a run, from where programs can be started too. */
export const DISK = process.env.LAUREL_DISK ?? tmpdir()

/**
 * Has temporary files of this process, and of those that it starts, kept in memory where the machine has room for them.
 * Durable Objects, R2 and D1 wait for the disk after each write (fsync), which took most of the time of their tests.
 */
export function keepTemporaryFilesInMemory(): void {
  process.env.LAUREL_DISK = DISK
  if (!hasRoom()) return
  removeLeftovers()
  const folder = join(MEMORY, `${NAME}${process.pid}`)
  mkdirSync(folder, { recursive: true })
  process.env.TMPDIR = folder
  // A browser that is about to end still writes there.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }))
}

function hasRoom(): boolean {
  try {
    accessSync(MEMORY, constants.W_OK)
    const { bavail, bsize } = statfsSync(MEMORY)
    return bavail * bsize >= MEMORY_MIN_BYTES
  } catch {
    return false
  }
}

/** Removes what runs left that were killed. */
function removeLeftovers(): void {
  for (const name of readdirSync(MEMORY)) {
    if (!name.startsWith(NAME) || runs(Number(name.slice(NAME.length)))) continue
    rmSync(join(MEMORY, name), { recursive: true, force: true })
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
