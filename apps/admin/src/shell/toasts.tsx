import { lazy, Suspense, useEffect, useState } from 'react';

const Notifications = lazy(async () => ({ default: (await import('./notifications.ts')).Notifications }));

/** Where notifications appear. They follow something that the reader did, so they are loaded with the first key or click. */
export function Toasts() {
  const [isUsed, setUsed] = useState(false);
  useEffect(() => {
    const use = () => void import('./notifications.ts').then(() => setUsed(true)).catch(() => undefined);
    const events = ['pointerdown', 'keydown'] as const;
    for (const event of events) window.addEventListener(event, use, { once: true });
    return () => events.forEach((event) => window.removeEventListener(event, use));
  }, []);
  return <Suspense fallback={null}>{isUsed && <Notifications position="bottom-right" />}</Suspense>;
}
