export type Command = 'scan' | 'push' | 'sessions' | 'insights' | 'templates'
export type HelpTopic = 'laurel' | Command

/** The command line cannot be understood. Its message is one line for the user. */
export class UsageError extends Error {
  constructor(problem: string, topic: HelpTopic = 'laurel') {
    const command = topic === 'laurel' ? 'laurel --help' : `laurel ${topic} --help`
    super(`${problem} Try “${command}”.`)
    this.name = 'UsageError'
  }
}
