interface Named {
  readonly jobKey: string;
  readonly variant: string;
}

/** The displayed name of a schedule: the job, and the variant if it has one. */
export function scheduleName({ jobKey, variant }: Named): string {
  return variant === '' ? jobKey : `${jobKey} (${variant})`;
}
