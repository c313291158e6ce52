import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The engines that the browser tests know: the first is what `npm test` uses. */
const ENGINES = ['chromium', 'firefox'] as const
export type Engine = (typeof ENGINES)[number]

/** The engines that `BROWSERS` names and that are installed. Says of the others, in a line each, why they are left out. */
export function enginesToTest(names = process.env.BROWSERS ?? 'chromium'): Engine[] {
  return names.split(',').flatMap((name) => {
    const engine = ENGINES.find((known) => known === name.trim())
    if (engine === 'firefox' && firefoxPath() === undefined) {
      console.log('BROWSERS: Firefox is not installed (FIREFOX_PATH names one that is not in PATH)')
      return []
    }
    if (engine === undefined)
      console.log(`BROWSERS: there are no tests in “${name}”, only in ${ENGINES.join(', ')}`)
    return engine ?? []
  })
}

/** The Firefox that `FIREFOX_PATH` names, or else the one in `PATH`. */
export function firefoxPath(): string | undefined {
  const { FIREFOX_PATH, PATH = '' } = process.env
  const folders = PATH.split(delimiter)
  const inPath = folders.flatMap((folder) => [join(folder, 'firefox'), join(folder, 'firefox-esr')])
  return [FIREFOX_PATH ?? [], inPath].flat().find(isProgram)
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
