interface Named {
  readonly jobKey: string;
  readonly variant: string;
}

/** How a schedule is called wherever it is named: the job, and the variant when it has one. */
export function scheduleName({ jobKey, variant }: Named): string {
  return variant === '' ? jobKey : `${jobKey} (${variant})`;
}
