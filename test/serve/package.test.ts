import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { devDependencies } from '../../package.json'
import { asGolden } from '../cli/as-golden.ts'
import { expectedOf } from '../engine/golden.ts'
import { golden } from '../snapshot/histories.ts'
import { useServers } from './serving.ts'

const { folder, serve } = useServers()

/** npm asks nobody, not even whether there is a newer npm. */
const OFFLINE = { npm_config_offline: 'true', npm_config_update_notifier: 'false' }

/** An empty folder in which the package, as `npm pack` makes it of this build, is all that was installed. */
let home = ''
const within = (...path: string[]) => join(home, 'node_modules', ...path)

beforeAll(async () => {
  const place = await mkdtemp(join(tmpdir(), 'laurel-package-'))
  home = join(place, 'home')
  await mkdir(home)
  const packing = ['pack', '--ignore-scripts', '--silent', '--pack-destination', place]
  const { stdout } = await promisify(execFile)('npm', packing)
  const tarball = join(place, stdout.trim())
  // It warns of dependencies that are missing, and of scripts that did not run.
  expect(await run('npm', ['install', '--no-audit', '--no-fund', tarball])).toMatchObject({
    status: 0,
    stderr: '',
  })
})
afterAll(() => rm(join(home, '..'), { recursive: true }))

/** Runs a program in that folder, which is its home, too. */
async function run(program: string, args: string[]) {
  const env = { PATH: process.env.PATH, HOME: home, TZ: 'UTC', ...OFFLINE }
  const options = { cwd: home, env, maxBuffer: 16 * 1024 * 1024 }
  const {
    code = 0,
    stdout,
    stderr,
  } = await promisify(execFile)(program, args, options).catch((error) => error)
  return { status: code, stdout, stderr }
}

/** The files of the package by path, those of a folder apart. */
async function shipped(): Promise<Map<string, Buffer>> {
  const entries = await readdir(within('laurel'), { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Map(
    await Promise.all(
      paths.map(async (path) => [path.slice(within('laurel', '/').length), await readFile(path)] as const),
    ),
  )
}

describe('the package', () => {
  it('holds no test, no source map, and no path of the machine that built it', async () => {
    const files = await shipped()
    expect(files.size).toBeGreaterThan(20)
    const kinds = [...files.keys()].filter((path) => /\.map$|\btests?\b|(?<!\.d)\.tsx?$/.test(path))
    expect(kinds).toEqual([])
    const revealing = [...files].filter(
      ([, bytes]) => bytes.includes(resolve('.')) || bytes.includes('file:///'),
    )
    expect(revealing.map(([path]) => path)).toEqual([])
  })

  it('names the licence of everything that is bundled', async () => {
    const files = await shipped()
    const [tool, server] = ['dist', 'dist/server'].map((path) => String(files.get(`${path}/THIRD-PARTY.txt`)))
    for (const name of ['zod', 'sql.js', '@noble/hashes', 'yaml']) expect(tool).toContain(`${name} `)
    for (const name of ['hono', '@resvg/resvg-wasm', 'miniflare']) expect(server).toContain(`${name} `)
    expect(server).toContain('source-sans-3, OFL')
  })

  it('scans a history with 1.1 megabytes: no server, and nothing else installed', async () => {
    await writeFile(join(home, 'state.db'), golden('history'))
    await writeFile(join(home, 'state.db-wal'), '')
    const aside = ['server', 'assets'].map(
      (name) => [within('laurel', 'dist', name), join(home, name)] as const,
    )
    for (const [path, other] of aside) await rename(path, other)
    const sizes = [...(await shipped()).values()].map(({ length }) => length)
    const { status, stdout, stderr } = await run('npx', ['laurel', 'scan', 'state.db', '--json'])
    for (const [path, other] of aside) await rename(other, path)
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(1_100_000)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(JSON.parse(stdout).achievements.map(asGolden)).toEqual(expectedOf('history').achievements)
  })

  it('says in a line what a server needs, and serves as soon as that is there', async () => {
    const { status, stderr } = await run('npx', ['laurel', 'serve'])
    expect({ status, lines: stderr.trim().split('\n') }).toEqual({
      status: 1,
      lines: [expect.stringContaining(`npm install workerd@${devDependencies.workerd}`)],
    })
    await symlink(resolve('node_modules', 'workerd'), within('workerd'))
    const laurel = within('.bin', 'laurel')
    const { url } = await serve({ laurel, data: await folder(), cwd: home })
    const page = await (await fetch(url)).text()
    expect(page).toContain('<h1')
    const style = /href="([^"]+\.css[^"]*)"/.exec(page)?.[1] ?? ''
    expect(await (await fetch(new URL(style, url))).text()).toContain('font')
  })
})
