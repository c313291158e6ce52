import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, extname, join, resolve } from 'node:path'
import {
  type Config,
  type Extension,
  NoOpLog,
  PLUGINS,
  type Service,
  serializeConfig,
  type Worker_Binding,
} from 'miniflare'
import { unstable_getMiniflareWorkerOptions, unstable_readConfig } from 'wrangler'
import { SETTINGS, SWITCHES } from '../../src/settings.ts'

/**
 * Writes what `laurel serve` starts workerd with: `node build-server.js BUNDLE OUT`, the folder that wrangler bundled
 * `functions/front/worker.ts` into, and the folder to write to. Bindings, limits and assets are those of wrangler.toml,
 * R2, D1, limiters and assets are miniflare's.
 */
const require = createRequire(import.meta.url)
const [bundle = '', out = ''] = process.argv.slice(2)
const NAME = 'laurel'
const WORKER = `core:user:${NAME}`
const APP = `assets:rpc-proxy:${NAME}`
/** What miniflare would send log lines to. Nobody listens: the supervisor reads those of workerd. */
const NOBODY = '127.0.0.1:9'
/** A path that is overridden when workerd starts. */
const NOWHERE = '/nonexistent'
/** Secrets and variables that are no settings of `src/settings.ts`. */
const VARIABLES = ['PUBLIC_ORIGIN', 'INVITATION_CODES', 'OPERATOR_KEY', 'PLUGIN_PROFILE', 'DNS_RESOLVER']

const deployed = unstable_readConfig({ config: 'wrangler.toml' })
const { workerOptions } = unstable_getMiniflareWorkerOptions('wrangler.toml')
const { compatibilityDate = '', compatibilityFlags = [], assets } = workerOptions
const bucket = Object.values<unknown>(workerOptions.r2Buckets ?? {})[0]
const classes = Object.values<unknown>(workerOptions.durableObjects ?? {}).map((object) =>
  textIn(object, 'className'),
)
const bucketName = textIn(bucket, 'id')
const settings = [...Object.keys(SETTINGS), ...Object.keys(SWITCHES), ...VARIABLES]

mkdirSync(out, { recursive: true })
// Webhooks and pulls are for the public internet; workerd looks at the addresses that names lead to.
writeFileSync(join(out, 'public.bin'), serializeConfig(await config(['public'])))
writeFileSync(join(out, 'private.bin'), serializeConfig(await config(['public', 'private', 'local'])))
const tickSeconds = secondsOf(deployed.triggers.crons)
const { version } = require('workerd/package.json')
const manifest = { workerd: version, tickSeconds, settings, bucket: bucketName }
writeFileSync(join(out, 'server.json'), `${JSON.stringify(manifest)}\n`)

async function config(reachable: string[]): Promise<Config> {
  const plugins = await pluginParts()
  const { services, extensions } = plugins
  const worker = services.find(({ name }) => name === WORKER)
  const storage = services.find(({ name }) => name === 'r2:bucket')
  if (!worker || !('worker' in worker) || !storage || !('worker' in storage)) throw new Error('no worker')
  delete worker.worker?.containerEngine
  worker.worker?.bindings?.push(
    ...plugins.bindings,
    ...settings.map((name) => ({ name, fromEnvironment: name })),
    { name: 'APP', service: { name: APP } },
    { name: 'DISK', service: { name: 'r2:storage' } },
    { name: 'BUCKET', durableObjectNamespace: { serviceName: 'r2:bucket', className: 'R2BucketObject' } },
    { name: 'BUCKET_NAME', text: bucketName },
  )
  // Objects are measured on their way to the disk, and their metadata can be asked for.
  const { bindings = [] } = storage.worker ?? {}
  for (const binding of bindings)
    if (binding.name === 'MINIFLARE_BLOBS' && 'service' in binding)
      binding.service = { name: WORKER, entrypoint: 'Blobs' }
  bindings.push({ name: 'MINIFLARE_ENABLE_CONTROL_ENDPOINTS', json: 'true' })
  for (const part of [...services, ...extensions]) forgetPlaces(part)
  return {
    services: [
      ...services,
      { name: 'internet', network: { allow: reachable, tlsOptions: { trustBrowserCas: true } } },
      { name: 'loopback', external: { address: NOBODY, http: {} } },
    ],
    extensions,
    // Where they listen is said when workerd starts.
    sockets: [
      { name: 'http', address: NOBODY, http: {}, service: { name: WORKER, entrypoint: 'Front' } },
      { name: 'operations', address: NOBODY, http: {}, service: { name: WORKER, entrypoint: 'Operations' } },
    ],
    structuredLogging: true,
  }
}

