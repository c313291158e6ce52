import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import process from 'node:process'
import { LOCALES } from '../../src/language/language.ts'
import { urls } from '../../src/urls.ts'
import { LANGUAGES } from '../pages/languages.ts'

/**
 * Writes what the scripts of pages say in other languages, a script for each: `node build-words.js METAFILE FOLDER`,
 * esbuild's list of what the scripts are made of (https://esbuild.github.io/api/#metafile), and where they are. Whole
 * catalogues would weigh half as much as a page does, and a script says a small part: the messages in its sources.
 */
interface Metafile {
  outputs: Record<string, { entryPoint?: string; inputs: Record<string, { bytesInOutput: number }> }>
}

/** How a script names a worker. What that says, the script shows. */
const WORKER = /asset\('([\w-]+-worker)\.js'\)/g
/** What has a script show what the server answers. */
const ANSWERS = 'src/browser/answer.ts'

const [metafile = '', folder = ''] = process.argv.slice(2)
const { outputs }: Metafile = JSON.parse(readFileSync(metafile, 'utf8'))
const inputs = new Map(
  Object.values(outputs).flatMap(({ entryPoint, inputs }) =>
    entryPoint?.startsWith('src/browser/') ? [[basename(entryPoint, '.ts'), used(inputs)] as const] : [],
  ),
)
const refusals = refusalsIn(['functions/api', 'functions/http', 'functions/profile', 'src/storage'])

for (const script of inputs.keys()) {
  if (script.endsWith('-worker')) continue
  const said = saidBy(script)
  for (const locale of LOCALES) {
    if (locale === 'en') continue
    const { catalogue } = LANGUAGES[locale]
    const needed = Object.entries(catalogue).filter(([message]) => said.includes(message))
    if (needed.length === 0) continue
    const words = JSON.stringify({ locale, catalogue: Object.fromEntries(needed) })
    writeFileSync(join(folder, urls().words(script, locale)), `globalThis.laurelWords=${words}\n`)
  }
}

/** Returns the text of all that a script's messages may be in. */
function saidBy(script: string): string {
  const files = inputs.get(script) ?? []
  const own = files.map((file) => readFileSync(file, 'utf8')).join('\n')
  const workers = [...new Set([...own.matchAll(WORKER)].map(([, worker = '']) => worker))]
  const answered = files.includes(ANSWERS) ? refusals : ''
  return [own.replaceAll("\\'", "'"), answered, ...workers.map(saidBy)].join('\n')
}

function used(inputs: Record<string, { bytesInOutput: number }>): string[] {
  return Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : []))
}

/** Returns the text of the files that throw errors. */
function refusalsIn(places: readonly string[]): string {
  const files = places.flatMap((place) =>
    readdirSync(place, { recursive: true, encoding: 'utf8' }).map((name) => join(place, name)),
  )
  return files
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => readFileSync(file, 'utf8'))
    .filter((text) => text.includes('new LaurelError('))
    .join('\n')
}
