export type Command =
  | 'scan'
  | 'show'
  | 'export'
  | 'create'
  | 'login'
  | 'push'
  | 'pull'
  | 'hook'
  | 'autopush'
  | 'recount'
  | 'key'
  | 'sessions'
  | 'insights'
  | 'wrapped'
  | 'templates'
  | 'serve'
  | 'backup'
  | 'restore'
export type HelpTopic = 'laurel' | Command

/** The command line cannot be understood. Its message is one line for the user. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly #problem: string

  constructor(problem: string, topic: HelpTopic = 'laurel') {
    super(`${problem} Try “laurel ${topic === 'laurel' ? '' : `${topic} `}--help”.`)
    this.#problem = problem
  }

  /** The same problem, with a pointer to the help of that topic. */
  about(topic: HelpTopic): UsageError {
    return new UsageError(this.#problem, topic)
  }
}