/** What miniflare's plugins make of the options: the Worker with its modules, and what stands behind its bindings. */
async function pluginParts() {
  const services: Service[] = []
  const bindings: Worker_Binding[] = []
  const extensions: Extension[] = [{ modules: [shared('index', 'shared'), shared('zod', 'zod')] }]
  const core = {
    name: NAME,
    compatibilityDate,
    compatibilityFlags,
    modulesRoot: resolve(bundle),
    modules: modules(),
  }
  const given = {
    core,
    r2: workerOptions,
    d1: workerOptions,
    do: workerOptions,
    ratelimit: workerOptions,
    assets: { ...workerOptions, assets: { ...assets, workerName: NAME } },
    cache: {},
  }
  const common = {
    log: new NoOpLog(),
    sharedOptions: { defaultPersistRoot: NOWHERE },
    defaultPersistRoot: NOWHERE,
    tmpPath: NOWHERE,
    workerBindings: [],
    workerIndex: 0,
    additionalModules: [],
    workerNames: [NAME],
    loopbackPort: 9,
    unsafeStickyBlobs: false,
    wrappedBindingNames: new Set<string>(),
    durableObjectClassNames: new Map([
      [WORKER, new Map(classes.map((name) => [name, { enableSql: true }] as const))],
    ]),
    queueProducers: new Map(),
    queueConsumers: new Map(),
  }
  for (const name of ['core', 'r2', 'd1', 'do', 'ratelimit', 'assets', 'cache'] as const) {
    // Each plugin has option types of its own, which this loop can't tell apart.
    const plugin: unknown = PLUGINS[name]
    if (!isPlugin(plugin)) throw new Error(`miniflare has no plugin ${name}`)
    const options = given[name]
    for (const binding of (await plugin.getBindings(options, 0)) ?? []) {
      if ('durableObjectNamespace' in binding && binding.durableObjectNamespace)
        binding.durableObjectNamespace.serviceName ??= WORKER
      bindings.push(binding)
    }
    const made = (await plugin.getServices({ ...common, options })) ?? []
    services.push(...(Array.isArray(made) ? made : made.services))
    extensions.push(...((await plugin.getExtensions?.({ options: [options] })) ?? []))
  }
  return { services, bindings, extensions }
}

/** Takes out where files lie on this machine. Folders are said when workerd starts. */
function forgetPlaces(part: Service | Extension): void {
  if ('disk' in part && part.disk) part.disk.path = NOWHERE
  const holder = 'worker' in part ? part.worker : part
  for (const module of holder && 'modules' in holder ? (holder.modules ?? []) : [])
    if ('esModule' in module) module.esModule = module.esModule?.replace(/\/\/# source\w*URL=.*/g, '')
}

interface Plugin {
  getBindings(options: unknown, workerIndex: number): Promise<Worker_Binding[] | undefined>
  getServices(options: unknown): Promise<Service[] | { services: Service[] } | undefined>
  getExtensions?(options: unknown): Promise<Extension[]>
}

function isPlugin(value: unknown): value is Plugin {
  return typeof value === 'object' && value !== null && 'getBindings' in value && 'getServices' in value
}

/** A module that miniflare's own Workers import. */
function shared(file: string, name: string) {
  const miniflare = dirname(require.resolve('miniflare'))
  const esModule = readFileSync(join(miniflare, 'workers', 'shared', `${file}.worker.js`), 'utf8')
  return { name: `miniflare:${name}`, esModule }
}

/** The modules that wrangler wrote, the main one first. */
function modules() {
  const types = { '.wasm': 'CompiledWasm', '.ttf': 'Data' } as const
  const others = readdirSync(bundle).flatMap((file) => {
    const type = types[extname(file) as keyof typeof types]
    return type === undefined ? [] : [{ type, path: resolve(bundle, file) }]
  })
  return [{ type: 'ESModule' as const, path: resolve(bundle, 'worker.js') }, ...others]
}

function textIn(holder: unknown, name: string): string {
  const text: unknown = Object.entries(holder ?? {}).find(([key]) => key === name)?.[1]
  if (typeof text !== 'string') throw new Error(`the options have no ${name}`)
  return text
}

/** How often the only cron trigger, every so many minutes, fires. Unit: seconds. */
function secondsOf(crons: string[] | undefined): number {
  const [, minutes] = /^\*\/(\d+) \* \* \* \*$/.exec(crons?.join() ?? '') ?? []
  if (minutes === undefined || 60 % Number(minutes) !== 0)
    throw new Error('laurel serve knows only a cron trigger such as */5 * * * *')
  return Number(minutes) * 60
}
