import type { HelpTopic } from './usage-error.ts'

const LAUREL = `laurel: what a Hermes agent's history has achieved

Usage
  laurel scan [state.db] [options]   scan a history and show its achievements
  laurel push [state.db] [options]   bring a page up to date with a history
  laurel sessions [state.db]         list the conversations of a history
  laurel insights [state.db]         what the last 30 days come to
  laurel templates ACTION            start new sessions from what worked
  laurel scan --help                 all options of a command
  laurel --version
`

const SCAN = `Scans a Hermes history and shows its achievements. Nothing leaves this machine.

Usage
  laurel scan [state.db] [options]

The history is only read, with the -wal and the -journal beside it: the agent
may run meanwhile. Without a path it is that of the Hermes profile in use: of
$HERMES_HOME, else of ~/.hermes (on Windows %LOCALAPPDATA%\\hermes) and its
active_profile.

Options
  --profile NAME      the history of another Hermes profile; default is the one
                      that is not below profiles
  --all               the histories of all Hermes profiles, as one. With
                      --checkpoint, each in a file of its own: FILE.NAME
  --timezone ZONE     where weekends and nights are told, as in Asia/Tokyo;
                      this machine's own zone unless given
  --json              print all figures as JSON instead of the table. Private:
                      they hold session titles
  --checkpoint FILE   keep the figures of each session in FILE, and read only
                      the sessions that changed since. Private: FILE holds
                      session titles. Another engine version starts it anew
  --limit N           scan the N newest sessions only; 0 or less means all
  --as-hermes         count as the achievements plugin of Hermes does: without
                      what was compacted away, archived or hidden
  -h, --help          print this text

Colours follow NO_COLOR and FORCE_COLOR.
Exit status: 0 done, 1 failed, 2 wrong usage, 130 interrupted.
`

const PUSH = `Scans a Hermes history on this machine and reports its figures to a Laurel
server, which makes the page of them. What was said in the history stays here:
sessions go by names that mean nothing to others, without their titles. With
--upload the history itself is sent instead, and scanned there.

Usage
  laurel push [state.db] --to URL --handle HANDLE [options]

The history is only read, and the state.db-wal and state.db-journal beside it
too: the agent may run meanwhile. Without a path it is that of the Hermes
profile in use: of $HERMES_HOME, else of ~/.hermes (on Windows
%LOCALAPPDATA%\\hermes) and its active_profile. Only what the server lacks is
sent. Cut off, run it again: it goes on where it stopped.

Options
  --profile NAME      the history of another Hermes profile; default is the one
                      that is not below profiles
  --all               the histories of all Hermes profiles, each to the source
                      that is named after it. With --checkpoint, each in a file
                      of its own: FILE.NAME
  --to URL            the server, as in https://laurel.example
  --handle HANDLE     whose page it is
  --source NAME       which of the page's histories it is; default unless given
  --key-file FILE     read the owner key from FILE
  --key KEY           the owner key itself. Others on this machine can see what
                      a command line holds: better set LAUREL_KEY, which counts
                      where neither option is given, or use --key-file
  --print             print what would be reported, as JSON, and send nothing
  --titles            report session titles too. The owner alone sees them
  --sessions          report what session lists and insights are made of, too:
                      times, tokens, costs, tools, skills, ids, titles and how
                      conversations begin. The owner alone sees them
  --checkpoint FILE   keep the figures of each session in FILE, and read only
                      the sessions that changed since. Private: FILE holds
                      session titles
  --watch             stay, and send again whenever the history has changed
  --every SECONDS     how often --watch looks; 60 unless given
  --upload            send the history itself, with all that was said in it
  --dry-run           with --upload: say what would be sent, and send only sizes
                      and hashes
  --parallel N        with --upload: parts sent at the same time, 1 to 16; 4
                      unless given
  -h, --help          print this text

Session names are made with a key of this machine, which is kept in
$XDG_CONFIG_HOME/laurel/report.key, else ~/.config/laurel/report.key. Without
it, or from another machine, the next report replaces everything once.

Colours follow NO_COLOR and FORCE_COLOR.
Exit status: 0 done, 1 failed, 2 wrong usage, 130 interrupted.
`

