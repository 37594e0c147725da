package io.shardrouter.migrator.model;

/** A field of some bits in a packed number. */
record Bits(int shift, int width) {
  int of(long packed) {
    return (int) (packed >>> shift) & ((1 << width) - 1);
  }

  long set(long packed, int value) {
    long mask = ((1L << width) - 1) << shift;
    if (value >>> width != 0) {
      throw new IllegalArgumentException(value + " does not fit into " + width + " bits");
    }
    return (packed & ~mask) | ((long) value << shift);
  }

  Bits at(int index, int stride) {
    return new Bits(shift + index * stride, width);
  }
}
