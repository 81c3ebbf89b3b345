import { Button, Form, type FormInstance } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { keepDatesFromSending } from '../../components/date-keys.ts'
import { Problem } from '../../components/Problem.tsx'
import { useDone } from '../../frame/undo.ts'
import { useSaveKey } from '../../state/save-key.ts'
import { useUnsaved } from '../../state/unsaved.ts'

/** The form beside a list: Ctrl+S saves, leaving unsaved asks, a refusal shows where it happened. */
export function RecordForm<F extends object>({
  initial,
  save,
  doneText,
  onDone,
  children,
}: {
  initial: Partial<F>
  save: (fields: F) => Promise<{ txId: string }>
  doneText: (fields: F) => string
  onDone: () => void
  children: (form: FormInstance<F>) => ReactNode
}) {
  const done = useDone()
  const [form] = Form.useForm<F>()
  const [touched, setTouched] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const refusal = useRef<HTMLDivElement>(null)
  // A long form: what was refused must not stand below what is in view.
  useEffect(() => {
    if (problem !== undefined) refusal.current?.scrollIntoView({ block: 'nearest' })
  }, [problem])
  useUnsaved(touched)
  useSaveKey(() => form.submit())
  const submit = async (fields: F) => {
    setBusy(true)
    setProblem(undefined)
    try {
      const { txId } = await save(fields)
      setTouched(false)
      done(txId, doneText(fields))
      onDone()
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Form<F>
      form={form}
      layout="vertical"
      requiredMark={false}
      disabled={busy}
      initialValues={initial}
      onValuesChange={() => setTouched(true)}
      onKeyDown={keepDatesFromSending}
      onFinish={(fields) => void submit(fields)}
    >
      {children(form)}
      <div ref={refusal}>
        <Problem error={problem} />
      </div>
      <Button type="primary" htmlType="submit" loading={busy}>
        保存（Ctrl+S）
      </Button>
    </Form>
  )
}
