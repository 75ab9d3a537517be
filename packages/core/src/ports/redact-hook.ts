/** Where a text to be stored or logged comes from. */
export interface RedactedText {
  /** The job whose run it comes from. */
  readonly jobKey: string;
  /** The message or the stack of a thrown error, lines of the job's log, or a text in the params of a run. */
  readonly kind: 'message' | 'stack' | 'output' | 'params';
}

/** Removes further secrets from a text, after the built-in redaction. Returns the text to keep. */
export type RedactHook = (text: string, from: RedactedText) => string;
