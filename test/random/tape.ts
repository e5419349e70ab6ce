// A tape of random numbers that is read from left to right; past its end it reads as zeros. What stands first in a
// list of possibilities is therefore what a shrunk tape picks.
export class Tape {
  private readonly numbers: readonly number[];
  private at = 0;

  constructor(numbers: readonly number[]) {
    this.numbers = numbers;
  }

  /** A number from 0 to ways − 1. */
  next(ways: number): number {
    const number = this.numbers[this.at] ?? 0;
    this.at += 1;
    return number % ways;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.next(from.length)] as T;
  }

  /** The first possibility, from a random one on and round again, that is one. */
  firstPossible<T>(possibilities: readonly (() => T | undefined)[]): T | undefined {
    const from = this.next(possibilities.length);
    for (let i = 0; i < possibilities.length; i++) {
      const made = possibilities[(from + i) % possibilities.length]!();
      if (made !== undefined) return made;
    }
    return undefined;
  }

  /** `f` so many times, up to `max`. */
  times<T>(max: number, f: () => T): T[] {
    return Array.from({ length: this.next(max + 1) }, f);
  }
}
