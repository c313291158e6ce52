/** What `functions/front/build-server.ts` binds. */
export interface FrontEnv {
  /** Laurel with its assets. */
  APP: Fetcher
  /** Laurel's Worker itself, for its cron handler. */
  WORKER: Fetcher & { scheduled(event: { scheduledTime: Date }): Promise<{ outcome: string }> }
  /** The folder of R2's objects. */
  DISK: Fetcher
  /** The object that miniflare keeps a bucket's metadata in. */
  BUCKET: DurableObjectNamespace
  BUCKET_NAME: string
}
