export { listDemoMail, readDemoMail, type MailLine, type ReadMail } from './demo-mailbox.ts'
export { openMailer, type Mailer, type OutgoingMail } from './open-mailer.ts'
export { startMailSink } from './start-mail-sink.ts'
