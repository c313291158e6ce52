import type { FC } from 'hono/jsx'
import type {
  Suggestion,
  Suggestions,
  TemplateSummary,
  Templates,
} from '../../../src/contract/session-templates.ts'
import { plural, t } from '../../../src/language/language.ts'
import { Sentence } from '../../../src/language/sentence.tsx'
import { age, day } from '../../../src/ui/dates.ts'
import { Layout } from '../layout.tsx'
import { CodeBlock } from '../parts/code-block.tsx'
import { FormError, TextField } from '../parts/field.tsx'
import { OwnerNav } from '../parts/owner-nav.tsx'
import { told } from '../parts/told.tsx'
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
    <Layout title={t('Session templates of @{handle}', { handle })} path={paths.templates(handle)} noindex>
      <div class="templates">
        <OwnerNav handle={handle} current="templates" />
        <h1>{t('Start from what worked')}</h1>
        <p class="lead">
          {t(
            'A template is a short run of real tool calls from a session that went well. Put it at the start of a new session to show the agent how it’s done.',
          )}
        </p>
        <FormError error={error} />
        {(kept || !none) && (
          <section class="templates-part" aria-labelledby="templates-heading">
            <h2 id="templates-heading">{t('Your templates')}</h2>
            {none ? (
              <p class="notice">{t('No templates yet. Find a good session below and make one.')}</p>
            ) : (
              <>
                <p class="hint">
                  {t('{count} of {most}, newest first.', {
                    count: templates.templates.length,
                    most: templates.templates_max,
                  })}
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
            {t(kept ? 'Find good sessions' : none ? 'No templates yet' : 'Make another')}
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
  const used = usage_count === 0 ? t('not used yet') : plural(usage_count, 'used once', 'used {n} times')
  const facts = [
    plural(example_count, '{n} example', '{n} examples'),
    used,
    t('made {when}', { when: age(created_at, now) }),
  ]
  if (redacted > 0) facts.push(plural(redacted, '{n} secret removed', '{n} secrets removed'))
  return (
    <p class="hint">
      <span class="task-type">{t(type)}</span> {facts.join(' · ')}
    </p>
  )
}

const Finder: FC<Pick<TemplatesPageProps, 'profile' | 'suggestions'>> = ({ profile, suggestions }) => {
  const { handle, time_zone } = profile
  return (
    <>
      <p>
        {plural(
          30,
          'Good candidates made tool calls that worked in their first {n} turn, with few errors.',
          'Good candidates made tool calls that worked in their first {n} turns, with few errors.',
        )}
      </p>
      <form method="get" action={`${paths.templates(handle)}#find`}>
        <button
          class={suggestions ? 'button' : 'button button-primary'}
          type="submit"
          name="suggest"
          value="1"
        >
          {t(suggestions ? 'Search again' : 'Find candidates')}
        </button>
      </form>
      {suggestions && suggestions.suggestions.length === 0 && (
        <p class="notice">
          {suggestions.considered === 0
            ? t('Nothing here is worth a template: no stored session made more than two tool calls.')
            : plural(
                suggestions.considered,
                'Nothing here is worth a template: of {n} session, none began with tool calls that worked and few errors.',
                'Nothing here is worth a template: of {n} sessions, none began with tool calls that worked and few errors.',
              )}
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
        <summary>{t('Use a session you know')}</summary>
        <form method="post" action={paths.templates(handle)}>
          <TextField
            id="session-id"
            name="session_id"
            label={t('Session ID')}
            hint={t('As your agent lists it, for example {id}.', { id: '20261109_101500_1cc6be' })}
            maxlength={256}
          />
          <button class="button button-primary" type="submit">
            {t('Make a template')}
          </button>
        </form>
      </details>
      <p class="hint">
        {t(
          'Anything that looks like a key, token or password is removed. Check a template before you share it.',
        )}
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
          <span class="task-type">{t(type)}</span>{' '}
          {t('score {score} of 100', { score: Math.round(score * 100) })}
          {started_at !== null && ` · ${day(started_at, timeZone)}`} · <code>{session_id}</code>
        </p>
        <p class="hint">{told(reasons.join(' · '))}</p>
      </div>
      <form method="post" action={paths.templates(handle, { source })}>
        <button
          class="button"
          type="submit"
          name="session_id"
          value={session_id}
          aria-label={t('Make a template from {title}', { title })}
        >
          {t('Make a template')}
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
      <Sentence
        text="Templates are made from the messages of a history, and this server has none. To make them here, {upload}. From a terminal, make them on the machine that has it; they stay there:"
        with={{ upload: <a href={paths.panel(handle, 'histories')}>{t('upload your history')}</a> }}
      />
    </p>
    <CodeBlock label={t('Commands')} text={COMMANDS} />
  </>
)
