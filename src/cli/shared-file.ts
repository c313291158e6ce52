import { randomUUID } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { LaurelError } from '../errors.ts'

/** A text file that belongs to another program, as it was read. */
export interface SharedFile {
  /** Where it really is, if its name is a link. */
  path: string
  text: string
  /** Null if there is no such file. */
  state: { mode: number; uid: number; gid: number; marks: string } | null
}

const WRITABLE = 0o222
const PERMISSIONS = 0o7777
/** Of a file that was not there. */
const NEW_MODE = 0o600

/** Reads a file; one that is missing is empty. @throws LaurelError `invalid_request` if it is not text in UTF-8 */
export function readShared(name: string): SharedFile {
  const path = realPathOf(name)
  const state = stateOf(path)
  const bytes = state === null ? new Uint8Array() : readFileSync(path)
  try {
    return { path, state, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }
  } catch (error) {
    throw new LaurelError('invalid_request', `${name} is not text in UTF-8.`, {
      hint: 'Nothing was changed.',
      cause: error,
    })
  }
}

/**
 * Replaces the text of a file at once, with its owner and permissions as they were, or removes it (`text` is null). A
 * link to it stays.
 * @throws LaurelError `invalid_request` if it is read-only or has changed since it was read; an error of the system
 */
export function replaceShared({ path, state, text: former }: SharedFile, text: string | null): void {
  if (state !== null && (state.mode & WRITABLE) === 0) {
    throw new LaurelError('invalid_request', `${path} is read-only.`, {
      hint: 'Nothing was changed. Change it where it is made.',
    })
  }
  const draft = `${path}.${randomUUID()}.tmp`
  try {
    if (text !== null) {
      writeFileSync(draft, text, { mode: NEW_MODE, flag: 'wx', flush: true })
      if (state !== null) takeOver(draft, state)
    }
    if (stateOf(path)?.marks !== state?.marks || (state !== null && readFileSync(path, 'utf8') !== former)) {
      throw new LaurelError('invalid_request', `Another program has changed ${path} meanwhile.`, {
        hint: 'Nothing was changed. Try again.',
      })
    }
    if (text === null) rmSync(path, { force: true })
    else renameSync(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}

function takeOver(draft: string, { mode, uid, gid }: NonNullable<SharedFile['state']>): void {
  const own = statSync(draft)
  if (own.uid !== uid || own.gid !== gid) chownSync(draft, uid, gid)
  chmodSync(draft, mode & PERMISSIONS)
}

function stateOf(path: string): SharedFile['state'] {
  const state = statSync(path, { bigint: true, throwIfNoEntry: false })
  if (!state) return null
  const { dev, ino, size, mtimeNs, mode, uid, gid } = state
  return {
    mode: Number(mode),
    uid: Number(uid),
    gid: Number(gid),
    marks: [dev, ino, size, mtimeNs].join(' '),
  }
}

function realPathOf(name: string): string {
  try {
    return realpathSync(name)
  } catch {
    return name
  }
}
