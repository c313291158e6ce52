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

/** Where people find a deployment. */
export interface PublicSite {
  /** Scheme and host, without a slash at the end. */
  origin: string
  /** The path below which everything lies, such as `/laurel`; '' at the root of the host. */
  base: string
}

/** Letters that URLs never escape (RFC 3986 section 2.3), so that a path is written in one way alone. */
const PLAIN_PATH = /^(?:\/[\w.~-]+)*$/

/** Returns the site at a URL; null unless it is a scheme, a host and perhaps a plain path, with nothing after it. */
export function siteAt(given: unknown): PublicSite | null {
  const url = typeof given === 'string' && URL.canParse(given) ? new URL(given) : null
  if (url === null || !/^https?:$/.test(url.protocol)) return null
  const { origin } = url
  const base = url.pathname.replace(/\/$/, '')
  const isAll = url.href.replace(/\/$/, '') === origin + base
  return isAll && PLAIN_PATH.test(base) ? { origin, base } : null
}

/**
 * Returns the site that every absolute URL is made from, as the operator set it; null without one.
 * @throws LaurelError `misconfigured` if it is no site
 */
export function publicSiteFrom({
  PUBLIC_ORIGIN: raw,
}: {
  readonly PUBLIC_ORIGIN?: unknown
}): PublicSite | null {
  if (raw === undefined || raw === '') return null
  const site = siteAt(raw)
  if (site) return site
  throw new LaurelError(
    'misconfigured',
    'The setting PUBLIC_ORIGIN must be a scheme, a host and perhaps a path, such as https://laurel.example or https://example.org/laurel.',
  )
}
