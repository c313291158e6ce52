import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import process from 'node:process'

/**
 * Prints the licences of what others made: `node licences.js METAFILE|PACKAGE|FONTS…`, esbuild's lists of what its
 * bundles are made of (https://esbuild.github.io/api/#metafile), and folders of what is in no bundle.
 */
const OFL = '-OFL.txt'

interface Metafile {
  outputs: Record<string, { inputs: Record<string, { bytesInOutput: number }> }>
}

const folders = process.argv.slice(2).flatMap((path) => (path.endsWith('.json') ? bundledIn(path) : [path]))
const entries = [...new Set(folders)].flatMap((folder) =>
  existsSync(join(folder, 'package.json')) ? [packageIn(folder)] : fontsIn(folder),
)
process.stdout.write(entries.sort().join(`\n${'-'.repeat(79)}\n\n`))

function bundledIn(path: string): string[] {
  const { outputs }: Metafile = JSON.parse(readFileSync(path, 'utf8'))
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs))
  return inputs.flatMap(([input, { bytesInOutput }]) => (bytesInOutput > 0 ? foldersIn(input) : []))
}

/** The package that a file belongs to, if it is one's. */
function foldersIn(file: string): string[] {
  const [folder] = /.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file) ?? []
  return folder === undefined ? [] : [folder]
}

function packageIn(folder: string): string {
  const { name, version, license, repository } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  )
  const [, place] = /([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(repository?.url ?? repository) ?? []
  const terms = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file))
  return entry(`${name} ${version}, ${license}, https://github.com/${place}`, terms && join(folder, terms))
}

function fontsIn(folder: string): string[] {
  const terms = readdirSync(folder).filter((file) => file.endsWith(OFL))
  return terms.map((file) => entry(`${basename(file, OFL)}, OFL-1.1`, join(folder, file)))
}

/** Some packages come without the text of their licence, but all say where they are from. */
function entry(title: string, terms: string | undefined): string {
  return terms === undefined ? `${title}\n` : `${title}\n\n${readFileSync(terms, 'utf8').trim()}\n`
}
