import { join } from 'node:path'
import type { Machine } from './hermes-home.ts'

/** Returns Laurel's folder for configuration (XDG Base Directory Specification 0.8). */
export function configFolder({ env, home }: Pick<Machine, 'env' | 'home'>): string {
  return join(env.XDG_CONFIG_HOME || join(home, '.config'), 'laurel')
}

/** Returns Laurel's folder for data. */
export function dataFolder({ env, home }: Pick<Machine, 'env' | 'home'>): string {
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'laurel')
}
