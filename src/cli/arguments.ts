import { AUTOPUSH } from './autopush-options.ts'
import { BACKUP, RESTORE } from './backup-options.ts'
import { type Asked, readLine } from './command-line.ts'
import { CREATE } from './create-options.ts'
import { HOOK } from './hook-options.ts'
import { KEY } from './key-options.ts'
import { LOCAL_COMMANDS } from './local-commands.ts'
import { LOGIN } from './login-options.ts'
import { PULL } from './pull-options.ts'
import { PUSH } from './push-options.ts'
import { RECOUNT } from './recount-options.ts'
import { SERVE } from './serve-options.ts'
import { TEMPLATES } from './template-options.ts'
import type { Command } from './usage-error.ts'

export const COMMANDS = {
  ...LOCAL_COMMANDS,
  templates: TEMPLATES,
  create: CREATE,
  login: LOGIN,
  push: PUSH,
  hook: HOOK,
  autopush: AUTOPUSH,
  pull: PULL,
  recount: RECOUNT,
  key: KEY,
  serve: SERVE,
  backup: BACKUP,
  restore: RESTORE,
} satisfies Record<Command, object>

export type Invocation = Asked<typeof COMMANDS>

/**
 * Reads a command line, without the program's own name.
 * @throws UsageError
 */
export function readArguments(args: readonly string[]): Invocation {
  return readLine(args, COMMANDS)
}
