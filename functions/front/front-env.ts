/** What `functions/front/build-server.ts` binds. */
export interface FrontEnv {
  /** Laurel's assets, and behind them its Worker. */
  APP: Fetcher
  /** Laurel's Worker alone, with its cron handler. */
  WORKER: Fetcher & { scheduled(event: { scheduledTime: Date }): Promise<{ outcome: string }> }
  /** The folder of R2's objects. */
  DISK: Fetcher
  /** The object that miniflare keeps a bucket's metadata in. */
  BUCKET: DurableObjectNamespace
  BUCKET_NAME: string
}
