import { LaurelError } from './errors.ts'
import { SETTINGS, SWITCHES } from './settings.ts'

export { SETTINGS, type Setting, SWITCHES } from './settings.ts'

export type SettingName = keyof typeof SETTINGS
export type SwitchName = keyof typeof SWITCHES
export type Config = Readonly<Record<SettingName, number> & Record<SwitchName, boolean>>

/**
 * Returns the effective settings: the defaults, overridden by variables of the same name.
 * @throws LaurelError `misconfigured`, naming the variable that is not a positive number, or not an integer where one
 * is needed, or neither 0 nor 1 for a switch
 */
export function configFrom(variables: Readonly<Record<string, unknown>> = {}): Config {
  const entries = Object.entries(SETTINGS).map(([name, setting]) => {
    const raw = variables[name]
    if (raw === undefined || raw === '') return [name, setting.value]
    const value = typeof raw === 'string' || typeof raw === 'number' ? Number(raw) : Number.NaN
    const fits = setting.unit.endsWith('seconds') ? Number.isFinite(value) : Number.isSafeInteger(value)
    if (!fits || value <= 0) {
      throw new LaurelError(
        'misconfigured',
        `The setting ${name} must be a positive number of ${setting.unit}.`,
      )
    }
    return [name, value]
  })
  const switches = Object.keys(SWITCHES).map((name) => {
    const raw = String(variables[name] ?? '')
    if (!['', '0', '1'].includes(raw))
      throw new LaurelError('misconfigured', `The setting ${name} must be 0 or 1.`)
    return [name, raw === '1']
  })
  return Object.fromEntries([...entries, ...switches]) as Config
}

/**
 * Returns the origin that every absolute URL is made from, as the operator set it; null without one.
 * @throws LaurelError `misconfigured` if it is anything but a scheme and a host
 */
export function publicOriginFrom({ PUBLIC_ORIGIN: raw }: Readonly<Record<string, unknown>>): string | null {
  if (raw === undefined || raw === '') return null
  const url = typeof raw === 'string' && URL.canParse(raw) ? new URL(raw) : null
  if (url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return url.origin
  throw new LaurelError(
    'misconfigured',
    'The setting PUBLIC_ORIGIN must be a scheme and a host, such as https://laurel.example.',
  )
}
