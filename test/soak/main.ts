import { spawn } from 'node:child_process'

/** `npm run soak`: runs the soak tests for a number of minutes, with a seed that is printed and can be repeated. */

const MINUTES = 20

const given = process.argv.slice(2)
const flag = given.indexOf('--minutes')
const minutes = flag < 0 ? MINUTES : Number(given[flag + 1])
if (!(minutes > 0)) throw new Error('usage: npm run soak -- [--minutes N] [options of vitest]')
if (flag >= 0) given.splice(flag, 2)

const env = {
  LAUREL_SEED: String(Date.now() % 2 ** 31),
  ...process.env,
  LAUREL_SOAK_MINUTES: String(minutes),
}
const vitest = [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--root',
  '.',
  '--config',
  'test/vitest.soak.config.ts',
]
const soak = spawn(process.execPath, [...vitest, ...given], { env, stdio: 'inherit' })
soak.once('exit', (status) => {
  process.exitCode = status ?? 1
})
