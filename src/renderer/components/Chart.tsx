import { type ComponentProps, lazy, Suspense } from 'react'

const EchartsBox = lazy(() => import('./EchartsBox.tsx'))

/** A chart; its library comes when the first one is shown, so that the window opens without waiting for it. */
export function Chart(props: ComponentProps<typeof EchartsBox>) {
  return (
    <Suspense fallback={<div style={{ height: props.height }} />}>
      <EchartsBox {...props} />
    </Suspense>
  )
}
