import { LaurelError } from '../../errors.ts'

/**
 * A backup is a .tar.gz: first `laurel.json`, then the files of the stores, and last their SHA-256, as `sha256sum` writes
 * and checks them. So one that was cut off has no last entry, and one can be unpacked and checked without Laurel.
 */
export const HEAD = 'laurel.json'
export const SUMS = 'SHA256SUMS'

/** The form of backups that this version writes, and the only one that it reads. */
export const FORM = 1

/** What a backup says of itself. */
export interface Head {
  backup: typeof FORM
  /** Laurel's version, and the newest runtime's that wrote the stores. */
  laurel: string
  workerd: string
  /** ISO 8601, UTC. */
  taken_at: string
  files: number
  /** All files together, uncompressed. */
  bytes: number
}

/** Stores, and names that can't lead out of them. */
const PATH = /^(?:d1|do|r2)(?:\/(?!\.{1,2}(?:\/|$))[\w.-]+)+$/

/** Whether a path is one that a backup may hold. */
export function isStorePath(path: string): boolean {
  return PATH.test(path)
}

/** @throws LaurelError `data_folder` if it is no head that this version understands */
export function readHead(text: string): Head {
  let head: Partial<Head>
  try {
    head = JSON.parse(text) as Partial<Head>
  } catch {
    throw damaged()
  }
  const { backup, workerd, files, bytes } = head
  if (Number.isInteger(backup) && backup !== FORM)
    throw new LaurelError('data_folder', 'Another version of Laurel made this backup.', {
      hint: 'Restore it with a newer one.',
    })
  if (backup !== FORM || typeof workerd !== 'string' || !Number.isSafeInteger(files)) throw damaged()
  if (!Number.isSafeInteger(bytes)) throw damaged()
  return head as Head
}

/** A line for each file, in their order. */
export function sumsText(sums: ReadonlyMap<string, string>): string {
  return [...sums].map(([path, sum]) => `${sum}  ${path}\n`).join('')
}

export function damaged(cause?: unknown): LaurelError {
  return new LaurelError('data_folder', 'This is not a whole backup: it is damaged, or was cut off.', {
    hint: 'Nothing was restored. Take another one.',
    cause,
  })
}
