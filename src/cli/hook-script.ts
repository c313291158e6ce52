/** The script that Hermes runs, and its command line. */

export const SCRIPT_FOLDER = 'agent-hooks'
export const SCRIPT_NAME = 'laurel.sh'

/** Where the program is: Node, and the file that it runs. */
export interface Program {
  node: string
  script: string
}

/** Returns the text of the script. It starts the update and ends, so that Hermes waits for nothing and is told nothing. */
export function scriptText({ node, script }: Program, stateFolder: string): string {
  return `#!/bin/sh
# Written by “laurel hook install”; “laurel hook remove” takes it away. It updates a Laurel page in the background. What
# Hermes passes to it is not read.
node=${quoted(node)}
[ -x "$node" ] || node=node
"$node" ${quoted(script)} hook run ${quoted(stateFolder)} "$@" </dev/null >/dev/null 2>&1 &
`
}

/** Whether a script is one of ours. */
export function isOurScript(text: string): boolean {
  return text.includes('Written by “laurel hook install”')
}

/** Whether a command of a hook is ours. */
export function isOurs(command: string): boolean {
  return command.includes(`/${SCRIPT_FOLDER}/${SCRIPT_NAME}`)
}

/** Joins words as a POSIX shell, and Python's shlex, split them. */
export function commandLine(words: readonly string[]): string {
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : quoted(word))).join(' ')
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`
}
