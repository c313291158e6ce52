import type { AchievementDefinition } from './achievement.ts'
import { CATALOG } from './catalog.ts'

/** Bump when the same counts and rules would give another view: how unlocks are dated. */
const EVALUATION_VERSION = 2

/**
 * Version of what is derived from the counts. The published view carries it, and one of another version is re-evaluated
 * from the stored aggregate, without reading a history. It follows the catalog: a digest of all but words and icons.
 */
export const CATALOG_VERSION = catalogVersion(CATALOG)

export function catalogVersion(catalog: readonly AchievementDefinition[]): number {
  const rules = catalog.map(({ name, description, criteria, category, icon, ...rule }) => rule)
  return digest(JSON.stringify([EVALUATION_VERSION, rules]))
}

/** FNV-1a, 32 bits. */
function digest(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}
