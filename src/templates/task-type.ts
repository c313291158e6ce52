import type { TaskType } from '../contract/session-templates.ts'

/** The tools that run code. */
export const CODE_TOOLS: readonly string[] = ['execute_code', 'code_execution']

const TOOLS: readonly { type: TaskType; tools: readonly string[] }[] = [
  { type: 'code', tools: CODE_TOOLS },
  { type: 'file', tools: ['read_file', 'write_file', 'patch', 'search_files'] },
  { type: 'research', tools: ['web_search', 'web_fetch', 'browser_navigate'] },
]

/**
 * Returns the type of more than 60 % of the calls; `mixed` if there is none.
 * @param called a tool name for each call
 */
export function classify(called: readonly string[]): TaskType {
  // Compared in integers: exactly 60 % is not more than 60 %.
  const majority = TOOLS.find(
    ({ tools }) => called.filter((name) => tools.includes(name)).length * 10 > called.length * 6,
  )
  return majority?.type ?? 'mixed'
}
