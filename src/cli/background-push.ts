import { existsSync, realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Machine } from './hermes-home.ts'
import type { Pushed } from './hook-options.ts'
import type { Program } from './hook-script.ts'
import { keptKeyPath } from './kept-key.ts'
import { ownerKey } from './owner-key.ts'
import { type Command, UsageError } from './usage-error.ts'

/**
 * Returns the same with the whole path of the file that holds the key: what runs in the background has no environment of
 * its own.
 * @throws UsageError if there is none; LaurelError as `ownerKey`
 */
export function withKeyFile(pushed: Pushed, command: Command, machine: Machine): Pushed {
  const { server, handle } = pushed
  const keyFile = pushed.keyFile === null ? null : resolve(pushed.keyFile)
  const file = keyFile ?? keptKeyPath(pushed, machine)
  if (!existsSync(file)) {
    throw new UsageError(
      `“${command}” needs the owner key in a file. Run “laurel login --to ${server} --handle ${handle}” first, or give --key-file.`,
      command,
    )
  }
  ownerKey({ ...pushed, keyFile: file, key: null }, machine)
  return { ...pushed, keyFile }
}

/** Returns this program as others can start it. @throws UsageError */
export function thisProgram(command: Command): Program {
  const [node, script] = process.argv
  if (node === undefined || script === undefined) throw new UsageError('Run laurel as a program.', command)
  return { node: process.execPath, script: realpathSync(script) }
}
