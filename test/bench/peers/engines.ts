/** The peers themselves, as far as the bench uses them. They lie in this folder's own node_modules once it is installed. */
import { createRequire } from 'node:module'

export interface ZenDecision {
  evaluate(facts: object): Promise<{ readonly result: Readonly<Record<string, unknown>> }>
}

export interface JsonRulesEngine {
  run(facts: object): Promise<{ readonly events: readonly { readonly type: string }[] }>
}

export function createZenDecision(graph: object): ZenDecision {
  const { ZenEngine } = require('@gorules/zen-engine') as {
    ZenEngine: new () => { createDecision(graph: object): ZenDecision }
  }
  return new ZenEngine().createDecision(graph)
}

export function createJsonRulesEngine(rules: readonly object[]): JsonRulesEngine {
  const { Engine } = require('json-rules-engine') as {
    Engine: new (rules: readonly object[]) => JsonRulesEngine
  }
  return new Engine(rules)
}

const require = createRequire(import.meta.url)
