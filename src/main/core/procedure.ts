import type { MessagePort } from 'node:worker_threads'
import type {
  AnySchema,
  ContractProcedure,
  ErrorMap,
  InferSchemaInput,
  InferSchemaOutput,
  Meta,
} from '@orpc/contract'
import type { FileRef } from '../../shared/contract/files.ts'
import type { Contract } from '../../shared/contract/index.ts'
import type { Role } from '../../shared/contract/procedure.ts'
import type { ReadLedger, WorkerLedger } from './db/ledger.ts'

/** Who acts: the name as the audit writes it, what that person may do, and which officer it is where the ledger has a list. */
export type Actor = { name: string; role: Role; officerId?: string }

/** What the application is given from outside, so that nothing reads a clock or a random source by itself. */
export type Surroundings = {
  /** milliseconds since the epoch */
  now(): number
  /** YYYY-MM-DD in Asia/Shanghai */
  today(): string
  /** a new ULID, rising within one thread */
  newId(): string
  /** folder of packs, regions, forms, fonts */
  resources: string
}

export type QueryContext = Surroundings & { ledger: ReadLedger; actor: Actor }
export type WriteContext = Surroundings & { ledger: WorkerLedger; actor: Actor }

/** Files that a job takes and gives. They live in the host's memory or where the host put them, never in a temporary file. */
export type JobFiles = {
  /** the bytes, or the path, behind a token */
  open(token: string): Promise<{ name: string; path: string } | { name: string; bytes: Uint8Array }>
  /** hands a finished file over */
  put(name: string, mime: string, bytes: Uint8Array): Promise<FileRef>
}

export type JobContext = Surroundings & {
  actor: Actor
  files: JobFiles
  /** `done` of `total` `unit`s (people, rows, pages); `step` in Chinese. Cheap: may be called for every batch. */
  progress(step: string, done: number, total: number | null, unit?: string): void
  /** true once somebody cancelled; the job then throws `cancelled()` at a safe place, leaving nothing behind */
  shouldStop(): boolean
}
/** A job that only reads runs beside everything else, on a connection that cannot write. */
export type ReaderJobContext = JobContext & {
  ledger: ReadLedger
  /** runs a step on the writer thread, in its own transaction */
  commit<R>(step: WriterStep, payload: unknown): Promise<R>
}
/** A job that writes runs on the writer thread; other writes wait until it is done. */
export type WriterJobContext = JobContext & Assistance & { ledger: WorkerLedger }

/** What a second thread can do beside a job, on a connection of its own that cannot write. */
export type AssistantWork = 'policy.decide' | 'import.read-roster'
export type AssistantContext = Surroundings & { ledger: ReadLedger }
export type AssistantRun = (context: AssistantContext, input: never, port: MessagePort) => Promise<void>
export type Assistants = Readonly<Record<AssistantWork, () => Promise<AssistantRun>>>
/**
 * What a thread does ahead of need, while nobody waits for it: one that answers queries, and the one that writes. Called
 * again after changes; what is still at hand costs nothing.
 */
export type Ahead = {
  reading(ledger: ReadLedger): void
  writing(context: Surroundings, ledger: ReadLedger): void
}

/** Work under way in a second thread. */
export type Assistant = {
  /** rejects where it failed */
  readonly done: Promise<void>
  /** ends the thread, done or not */
  end(): Promise<void>
}
export type Assistance = {
  /** Starts a second thread; `port` is moved there. Absent: there is none, as on a machine with one core. */
  assist?: (work: AssistantWork, input: object, port: MessagePort) => Assistant
}

/** Dotted name of a procedure of the contract: `people.list`. The contract has exactly two levels. */
export type ProcedureName = {
  [D in keyof Contract & string]: `${D}.${keyof Contract[D] & string}`
}[keyof Contract & string]

type ProcedureOf<N extends ProcedureName> = N extends `${infer D}.${infer P}`
  ? D extends keyof Contract
    ? P extends keyof Contract[D]
      ? Contract[D][P]
      : never
    : never
  : never

/** Parsed input of a procedure, defaults filled in. */
export type InputOf<N extends ProcedureName> =
  ProcedureOf<N> extends ContractProcedure<infer I, AnySchema, ErrorMap, Meta> ? InferSchemaOutput<I> : never
/** What its implementation answers. */
export type OutputOf<N extends ProcedureName> =
  ProcedureOf<N> extends ContractProcedure<AnySchema, infer O, ErrorMap, Meta> ? InferSchemaInput<O> : never

type Maybe<T> = T | Promise<T>

export type Implementation =
  | { thread: 'reader'; kind: 'query'; run(context: QueryContext, input: never): Maybe<unknown> }
  | { thread: 'writer'; kind: 'write'; run(context: WriteContext, input: never): Maybe<unknown> }
  | { thread: 'own'; kind: 'job'; run(context: ReaderJobContext, input: never): Promise<unknown> }
  | { thread: 'writer'; kind: 'job'; run(context: WriterJobContext, input: never): Promise<unknown> }

export type Implementations = Readonly<Partial<Record<ProcedureName, Implementation>>>

/** A read: answers from a connection that cannot write. */
export function query<N extends ProcedureName>(
  _name: N,
  run: (context: QueryContext, input: InputOf<N>) => Maybe<OutputOf<N>>,
): Implementation {
  return { thread: 'reader', kind: 'query', run: run as never }
}

/** A change: one transaction through `context.ledger.write`. */
export function write<N extends ProcedureName>(
  _name: N,
  run: (context: WriteContext, input: InputOf<N>) => Maybe<OutputOf<N>>,
): Implementation {
  return { thread: 'writer', kind: 'write', run: run as never }
}

/** A long read (calculation, paper, export); the result's shape is the contract's `result` schema. */
export function readerJob<N extends ProcedureName, R>(
  _name: N,
  run: (context: ReaderJobContext, input: InputOf<N>) => Promise<R>,
): Implementation {
  return { thread: 'own', kind: 'job', run: run as never }
}

/** A long change (import, undo of one). */
export function writerJob<N extends ProcedureName, R>(
  _name: N,
  run: (context: WriterJobContext, input: InputOf<N>) => Promise<R>,
): Implementation {
  return { thread: 'writer', kind: 'job', run: run as never }
}

/** A change that a reader job hands to the writer thread. Named, since functions do not cross threads. */
export type WriterStep =
  | 'prints.store'
  | 'scenarios.store'
  | 'outlook.exported'
  | 'people.exported'
  | 'checks.keep'
  | 'exports.keep'
  | 'sync.sent'
  | 'batches.keepLook'
  | 'duplicates.keep'
export type WriterSteps = Readonly<
  Record<WriterStep, (context: WriteContext, payload: never) => Maybe<unknown>>
>

/** Thrown by a job that saw `shouldStop()`. */
export class Cancelled extends Error {
  constructor() {
    super('已取消')
    this.name = 'Cancelled'
  }
}
