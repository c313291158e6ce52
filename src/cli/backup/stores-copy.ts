import {
  type BigIntStats,
  constants,
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { PRECIOUS } from '../serve/data-folder.ts'

/** Objects of R2 are written once, under another name, and then renamed: a link to one is as good as a copy. */
const OBJECTS = /^r2\/[^/]+\/blobs\//
/** An object that is being written; the index of a log, which SQLite makes again. */
const PASSING = /\.partial$|-shm$/
/** Two changes within this time may leave the same time on a file: clocks of file systems are this coarse. Unit: ns. */
const COARSE_NS = 2_000_000_000n

interface Copied {
  bytes: number
  /** What the file was before it was copied; null for a link. */
  was: BigIntStats | null
  copiedAt: bigint
}

/** A copy of the stores of a folder, which is brought up to date with them again and again. */
export class StoresCopy {
  readonly #from: string
  readonly #to: string
  readonly #now: () => number
  #files = new Map<string, Copied>()

  /** @param now the clock, in Unix milliseconds */
  constructor(from: string, to: string, now = Date.now) {
    this.#from = from
    this.#to = to
    this.#now = now
  }

  /** Paths within the folder, with their sizes in bytes. */
  get files(): ReadonlyMap<string, { bytes: number }> {
    return this.#files
  }

  /** Copies what is new or has changed, and removes what is gone. It never waits: what is stopped meanwhile does. */
  update(): void {
    const before = this.#files
    this.#files = new Map()
    for (const path of filesIn(this.#from)) {
      try {
        this.#files.set(path, this.#copied(path, before.get(path)))
      } catch (error) {
        // Where something still writes, files come and go; the next time shows what became of it.
        if (!isMissing(error)) throw error
      }
    }
    for (const path of before.keys())
      if (!this.#files.has(path)) rmSync(join(this.#to, path), { force: true })
  }

  #copied(path: string, before: Copied | undefined): Copied {
    const [from, to] = [join(this.#from, path), join(this.#to, path)]
    const isObject = OBJECTS.test(path)
    if (isObject && before !== undefined) return before
    const was = lstatSync(from, { bigint: true })
    if (before?.was && isUnchanged(before.was, was, before.copiedAt)) return before
    mkdirSync(dirname(to), { recursive: true, mode: 0o700 })
    const copiedAt = BigInt(this.#now()) * 1_000_000n
    if (isObject) linkSync(from, to)
    else copyFileSync(from, to, constants.COPYFILE_FICLONE)
    return { bytes: Number(lstatSync(to).size), was: isObject ? null : was, copiedAt }
  }
}

function isUnchanged(was: BigIntStats, is: BigIntStats, copiedAt: bigint): boolean {
  const isOld = was.ctimeNs < copiedAt - COARSE_NS
  return isOld && was.ino === is.ino && was.size === is.size && was.ctimeNs === is.ctimeNs
}

/** Paths of all files that a backup holds, below a folder, with slashes. */
function* filesIn(folder: string): Generator<string> {
  for (const store of PRECIOUS) yield* filesBelow(folder, store)
}

function* filesBelow(folder: string, path: string): Generator<string> {
  for (const entry of entriesOf(join(folder, path))) {
    const inner = `${path}/${entry.name}`
    if (entry.isDirectory()) yield* filesBelow(folder, inner)
    else if (entry.isFile() && !PASSING.test(entry.name)) yield inner
  }
}

function entriesOf(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true })
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

/** Bytes that copying takes at first: objects are linked. */
export function bytesToCopy(folder: string): number {
  let bytes = 0
  for (const path of filesIn(folder)) {
    if (!OBJECTS.test(path)) bytes += lstatSync(join(folder, path), { throwIfNoEntry: false })?.size ?? 0
  }
  return bytes
}
