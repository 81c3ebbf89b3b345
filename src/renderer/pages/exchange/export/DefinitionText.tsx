import { useState } from 'react'
import type { ProfileProblem } from '../../../../shared/contract/exports.ts'

/** A YAML text with numbered lines; those that are wrong are marked. */
export function DefinitionText({
  text,
  onChange,
  problems,
}: {
  text: string
  onChange: ((text: string) => void) | undefined
  problems: readonly ProfileProblem[]
}) {
  const [scrolled, setScrolled] = useState(0)
  const lines = text.split('\n')
  const wrong = new Map(problems.map(({ line, what }) => [line, what]))
  return (
    <div className="definition" data-testid="definition">
      <div className="definition-numbers" aria-hidden>
        <div style={{ transform: `translateY(${-scrolled}px)` }}>
          {lines.map((_, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
            <div key={at} className={wrong.has(at + 1) ? 'wrong' : undefined} title={wrong.get(at + 1)}>
              {at + 1}
            </div>
          ))}
        </div>
      </div>
      <textarea
        aria-label="导出格式的定义"
        aria-invalid={problems.length > 0}
        spellCheck={false}
        wrap="off"
        readOnly={onChange === undefined}
        value={text}
        onScroll={(event) => setScrolled(event.currentTarget.scrollTop)}
        onChange={(event) => onChange?.(event.target.value)}
      />
    </div>
  )
}
