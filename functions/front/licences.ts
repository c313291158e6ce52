import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import process from 'node:process'

/**
 * Prints the licences of everything of others that the package holds: `node licences.js METAFILE…`, esbuild's lists of
 * what its bundles are made of (https://esbuild.github.io/api/#metafile).
 */
const FONTS = 'src/render/fonts'
const OFL = '-OFL.txt'
/** Read as files, so in no bundle: what simulates R2 and D1, and what draws PNGs. */
const OTHERS = ['miniflare', '@resvg/resvg-wasm'].map((name) => join('node_modules', name))

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
  .filter((file) => file.endsWith(OFL))
  .map((file) => entry(`${basename(file, OFL)}, OFL-1.1`, join(FONTS, file)))
process.stdout.write(`${[...packages.map(({ text }) => text), ...fonts].join(`\n${'-'.repeat(79)}\n\n`)}`)

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
  const terms = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file))
  const title = `${name} ${version}, ${license}, https://github.com/${place}`
  return { name, text: entry(title, terms && join(folder, terms)) }
}

/** Some packages come without the text of their licence, but all say where they are from. */
function entry(title: string, terms: string | undefined): string {
  return terms === undefined ? `${title}\n` : `${title}\n\n${readFileSync(terms, 'utf8').trim()}\n`
}

function byName(one: { name: string }, other: { name: string }): number {
  return one.name < other.name ? -1 : 1
}
