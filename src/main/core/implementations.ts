import type { Implementations, WriterSteps } from './procedure.ts'

/** Everything that the application can do, by the contract's names. Each domain brings its own. */
export const implementations: Implementations = {}

/** What long reads hand to the writer. */
export const writerSteps: Partial<WriterSteps> = {}
