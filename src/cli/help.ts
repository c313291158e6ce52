import type { HelpTopic } from './arguments.ts'

const LAUREL = `laurel: what a Hermes agent's history has achieved

Usage
  laurel scan [state.db] [options]   scan a history and show its achievements
  laurel scan --help                 all options of a command
  laurel --version
`

const SCAN = `Scans a Hermes history and shows its achievements. Nothing leaves this machine.

Usage
  laurel scan [state.db] [options]

The history is only read. Without a path it is $HERMES_HOME/state.db,
else ~/.hermes/state.db.

Options
  --timezone ZONE     where weekends and nights are told, as in Asia/Tokyo;
                      this machine's own zone unless given
  --json              print all figures as JSON instead of the table. Private:
                      they hold session titles
  --checkpoint FILE   keep the figures of each session in FILE, and read only
                      the sessions that changed since. Private: FILE holds
                      session titles. Another engine version starts it anew
  --limit N           scan the N newest sessions only; 0 or less means all
  -h, --help          print this text

Colours follow NO_COLOR and FORCE_COLOR.
Exit status: 0 done, 1 failed, 2 wrong usage, 130 interrupted.
`

export function helpText(topic: HelpTopic): string {
  return topic === 'scan' ? SCAN : LAUREL
}
