import type { TaskType, ToolClasses } from '../contract/session-templates.ts'

interface ToolClass {
  type: TaskType
  /** Names, or beginnings of names if they end in `_`. */
  tools: readonly string[]
}

/**
 * What kind of work a tool does. `today`: the tools of Hermes 0.21 (toolsets.py) and the names that they had before.
 * `classic`: the three sets that templates began with.
 */
const CLASSES: Record<ToolClasses, readonly ToolClass[]> = {
  today: [
    {
      type: 'code',
      tools: ['terminal', 'process', 'process_manage', 'execute_code', 'code_execution'],
    },
    { type: 'file', tools: ['read_file', 'write_file', 'patch', 'search_files'] },
    { type: 'research', tools: ['web_', 'browser_', 'x_search'] },
  ],
  classic: [
    { type: 'code', tools: ['execute_code', 'code_execution'] },
    { type: 'file', tools: ['read_file', 'write_file', 'patch', 'search_files'] },
    { type: 'research', tools: ['web_search', 'web_fetch', 'browser_navigate'] },
  ],
}

/**
 * Returns the type of more than 60 % of the calls; `mixed` if there is none.
 * @param called a tool name for each call
 */
export function classify(called: readonly string[], classes: ToolClasses = 'today'): TaskType {
  // Compared in integers: exactly 60 % is not more than 60 %.
  const majority = byClass(called, classes).find(({ calls }) => calls * 10 > called.length * 6)
  return majority?.type ?? 'mixed'
}

/** Returns how many of the calls each class has. */
export function byClass(
  called: readonly string[],
  classes: ToolClasses,
): { type: TaskType; calls: number }[] {
  return CLASSES[classes].map((own) => ({
    type: own.type,
    calls: called.filter((name) => includes(own, name)).length,
  }))
}

function includes({ tools }: ToolClass, name: string): boolean {
  return tools.some((tool) => (tool.endsWith('_') ? name.startsWith(tool) : name === tool))
}
