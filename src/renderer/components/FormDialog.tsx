import { Form, Modal } from 'antd'
import { type ReactNode, useState } from 'react'
import { keepDatesFromSending } from './date-keys.ts'
import { Problem } from './Problem.tsx'

/**
 * A small form in a window, drawn while it is needed: what it does is on its button, a refusal stays beside the fields,
 * Enter sends it.
 */
export function FormDialog<Fields extends object>({
  title,
  okText,
  danger = false,
  ready = true,
  width = 520,
  initial,
  save,
  onClose,
  children,
}: {
  title: ReactNode
  okText: string
  danger?: boolean
  /** false: something shown beside the fields stands against it */
  ready?: boolean
  width?: number
  initial: Partial<Fields>
  save: (fields: Fields) => Promise<void>
  onClose: () => void
  children: ReactNode
}) {
  const [form] = Form.useForm<Fields>()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const send = async (fields: Fields) => {
    setBusy(true)
    setProblem(undefined)
    try {
      await save(fields)
      onClose()
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      title={title}
      width={width}
      onCancel={onClose}
      okText={okText}
      cancelText="不做了"
      confirmLoading={busy}
      okButtonProps={{ danger, disabled: !ready }}
      onOk={() => form.submit()}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={initial as Fields}
        onKeyDown={keepDatesFromSending}
        onFinish={(fields) => void send(fields)}
      >
        <Problem error={problem} />
        {children}
        <button type="submit" hidden disabled={!ready || busy} aria-hidden />
      </Form>
    </Modal>
  )
}
