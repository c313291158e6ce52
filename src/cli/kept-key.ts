import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { configFolder } from './config-folder.ts'
import type { Machine } from './hermes-home.ts'
import { replaceFile } from './private-file.ts'

/** A page, by its server and handle. */
export interface PageName {
  server: string
  handle: string
}

/** Returns the path of the file in which this machine keeps the owner key of a page. */
export function keptKeyPath({ server, handle }: PageName, machine: Pick<Machine, 'env' | 'home'>): string {
  return join(configFolder(machine), 'keys', encodeURIComponent(server), `${encodeURIComponent(handle)}.key`)
}

/** Keeps the owner key of a page, for its owner alone. Returns the path. @throws an error of the system */
export function keepKey(page: PageName, key: string, machine: Pick<Machine, 'env' | 'home'>): string {
  const path = keptKeyPath(page, machine)
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  replaceFile(path, `${key}\n`)
  return path
}
