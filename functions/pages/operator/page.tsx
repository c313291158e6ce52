import type { FC } from 'hono/jsx'
import type { Overview, Tick } from '../../../src/storage/overview-table.ts'
import { age, isoMoment } from '../../../src/ui/dates.ts'
import { counted, grouped, sizeLine, timeLine } from '../../../src/ui/wording.ts'
import { Layout } from '../layout.tsx'
import { FormError, HandleField } from '../parts/field.tsx'
import { paths } from '../paths.ts'

export interface OperatorPageProps {
  overview: Overview
  /** Unix seconds. */
  now: number
  /** A profile was erased just now. */
  erased?: boolean
  error?: { message: string; hint?: string | undefined } | undefined
  /** The handle typed before. */
  handle?: string | undefined
}

/** What whoever runs the server sees of it, and the one thing to do: erase a profile. */
export const OperatorPage: FC<OperatorPageProps> = ({ overview, now, erased, error, handle }) => (
  <Layout title="Operator" path={paths.operator} noindex isEnglish>
    <div class="operator">
      <h1>This server</h1>
      {erased && (
        <div class="notice" role="status">
          <p>The profile is gone, with all that it held. Nobody can take its handle for now.</p>
        </div>
      )}
      <div class="operator-groups">
        {groupsOf(overview, now).map(({ id, heading, lines }) => (
          <section class="card" aria-labelledby={`${id}-heading`}>
            <h2 id={`${id}-heading`}>{heading}</h2>
            <dl>
              {lines.map(([label, value]) => (
                <div>
                  <dt>{label}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p class="hint">
        Prometheus reads the same numbers at <code>{paths.metrics}</code>, with the same password.
      </p>
      <EraseForm error={error} handle={handle} />
    </div>
  </Layout>
)

const EraseForm: FC<Pick<OperatorPageProps, 'error' | 'handle'>> = ({ error, handle }) => (
  <form class="card narrow" method="post" action={paths.operatorErase} aria-labelledby="erase-heading">
    <h2 id="erase-heading">Erase a profile</h2>
    <p class="hint">For when its owner is gone, or a page has to go.</p>
    <FormError error={error} />
    <HandleField value={handle} invalid={error !== undefined} />
    <label class="choice" for="erase-confirm">
      <input id="erase-confirm" type="checkbox" name="confirm" value="yes" required />
      <span class="choice-text">Erase its histories, counts and badges for good</span>
    </label>
    <button class="button button-danger" type="submit">
      Erase the profile
    </button>
  </form>
)

type Line = readonly [label: string, value: unknown]

function groupsOf(overview: Overview, now: number): { id: string; heading: string; lines: Line[] }[] {
  const { profiles, samples, bytes, due, overdue, erasures, scans, ticks, created } = overview
  return [
    {
      id: 'profiles',
      heading: 'Profiles',
      lines: [
        ['Public', grouped(profiles.public)],
        ['Unlisted', grouped(profiles.unlisted)],
        ['Private', grouped(profiles.private)],
        ['Samples', grouped(samples)],
        ['Created today', `${grouped(created.profiles)}, and ${counted(created.samples, 'sample')}`],
        ['Histories stored', sizeLine(bytes)],
      ],
    },
    {
      id: 'work',
      heading: 'Work',
      lines: [
        ['Due', grouped(due)],
        ['Overdue', grouped(overdue)],
        ['Waiting to be erased', grouped(erasures)],
        ['Scans finished', grouped(scans.finished)],
        ['Scans failed', grouped(scans.failed)],
      ],
    },
    { id: 'tick', heading: 'Last cron tick', lines: tickLines(ticks.last, now) },
  ]
}

function tickLines(tick: Tick | null, now: number): Line[] {
  if (tick === null) return [['When', 'Never']]
  return [
    ['When', <time datetime={isoMoment(tick.at)}>{age(tick.at, now)}</time>],
    ['Took', timeLine(tick.seconds * 1000)],
    ['Profiles woken', grouped(tick.woken)],
    ['Profiles erased', grouped(tick.erased)],
    ['Leftovers swept', grouped(tick.swept)],
  ]
}