const SESSIONS = `Lists the conversations of a Hermes history, newest first. Nothing leaves this
machine.

Usage
  laurel sessions [state.db] [options]

The history is only read. Without a path it is that of the Hermes profile in
use: of $HERMES_HOME, else of ~/.hermes (on Windows %LOCALAPPDATA%\\hermes) and
its active_profile. A conversation that went on after a compression is listed
once, as its newest part; sub-agents are not listed, nor is what was archived
or hidden.

Options
  --profile NAME          the history of another Hermes profile
  --order last_active     the one that was active last first
  --include-children      every session as it is, sub-agents too
  --archived              archived and hidden sessions too
  --source NAME           of one platform only, as in cli or telegram
  --exclude-sources LIST  not of these, as in cron,telegram
  --limit N               N rows at most; 50 unless given, all with --json
  --offset N              pass over the first N
  --timezone ZONE         of the times shown, as in Asia/Tokyo; this machine's
                          own unless given
  --json                  print everything that is known of them as JSON.
                          Private: it holds how conversations begin
  -h, --help              print this text

Colours follow NO_COLOR and FORCE_COLOR.
Exit status: 0 done, 1 failed, 2 wrong usage, 130 interrupted.
`

const INSIGHTS = `Tells what the sessions of the last days come to: tokens, models, platforms,
tools, skills, days and hours. Nothing leaves this machine.

Usage
  laurel insights [state.db] [options]

The history is only read. Without a path it is that of the Hermes profile in
use: of $HERMES_HOME, else of ~/.hermes (on Windows %LOCALAPPDATA%\\hermes) and
its active_profile.
Costs are what the history says of them.

Options
  --profile NAME      the history of another Hermes profile
  --days N            look back N days; 30 unless given
  --source NAME       of one platform only, as in cli or telegram
  --timezone ZONE     where days and hours are told, as in Asia/Tokyo; this
                      machine's own unless given
  --now UNIX          look back from this time, in Unix seconds
  --as-hermes         count messages, tools and skills as hermes insights does:
                      undone messages and copies too
  --json              print the report as JSON
  -h, --help          print this text

Colours follow NO_COLOR and FORCE_COLOR.
Exit status: 0 done, 1 failed, 2 wrong usage, 130 interrupted.
`

const TEMPLATES = `Keeps session templates: short runs of real tool calls, taken from a session
that went well, to put at the head of a new one. Nothing leaves this machine.

Usage
  laurel templates suggest [state.db]   sessions that are worth it, and why
  laurel templates create SESSION [state.db]
                                        make a template of a session
  laurel templates list                 those there are, newest first
  laurel templates show NAME            one of them
  laurel templates inject NAME          read messages as JSON on stdin, and
                                        print them with the template's
  laurel templates inject --type TYPE   the same with the one of that type
                                        that was used least
  laurel templates delete NAME

Templates are JSON files, in session-templates of the Hermes profile in use: of
$HERMES_HOME, else of ~/.hermes (on Windows %LOCALAPPDATA%\\hermes) and its
active_profile. One that cannot be read is skipped with a warning. The history
is only read. Without a path it is the state.db of the same profile.

Options
  --profile NAME      another Hermes profile
  --folder DIR        where the templates are
  --type TYPE         code, file, research or mixed. For create, what it is
                      called; by its calls unless given
  --name NAME         of the new template: 1 to 64 of A-Z, a-z, 0-9, . _ and -
  --max-examples N    calls that the new template has at most; 10 unless given
  --no-redact         leave in what looks like a key, token or password
  --limit N           suggestions to print; 10 unless given
  --json              print JSON: of list, show, create and suggest
  -h, --help          print this text

Taken out, unless told otherwise: private keys, Authorization headers, cookies,
web tokens, passwords in addresses, keys of known shapes (sk-, ghp_, AKIA and
others), and what is assigned to names such as password, token, api_key.
Look at a template before you share it.

Colours follow NO_COLOR and FORCE_COLOR.
Exit status: 0 done, 1 failed, 2 wrong usage.
`

const TEXTS: Readonly<Record<HelpTopic, string>> = {
  laurel: LAUREL,
  scan: SCAN,
  push: PUSH,
  sessions: SESSIONS,
  insights: INSIGHTS,
  templates: TEMPLATES,
}

export function helpText(topic: HelpTopic): string {
  return TEXTS[topic]
}
