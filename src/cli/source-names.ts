import { SourceNameSchema } from '../contract/profiles.ts'

/** Maximum length of a source's name. */
const NAME_MAX = 32

/**
 * Returns a distinct source name for each profile: its own name if that is valid, else the closest valid one.
 */
export function sourcesOf(profiles: readonly string[]): Map<string, string> {
  const names = new Map(profiles.filter(isSourceName).map((profile) => [profile, profile]))
  const taken = new Set(names.values())
  for (const profile of profiles) {
    if (names.has(profile)) continue
    const name = freeName(profile.replaceAll('_', '-'), taken)
    names.set(profile, name)
    taken.add(name)
  }
  return names
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted.slice(0, NAME_MAX)
  for (let number = 2; taken.has(name); number++) {
    const end = `-${number}`
    name = wanted.slice(0, NAME_MAX - end.length) + end
  }
  return name
}

function isSourceName(name: string): boolean {
  return SourceNameSchema.safeParse(name).success
}
