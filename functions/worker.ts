import { app } from './app.ts'
import { tick } from './scheduled.ts'

export { IssuerObject } from './issuer/object.ts'
export { ProfileObject } from './profile/object.ts'

export default {
  fetch: app.fetch,
  scheduled: (controller, env) => tick(env, controller.scheduledTime / 1000),
} satisfies ExportedHandler<Env>
