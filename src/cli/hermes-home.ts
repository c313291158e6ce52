import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** Determines where Hermes keeps its histories. */
export interface Machine {
  env: Readonly<Record<string, string | undefined>>
  platform: NodeJS.Platform
  /** The user's home folder. */
  home: string
}

export interface FoundHistory {
  profile: string
  path: string
}

/** A Hermes folder: it holds the history of the profile `default`; the others are below `profiles`. */
export interface HermesHome {
  root: string
  /** The default profile's first, then by name. */
  histories: FoundHistory[]
  /** The active profile, or null if nothing names one. */
  active: string | null
  /** Paths that were searched. */
  tried: string[]
}

export const DEFAULT_PROFILE = 'default'
const HISTORY_NAME = 'state.db'
/** Profile names that Hermes accepts. */
const PROFILE_NAME = /^[a-z0-9][a-z0-9_-]{0,63}$/

/** Returns the name as Hermes writes it, or null if it is invalid. */
export function profileName(given: string): string | null {
  const name = given.trim().toLowerCase()
  return PROFILE_NAME.test(name) ? name : null
}

/** Returns the first Hermes folder with a history, else the first folder, with every path that was tried. */
export function findHermesHome(machine: Machine): HermesHome {
  const homes = rootsOf(machine).map(homeIn)
  const first = homes.find(({ histories }) => histories.length > 0) ?? homes[0]
  if (first === undefined) throw new Error('There is always a folder to look in.')
  return { ...first, tried: homes.flatMap(({ tried }) => tried) }
}

/** Returns the folder of a profile. */
export function profileFolder(root: string, profile: string): string {
  return profile === DEFAULT_PROFILE ? root : join(root, 'profiles', profile)
}

export function historyPath(root: string, profile: string): string {
  return join(profileFolder(root, profile), HISTORY_NAME)
}

interface Root {
  root: string
  /** The profile whose folder the environment names, or null. */
  profile: string | null
  /** Whether the environment names this folder: then its own history is read, unless Hermes names an active profile. */
  named: boolean
}

/** `$HERMES_HOME`, which may be a profile's own folder, else the folders where Hermes installs itself. */
function rootsOf({ env, platform, home }: Machine): Root[] {
  const given = env.HERMES_HOME?.trim()
  if (given) {
    const folder = withHome(given, home)
    const [name, profiles] = [basename(folder), dirname(folder)]
    const isProfile = basename(profiles) === 'profiles' && profileName(name) === name
    return [
      isProfile
        ? { root: dirname(profiles), profile: name, named: true }
        : { root: folder, profile: null, named: true },
    ]
  }
  const usual = { root: join(home, '.hermes'), profile: null, named: false }
  if (platform !== 'win32') return [usual]
  const local = env.LOCALAPPDATA?.trim() || join(home, 'AppData', 'Local')
  return [{ ...usual, root: join(local, 'hermes') }, usual]
}

/** Expands a leading `~` as a shell does: values from .env files, cron and services arrive unexpanded. */
function withHome(path: string, home: string): string {
  return /^~(?=$|[/\\])/.test(path) ? join(home, path.slice(1)) : join(path)
}

function homeIn({ root, profile, named }: Root): HermesHome {
  const histories = [DEFAULT_PROFILE, ...namedProfiles(root)].flatMap((name) => {
    const path = existingFile(historyPath(root, name))
    return path === null ? [] : [{ profile: name, path }]
  })
  const own = named && histories[0]?.profile === DEFAULT_PROFILE ? DEFAULT_PROFILE : null
  return {
    root,
    histories,
    active: profile ?? activeProfile(root) ?? own,
    tried: [historyPath(root, DEFAULT_PROFILE), historyPath(root, '*')],
  }
}

/** Names of profiles that are not deleted: Hermes marks deleted ones beside their folders. */
function namedProfiles(root: string): string[] {
  const folder = join(root, 'profiles')
  try {
    return readdirSync(folder)
      .filter((name) => name !== DEFAULT_PROFILE && PROFILE_NAME.test(name))
      .filter((name) => !existsSync(join(folder, '.deleted', name)))
      .sort()
  } catch {
    return []
  }
}

/** Returns the profile that `hermes profile use` wrote, or null. */
function activeProfile(root: string): string | null {
  try {
    return profileName(readFileSync(join(root, 'active_profile'), 'utf8'))
  } catch {
    return null
  }
}

/** Follows links, as SQLite does before it looks for a -wal. */
function existingFile(path: string): string | null {
  try {
    return statSync(path).isFile() ? realpathSync(path) : null
  } catch {
    return null
  }
}
