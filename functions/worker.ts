import { app } from './app.ts'
import { keptAnswer } from './http/kept-answers.ts'
import { tick } from './scheduled.ts'

export { CircleObject } from './circle/object.ts'
export { IssuerObject } from './issuer/object.ts'
export { ProfileObject } from './profile/object.ts'

export default {
  fetch: async (request, env, ctx) => (await keptAnswer(request, env)) ?? app.fetch(request, env, ctx),
  scheduled: (controller, env) => tick(env, controller.scheduledTime / 1000),
} satisfies ExportedHandler<Env>
