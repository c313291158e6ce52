import type { FC } from 'hono/jsx'
import type {
  Suggestion,
  Suggestions,
  TemplateSummary,
  Templates,
} from '../../../src/contract/session-templates.ts'
import { age, day } from '../../../src/ui/dates.ts'
import { counted, grouped } from '../../../src/ui/wording.ts'
import { Layout } from '../layout.tsx'
import { CodeBlock } from '../parts/code-block.tsx'
import { FormError, TextField } from '../parts/field.tsx'
import { OwnerNav } from '../parts/owner-nav.tsx'
import { paths } from '../paths.ts'

export interface TemplatesPageProps {
  profile: { handle: string; time_zone: string }
  templates: Templates
  /** Null if not requested. */
  suggestions: Suggestions | null
  /** Whether a stored history can provide templates. */
  kept: boolean
  /** Unix seconds. */
  now: number
  error?: { message: string; hint?: string | undefined } | undefined
}

/** The owner's session templates, and suggestions of good sessions. Plain forms. */
export const TemplatesPage: FC<TemplatesPageProps> = (props) => {
  const { profile, templates, suggestions, kept, now, error } = props
  const { handle } = profile
  const none = templates.templates.length === 0
  return (
    <Layout title={`Session templates of @${handle}`} path={paths.templates(handle)} noindex>
      <div class="templates">
        <OwnerNav handle={handle} current="templates" />
        <h1>Start from what worked</h1>
        <p class="lead">
          A template is a short run of real tool calls from a session that went well. Put it at the start of a
          new session to show the agent how it’s done.
        </p>
        <FormError error={error} />
        {(kept || !none) && (
          <section class="templates-part" aria-labelledby="templates-heading">
            <h2 id="templates-heading">Your templates</h2>
            {none ? (
              <p class="notice">No templates yet. Find a good session below and make one.</p>
            ) : (
              <>
                <p class="hint">
                  {grouped(templates.templates.length)} of {grouped(templates.templates_max)}, newest first.
                </p>
                <ul class="template-list">
                  {templates.templates.map((template) => (
                    <TemplateItem handle={handle} template={template} now={now} />
                  ))}
                </ul>
              </>
            )}
          </section>
        )}
        <section class="templates-part" id="find" aria-labelledby="find-heading">
          <h2 id="find-heading">
            {kept ? 'Find good sessions' : none ? 'No templates yet' : 'Make another'}
          </h2>
          {kept ? <Finder profile={profile} suggestions={suggestions} /> : <WithoutHistory handle={handle} />}
        </section>
      </div>
    </Layout>
  )
}

const TemplateItem: FC<{ handle: string; template: TemplateSummary; now: number }> = (props) => {
  const { handle, template, now } = props
  return (
    <li>
      <h3>
        <a href={paths.template(handle, template.name)}>{template.name}</a>
      </h3>
      <TemplateFacts template={template} now={now} />
      <p class="template-tools">
        {template.tools.map((tool) => (
          <code>{tool}</code>
        ))}
      </p>
    </li>
  )
}

/** A template's type, size, age, and number of uses. */
export const TemplateFacts: FC<{ template: TemplateSummary; now: number }> = ({ template, now }) => {
  const { type, example_count, usage_count, created_at, redacted } = template
  const used =
    usage_count === 0
      ? 'not used yet'
      : usage_count === 1
        ? 'used once'
        : `used ${grouped(usage_count)} times`
  const facts = [counted(example_count, 'example'), used, `made ${age(created_at, now)}`]
  if (redacted > 0) facts.push(`${counted(redacted, 'secret')} removed`)
  return (
    <p class="hint">
      <span class="task-type">{type}</span> {facts.join(' · ')}
    </p>
  )
}

const Finder: FC<Pick<TemplatesPageProps, 'profile' | 'suggestions'>> = ({ profile, suggestions }) => {
  const { handle, time_zone } = profile
  return (
    <>
      <p>Good candidates made tool calls that worked in their first 30 turns, with few errors.</p>
      <form method="get" action={`${paths.templates(handle)}#find`}>
        <button
          class={suggestions ? 'button' : 'button button-primary'}
          type="submit"
          name="suggest"
          value="1"
        >
          {suggestions ? 'Search again' : 'Find candidates'}
        </button>
      </form>
      {suggestions && suggestions.suggestions.length === 0 && (
        <p class="notice">
          {suggestions.considered === 0
            ? 'Nothing here is worth a template: no stored session made more than two tool calls.'
            : `Nothing here is worth a template: of ${counted(suggestions.considered, 'session')}, none began with tool calls that worked and few errors.`}
        </p>
      )}
      {suggestions && suggestions.suggestions.length > 0 && (
        <ol class="template-list">
          {suggestions.suggestions.map((suggestion) => (
            <SuggestionItem handle={handle} suggestion={suggestion} timeZone={time_zone} />
          ))}
        </ol>
      )}
      <details class="history-form">
        <summary>Use a session you know</summary>
        <form method="post" action={paths.templates(handle)}>
          <TextField
            id="session-id"
            name="session_id"
            label="Session ID"
            hint="As your agent lists it, for example 20261109_101500_1cc6be."
            maxlength={256}
          />
          <button class="button button-primary" type="submit">
            Make a template
          </button>
        </form>
      </details>
      <p class="hint">
        Anything that looks like a key, token or password is removed. Check a template before you share it.
      </p>
    </>
  )
}

const SuggestionItem: FC<{ handle: string; suggestion: Suggestion; timeZone: string }> = (props) => {
  const { handle, suggestion, timeZone } = props
  const { session_id, source, title, started_at, type, score, reasons } = suggestion
  return (
    <li class="suggestion">
      <div>
        <h3>{title}</h3>
        <p class="hint">
          <span class="task-type">{type}</span> score {Math.round(score * 100)} of 100
          {started_at !== null && ` · ${day(started_at, timeZone)}`} · <code>{session_id}</code>
        </p>
        <p class="hint">{reasons.join(' · ')}</p>
      </div>
      <form method="post" action={paths.templates(handle, { source })}>
        <button
          class="button"
          type="submit"
          name="session_id"
          value={session_id}
          aria-label={`Make a template from ${title}`}
        >
          Make a template
        </button>
      </form>
    </li>
  )
}

const COMMANDS = `laurel templates suggest
laurel templates create SESSION`

/** What to do if no history is stored. */
const WithoutHistory: FC<{ handle: string }> = ({ handle }) => (
  <>
    <p>
      Templates are made from the messages of a history, and this server has none. To make them here,{' '}
      <a href={paths.panel(handle, 'histories')}>upload your history</a>. From a terminal, make them on the
      machine that has it; they stay there:
    </p>
    <CodeBlock label="Commands" text={COMMANDS} />
  </>
)
