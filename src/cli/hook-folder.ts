import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { hermesFolder } from './database-path.ts'
import type { Machine } from './hermes-home.ts'
import { SCRIPT_FOLDER, SCRIPT_NAME } from './hook-script.ts'

/** Where a hook is, and its files. */
export interface HookPlace {
  config: string
  backup: string
  script: string
  /** Where Hermes keeps what its user has consented to. */
  allowlist: string
  own: HookFolder
}

/** Files of a hook, in a folder of its own: Hermes' folder has no more than it needs to run it. */
export interface HookFolder {
  path: string
  /** What came of the updates, latest last. */
  log: string
  /** The log of before, once the log has been full. */
  formerLog: string
  /** There while an update waits or runs. Holds the id of its process. */
  running: string
  /** What the updates know of each session, with titles. */
  checkpoint: string
  /** What `install` has put in, as JSON. */
  record: string
}

/** What `install` has put in. */
export interface HookRecord {
  /** Into the text of the config. */
  put: string
  /** The same of the webhook for events; empty without one. */
  putOutbound: string
  /** Whether there was no config before. */
  madeConfig: boolean
  /** Whether there was no folder for scripts before. */
  madeScriptFolder: boolean
}

/** Returns where the hook of a Hermes profile is: the chosen one, else the active one. */
export function hookPlace(profile: string | null, machine: Machine): HookPlace {
  const folder = hermesFolder(profile, machine)
  const config = join(folder, 'config.yaml')
  return {
    config,
    backup: `${config}.laurel-backup`,
    script: join(folder, SCRIPT_FOLDER, SCRIPT_NAME),
    allowlist: join(folder, 'shell-hooks-allowlist.json'),
    own: hookFolder(folder, machine),
  }
}

/** Returns the folder for the hook of a Hermes profile (XDG Base Directory Specification 0.8). */
function hookFolder(profileFolder: string, { env, home }: Pick<Machine, 'env' | 'home'>): HookFolder {
  const state = env.XDG_STATE_HOME || join(home, '.local', 'state')
  const name = createHash('sha256').update(profileFolder).digest('hex').slice(0, 16)
  return hookFolderAt(join(state, 'laurel', 'hooks', name))
}

export function hookFolderAt(path: string): HookFolder {
  const file = (name: string) => join(path, name)
  return {
    path,
    log: file('log'),
    formerLog: file('log.1'),
    running: file('running'),
    checkpoint: file('checkpoint'),
    record: file('installed.json'),
  }
}

/** Returns what `install` has put in; null if that is not known. */
export function hookRecord({ record }: HookFolder): HookRecord | null {
  try {
    const { put, putOutbound, madeConfig, madeScriptFolder } = JSON.parse(readFileSync(record, 'utf8'))
    if (typeof put !== 'string') return null
    const outbound = typeof putOutbound === 'string' ? putOutbound : ''
    return {
      put,
      putOutbound: outbound,
      madeConfig: madeConfig === true,
      madeScriptFolder: madeScriptFolder === true,
    }
  } catch {
    return null
  }
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}
