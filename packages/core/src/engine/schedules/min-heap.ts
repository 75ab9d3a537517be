/**
 * A binary heap: the item with the smallest key comes first; equal keys in any order. Keys are in a list of their own,
 * so that comparisons do not access the items.
 */
export class MinHeap<T> {
  readonly #items: T[] = [];
  readonly #keys: number[] = [];

  get size(): number {
    return this.#items.length;
  }

  /** Unordered. */
  get items(): readonly T[] {
    return this.#items;
  }

  peek(): T | undefined {
    return this.#items[0];
  }

  /** The smallest key; Infinity if it is empty. */
  get firstKey(): number {
    return this.#keys[0] ?? Infinity;
  }

  push(item: T, key: number): void {
    const [items, keys] = [this.#items, this.#keys];
    let index = items.push(item) - 1;
    keys.push(key);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = keys[parent] as number; // all indexes here are within the list
      if (above <= key) break;
      keys[index] = above;
      items[index] = items[parent] as T;
      index = parent;
    }
    keys[index] = key;
    items[index] = item;
  }

  pop(): T | undefined {
    const top = this.#items[0];
    const last = this.#items.pop();
    const key = this.#keys.pop();
    if (last !== undefined && key !== undefined && this.#items.length > 0) this.#sink(last, key);
    return top;
  }

  /** Gives the first item, which must be there, another key. */
  replaceTop(key: number): void {
    const top = this.#items[0];
    if (top !== undefined) this.#sink(top, key);
  }

  /** Removes and returns the items that match, smallest key first. */
  takeWhere(isTaken: (item: T) => boolean): T[] {
    if (!this.#items.some(isTaken)) return [];
    const taken: T[] = [];
    const kept: (readonly [T, number])[] = [];
    for (
      let key = this.firstKey, item = this.pop();
      item !== undefined;
      key = this.firstKey, item = this.pop()
    ) {
      if (isTaken(item)) taken.push(item);
      else kept.push([item, key]);
    }
    for (const [item, key] of kept) this.push(item, key);
    return taken;
  }

  /**
   * The items of the smallest keys with these, in order, without taking or sorting anything: down from the top, always
   * the smallest of what lies below what was seen. Costs the logarithm of what was taken for each item taken.
   */
  *inOrder(): Iterable<readonly [item: T, key: number]> {
    const below = new MinHeap<number>();
    const add = (index: number): void => {
      const key = this.#keys[index];
      if (key !== undefined) below.push(index, key);
    };
    add(0);
    for (let index = below.pop(); index !== undefined; index = below.pop()) {
      yield [this.#items[index] as T, this.#keys[index] as number]; // an index within the list
      add(2 * index + 1);
      add(2 * index + 2);
    }
  }

  clear(): void {
    this.#items.length = 0;
    this.#keys.length = 0;
  }

  #sink(item: T, key: number): void {
    const [items, keys] = [this.#items, this.#keys];
    const { length } = keys;
    const half = length >> 1;
    let index = 0;
    while (index < half) {
      let child = 2 * index + 1;
      let below = keys[child] as number;
      const right = child + 1;
      if (right < length && (keys[right] as number) < below) {
        child = right;
        below = keys[child] as number;
      }
      if (below >= key) break;
      keys[index] = below;
      items[index] = items[child] as T;
      index = child;
    }
    keys[index] = key;
    items[index] = item;
  }
}
