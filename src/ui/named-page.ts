import type { Identity } from '../contract/identity.ts'

/** Returns how texts name a page: `@ada`, or `Ada Lovelace (@ada)` if its owner says so. Anybody may take any name, so the handle is always there. */
export function namedPage(handle: string, identity: Pick<Identity, 'name'> | undefined): string {
  const name = identity?.name ?? null
  return name === null ? `@${handle}` : `${name} (@${handle})`
}
