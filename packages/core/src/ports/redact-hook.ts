/** What a text that is about to be stored or logged belongs to. */
export interface RedactedText {
  /** The job whose run it comes from. */
  readonly jobKey: string;
  /** Of what was thrown its message or its stack, or lines of the job's log. */
  readonly kind: 'message' | 'stack' | 'output';
}

/** Takes further secrets out of a text from which the usual ones have been taken already. Returns the text to keep. */
export type RedactHook = (text: string, from: RedactedText) => string;
