import { describe, expect, it } from 'vitest';
import { MinHeap } from './min-heap.ts';

const numbers = (...items: number[]): MinHeap<number> => {
  const heap = new MinHeap<number>();
  for (const item of items) heap.push(item, item);
  return heap;
};

const drained = (heap: MinHeap<number>): number[] => {
  const items: number[] = [];
  for (let item = heap.pop(); item !== undefined; item = heap.pop()) items.push(item);
  return items;
};

describe('MinHeap', () => {
  it('has nothing at first', () => {
    const heap = numbers();
    expect([heap.size, heap.peek(), heap.firstKey, heap.pop()]).toEqual([0, undefined, Infinity, undefined]);
  });

  it('gives its items in order, equal ones included', () => {
    expect(drained(numbers(5, 1, 4, 1, 3, 9, 0, 1))).toEqual([0, 1, 1, 1, 3, 4, 5, 9]);
  });

  it('shows the smallest without taking it', () => {
    const heap = numbers(2, 1);
    expect([heap.peek(), heap.peek(), heap.firstKey, heap.size]).toEqual([1, 1, 1, 2]);
  });

  it('keeps the order through any mixture of pushes and pops', () => {
    let seed = 42;
    const random = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648);
    const heap = numbers();
    const plain: number[] = [];
    for (let i = 0; i < 5_000; i += 1) {
      const item = random() % 100;
      if (random() % 3 === 0) expect(heap.pop()).toBe(plain.sort((a, b) => a - b).shift());
      else {
        heap.push(item, item);
        plain.push(item);
      }
      expect(heap.size).toBe(plain.length);
    }
    expect(drained(heap)).toEqual(plain.sort((a, b) => a - b));
  });

  it('shows its items in order as far as is asked, and stays as it is', () => {
    const items = Array.from({ length: 500 }, (_, index) => (index * 7_919) % 500);
    const heap = numbers(...items);
    const shown: (readonly [number, number])[] = [];
    for (const entry of heap.inOrder()) if (shown.push(entry) === 200) break;
    expect(shown).toEqual(Array.from({ length: 200 }, (_, index) => [index, index]));
    expect([...heap.inOrder()].map(([item]) => item)).toEqual(items.toSorted((a, b) => a - b));
    expect(drained(heap)).toEqual(items.toSorted((a, b) => a - b));
    expect([...numbers().inOrder()]).toEqual([]);
  });

  it('is empty after clear', () => {
    const heap = numbers(3, 2, 1);
    heap.clear();
    heap.push(7, 7);
    expect(drained(heap)).toEqual([7]);
  });
});
