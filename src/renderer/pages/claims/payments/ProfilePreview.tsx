import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '../../../api.ts'
import { Problem } from '../../../components/Problem.tsx'

const PAUSE = 250

/** The first rows of a file of this format, shortly after each change; what is wrong with it is said in its place. */
export function ProfilePreview({ definition }: { definition: string }) {
  const [asked, setAsked] = useState(definition)
  useEffect(() => {
    const late = setTimeout(() => setAsked(definition), PAUSE)
    return () => clearTimeout(late)
  }, [definition])
  const preview = useQuery({
    ...api.payments.previewProfile.queryOptions({ input: { definition: asked } }),
    placeholderData: (before) => before,
  })
  const { data } = preview
  return (
    <section className="card profile-preview" aria-label="样子" data-testid="profile-preview">
      <h2>
        样子 <span className="quiet">三个假想的人</span>
      </h2>
      <Problem error={preview.error} />
      {!preview.error && data && (
        <>
          <table className="plain-table">
            <thead>
              <tr>
                {data.headers.map((header, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns have no other name; two may be blank
                  <th key={at}>{header}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.rows.map((row, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: made-up rows, replaced whole
                <tr key={at}>
                  {row.map((cell, column) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: as the columns
                    <td key={column} className="nowrap digits">
                      {cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          {data.lines.length > 0 && <pre>{data.lines.join('\n')}</pre>}
        </>
      )}
    </section>
  )
}
