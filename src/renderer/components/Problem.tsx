import { Alert, Button } from 'antd'
import { problemOf } from './problem.ts'

/** Says what went wrong, what to do next, and folds the technical part away. */
export function Problem({
  error,
  retry,
  onClose,
}: {
  error: unknown
  retry?: () => void
  onClose?: () => void
}) {
  if (!error) return null
  const { text, next, technical, refused } = problemOf(error)
  return (
    <Alert
      className="problem"
      type={refused ? 'warning' : 'error'}
      showIcon
      role="alert"
      title={text}
      {...(onClose ? { closable: { onClose } } : {})}
      action={
        retry ? (
          <Button size="small" onClick={retry}>
            重试
          </Button>
        ) : undefined
      }
      description={
        <>
          {next && <div>{next}</div>}
          {!refused && (
            <details className="technical">
              <summary>技术信息</summary>
              <code>{technical}</code>
            </details>
          )}
        </>
      }
    />
  )
}
