import { SETTINGS } from '../../src/settings.ts'
import { Registry } from '../../src/storage/registry.ts'

/** Handles that this isolate has found a profile of, the latest last. */
const known = new Set<string>()

/**
 * Returns what `ask` answers for a handle; null if nobody has it. To ask the object of a handle creates it, so that
 * is only done if the registry has the handle, or does not respond.
 */
export async function askProfile<T>(
  env: Env,
  handle: string,
  ask: () => Promise<T | null>,
): Promise<T | null> {
  const unknown = !known.has(handle) && !(await new Registry(env.REGISTRY).has(handle).catch(() => true))
  if (unknown) return null
  const answer = await ask()
  known.delete(handle)
  if (answer === null) return null
  known.add(handle)
  const [oldest] = known
  if (oldest !== undefined && known.size > SETTINGS.KNOWN_HANDLES_MAX.value) known.delete(oldest)
  return answer
}
