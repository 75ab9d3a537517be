/** The recorded description of a thrown value. All three texts together stay below 64 KiB in UTF-8. */
export interface ThrownDescription {
  readonly exceptionType: string;
  readonly exceptionMessage: string;
  readonly traceback: string | null;
}
