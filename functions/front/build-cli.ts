import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { build, type Plugin } from 'esbuild'

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

const { metafile } = await build({
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
  plugins: [withoutJsonSchema],
  legalComments: 'none',
  metafile: true,
  outdir,
  entryNames: 'laurel',
  chunkNames: 'laurel-[hash]',
  logLevel: 'warning',
})
writeFileSync('dist/build/cli.json', JSON.stringify(metafile))
