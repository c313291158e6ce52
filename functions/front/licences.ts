import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'

/**
 * Prints the licences of everything that the package holds of others: `node licences.js METAFILE…`, esbuild's lists of
 * what its bundles are made of (https://esbuild.github.io/api/#metafile).
 */
const FONTS = 'src/render/fonts'
/** Read as files, so in no bundle: the Workers that simulate R2 and D1, and the folder that draws PNGs. */
const OTHERS = ['node_modules/miniflare', join('node_modules', '@resvg', 'resvg-wasm')]

interface Metafile {
  outputs: Record<string, { inputs: Record<string, { bytesInOutput: number }> }>
}

const bundled = process.argv.slice(2).flatMap((path) => {
  const { outputs }: Metafile = JSON.parse(readFileSync(path, 'utf8'))
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs))
  return inputs.flatMap(([input, { bytesInOutput }]) => (bytesInOutput > 0 ? foldersIn(input) : []))
})
const packages = [...new Set([...OTHERS, ...bundled])].map(packageIn).sort(byName)
const fonts = readdirSync(FONTS)
  .filter((file) => file.endsWith('-OFL.txt'))
  .map((file) => readFileSync(join(FONTS, file), 'utf8').trim())
process.stdout.write(`${[...packages.map(({ text }) => text), ...fonts].join(`\n\n${'-'.repeat(79)}\n\n`)}\n`)

/** The package that a file belongs to, if it is one's. */
function foldersIn(file: string): string[] {
  const [folder] = /.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file) ?? []
  return folder === undefined ? [] : [folder]
}

function packageIn(folder: string) {
  const { name, version, license, repository } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  )
  const [, place] = /([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(repository?.url ?? repository) ?? []
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
  const terms = file === undefined ? [] : [readFileSync(join(folder, file), 'utf8').trim()]
  return {
    name,
    text: [`${name} ${version}, ${license}, https://github.com/${place}`, ...terms].join('\n\n'),
  }
}

function byName(one: { name: string }, other: { name: string }): number {
  return one.name < other.name ? -1 : 1
}
