import { z } from '@hono/zod-openapi'
import { SourceNameSchema } from './profiles.ts'

/** Session templates: short sequences of real tool calls, taken from a good session, to start a new one with. */

export const TASK_TYPES = ['code', 'file', 'research', 'mixed'] as const

export const TaskTypeSchema = z.enum(TASK_TYPES).openapi('TaskType', {
  description: 'What more than 60 % of the calls do: run code, work on files or research; otherwise `mixed`.',
})
export type TaskType = z.infer<typeof TaskTypeSchema>

export const TOOL_CLASSES = ['today', 'classic'] as const

const ToolClassesSchema = z.enum(TOOL_CLASSES).default('today').openapi({
  description:
    'Which tools run code, work on files or do research: `today` knows those of a current Hermes, such as `terminal`; `classic` only `execute_code`, the four of files, `web_search`, `web_fetch` and `browser_navigate`.',
})
export type ToolClasses = z.infer<typeof ToolClassesSchema>

/** `.` and `..` are not allowed: URLs treat them as relative segments. */
export const TemplateNameSchema = z
  .string()
  .regex(
    /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,64}$/,
    'A template name has 1 to 64 characters: A–Z, a–z, 0–9, ., _ and -.',
  )
  .openapi({ example: 'code_20261109_101500_1cc6be_1795277680' })

/** Any JSON value. */
export type JsonValue = z.infer<typeof JsonValueSchema>
const JsonValueSchema = z.json().openapi({ type: 'object', additionalProperties: true })

export const TemplateExampleSchema = z
  .object({
    tool_name: z.string().min(1),
    arguments: JsonValueSchema.openapi({
      description: 'The arguments of the call, decoded; {} if they weren’t JSON.',
    }),
    arguments_json: z.string().optional().openapi({
      description:
        'The JSON text of the arguments as the model wrote it, which is what is inserted: with long integers, `1.0`, and its order of keys. Templates of before don’t have it.',
    }),
    result: z.string().openapi({
      description: 'What the tool answered. A long answer is cut, and ends in a mark that says so.',
    }),
  })
  .openapi('TemplateExample')
export type TemplateExample = z.infer<typeof TemplateExampleSchema>

const HEAD = {
  name: TemplateNameSchema,
  type: TaskTypeSchema,
  created_at: z.number().openapi({ description: 'Unix seconds.' }),
  usage_count: z
    .int()
    .nonnegative()
    .openapi({ description: 'How often it was put at the start of a session.' }),
  session_id: z.string().nullable().openapi({ description: 'The session it was taken from.' }),
  redacted: z.int().nonnegative().openapi({ description: 'Secrets that were removed from it.' }),
}

/** A complete template. Files in the command line tool's folder hold this as JSON. */
export const SessionTemplateSchema = z
  .object({ ...HEAD, examples: z.array(TemplateExampleSchema) })
  .openapi('SessionTemplate')
export type SessionTemplate = z.infer<typeof SessionTemplateSchema>

export const TemplateSummarySchema = z
  .object({
    ...HEAD,
    example_count: z.int(),
    tools: z.array(z.string()).openapi({ description: 'The tools called, each once, in order.' }),
  })
  .openapi('TemplateSummary')
export type TemplateSummary = z.infer<typeof TemplateSummarySchema>

export const TemplatesSchema = z
  .object({
    templates: z.array(TemplateSummarySchema).openapi({ description: 'Newest first.' }),
    templates_max: z.int(),
  })
  .openapi('SessionTemplates')
export type Templates = z.infer<typeof TemplatesSchema>

export const CreateTemplateSchema = z
  .strictObject({
    session_id: z.string().min(1).max(256).openapi({ example: '20261109_101500_1cc6be' }),
    source: SourceNameSchema.optional().openapi({
      description: 'The history that has the session. If left out, all are searched.',
    }),
    name: TemplateNameSchema.optional(),
    type: TaskTypeSchema.optional(),
    classes: ToolClassesSchema,
    max_examples: z.int().positive().optional().openapi({ description: 'Default 10.' }),
    redact: z
      .boolean()
      .default(true)
      .openapi({ description: 'Whether anything that looks like a key, token or password is removed.' }),
  })
  .openapi('CreateSessionTemplate')
export type CreateTemplate = z.infer<typeof CreateTemplateSchema>

export const ChatMessageSchema = z.looseObject({ role: z.string() }).openapi('ChatMessage', {
  description: 'A message in the format of chat APIs. Its other fields stay unchanged.',
})
export type ChatMessage = z.infer<typeof ChatMessageSchema>

const AsSchema = z.enum(['openai', 'prefill']).default('openai').openapi({
  description:
    'How the examples are introduced: by a system message (`openai`), or by messages of the user and the assistant around them (`prefill`), for providers that take a single system prompt, and the last system message for it.',
})

export const InjectSchema = z
  .strictObject({ messages: z.array(ChatMessageSchema), as: AsSchema })
  .openapi('InjectSessionTemplate')

export const InjectByTypeSchema = z
  .strictObject({ type: TaskTypeSchema, messages: z.array(ChatMessageSchema), as: AsSchema })
  .openapi('InjectSessionTemplateByType')

export const InjectedSchema = z
  .object({
    messages: z.array(ChatMessageSchema),
    template: z.object({ name: z.string(), usage_count: z.int() }),
  })
  .openapi('InjectedMessages')

export const SuggestSchema = z
  .strictObject({ limit: z.int().min(1).max(50).default(10), classes: ToolClassesSchema })
  .openapi('SuggestSessions')

export const SuggestionSchema = z
  .object({
    session_id: z.string(),
    source: z.string().nullable().openapi({ description: 'The history that has it.' }),
    title: z.string(),
    started_at: z.number().nullable().openapi({ description: 'Unix seconds.' }),
    type: TaskTypeSchema,
    score: z.number().openapi({ description: '0 to 1. Suggestions are ranked by it.' }),
    reasons: z
      .array(z.string())
      .openapi({ example: ['11 of 12 calls worked, 9 of them ran code', 'no errors'] }),
    turns: z.int().openapi({ description: 'Assistant messages examined, at most the first 30.' }),
    calls: z.int(),
    worked: z.int().openapi({ description: 'Calls that were answered without an error.' }),
    code_calls: z.int().openapi({ description: 'Calls that ran code.' }),
    results: z.int(),
    successes: z.int().openapi({ description: 'Results that report success and no error.' }),
    errors: z.int().openapi({ description: 'Results that report an error.' }),
  })
  .openapi('SessionSuggestion')
export type Suggestion = z.infer<typeof SuggestionSchema>

export const SuggestionsSchema = z
  .object({
    suggestions: z.array(SuggestionSchema),
    considered: z.int().openapi({ description: 'Sessions that were examined.' }),
  })
  .openapi('SessionSuggestions')
export type Suggestions = z.infer<typeof SuggestionsSchema>
