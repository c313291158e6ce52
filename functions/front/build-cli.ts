import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { build, type Plugin } from 'esbuild'
import { minifySync } from 'rolldown/utils'

/**
 * Bundles the command line tool: `node build-cli.js [--outdir=FOLDER]`. It is an entry and chunks that it loads when
 * they are needed; what they are made of is written to `dist/build/cli.json`, for the licences.
 */
const { outdir } = parseArgs({ options: { outdir: { type: 'string', default: 'dist' } } }).values

/** Leaves out how zod writes JSON Schemas, which only the API does: every schema refers to it, so it would stay in. */
const withoutJsonSchema: Plugin = {
  name: 'without-json-schema',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]core[\\/](?:json-schema-processors|to-json-schema)\.js$/ }, () => ({
      contents: `exports.createToJSONSchemaMethod = exports.createStandardJSONSchemaMethod = () => undefined`,
    }))
  },
}

/** Reads YAML 1.1, where a file says that it is that, as 1.2 is read: `yes` stays a word. Nothing read here is a number or yes. */
const withoutOldYaml: Plugin = {
  name: 'without-old-yaml',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]yaml[\\/].*[\\/]yaml-1\.1[\\/]schema\.js$/ }, ({ path }) => ({
      contents: `export { schema } from '../core/schema.js'`,
      resolveDir: dirname(path),
    }))
  },
}

/** Leaves out how texts are indented where only their words count: in the help, which is wrapped, and in lists of names. */
const withoutIndentation: Plugin = {
  name: 'without-indentation',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/](?:cli[\\/][\w-]+-options|engine[\\/]time-zone)\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll(/\n +/g, '\n'),
      loader: 'ts',
    }))
  },
}

const { metafile, outputFiles } = await build({
  entryPoints: ['src/cli/main.ts'],
  bundle: true,
  splitting: true,
  minify: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  charset: 'utf8',
  alias: {
    '@hono/zod-openapi': './src/cli/plain-zod.ts',
    yaml: './node_modules/yaml/browser/index.js',
  },
  plugins: [withoutJsonSchema, withoutOldYaml, withoutIndentation],
  legalComments: 'none',
  metafile: true,
  outdir,
  entryNames: 'laurel',
  chunkNames: 'laurel-[hash]',
  logLevel: 'warning',
  write: false,
})
mkdirSync(outdir, { recursive: true })
for (const { path, text } of outputFiles) {
  // A second look, which takes away another hundredth.
  const { code, errors } = minifySync(basename(path), text, { module: true })
  if (errors.length > 0) throw new Error(`${basename(path)} can't be minified: ${errors[0]?.message}`)
  writeFileSync(path, code)
}
chmodSync(`${outdir}/laurel.js`, 0o755)
writeFileSync('dist/build/cli.json', JSON.stringify(metafile))
