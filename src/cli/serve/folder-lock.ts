import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { LaurelError } from '../../errors.ts'
import { isSame, type ProcessMark, processMark } from './process-mark.ts'

/** A file that says which process uses a folder. It outlives a process that is killed; the next one notices. */
export class FolderLock {
  readonly #path: string
  readonly #use: string
  readonly #hint: string

  /** @param use what a holder does, and what to do then */
  constructor(
    path: string,
    use = 'Another server uses this folder',
    hint = 'Stop it first, or choose another folder with --data.',
  ) {
    this.#path = path
    this.#use = use
    this.#hint = hint
  }

  /** @throws LaurelError `data_folder` if a living process holds it */
  take(): void {
    const mine = `${JSON.stringify(processMark(process.pid))}\n`
    for (;;) {
      try {
        writeFileSync(this.#path, mine, { flag: 'wx', mode: 0o600 })
        return
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
      }
      const holder = this.#holder()
      if (holder !== null && holder.pid !== process.pid && isSame(holder))
        throw new LaurelError('data_folder', `${this.#use}: process ${holder.pid}.`, { hint: this.#hint })
      rmSync(this.#path, { force: true })
    }
  }

  release(): void {
    if (this.#holder()?.pid === process.pid) rmSync(this.#path, { force: true })
  }

  /** Null if the file is gone, or was cut off when it was written. */
  #holder(): ProcessMark | null {
    try {
      return JSON.parse(readFileSync(this.#path, 'utf8')) as ProcessMark
    } catch {
      return null
    }
  }
}
