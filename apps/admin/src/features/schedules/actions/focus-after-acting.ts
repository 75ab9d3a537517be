/**
 * Gives the focus back to the list: to the box of a row that was chosen, or to the page. Only if it was lost with the button
 * that had it; after the rows have been rendered again.
 */
export function focusAfterActing(id: string | null): void {
  requestAnimationFrame(() => {
    const { activeElement } = document;
    const isLost = activeElement === null || activeElement === document.body;
    if (!isLost && activeElement.closest('[data-selection]') === null) return;
    const box = id === null ? null : document.querySelector<HTMLElement>(`[data-select="${CSS.escape(id)}"]`);
    (box ?? document.getElementById('content'))?.focus({ preventScroll: true });
  });
}
