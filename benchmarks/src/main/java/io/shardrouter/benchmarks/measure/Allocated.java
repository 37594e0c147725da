package io.shardrouter.benchmarks.measure;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/** What threads have allocated between two looks: the caller and those that worked for it. */
final class Allocated {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Map<Long, Long> others = new HashMap<>();
  private final long caller = Thread.currentThread().getId();
  private final long callers;

  private Allocated() {
    long[] ids = THREADS.getAllThreadIds();
    long[] bytes = THREADS.getThreadAllocatedBytes(ids);
    for (int i = 0; i < ids.length; i++) {
      others.put(ids[i], bytes[i]);
    }
    // Last, so that this look does not count.
    this.callers = THREADS.getCurrentThreadAllocatedBytes();
  }

  static Allocated soFar() {
    return new Allocated();
  }

  /** Bytes since this look; of a thread that has ended meanwhile nothing is known. */
  long since() {
    long sum = THREADS.getCurrentThreadAllocatedBytes() - callers;
    long[] ids = THREADS.getAllThreadIds();
    long[] bytes = THREADS.getThreadAllocatedBytes(ids);
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] != caller && bytes[i] > 0) {
        sum += bytes[i] - others.getOrDefault(ids[i], 0L);
      }
    }
    return sum;
  }
}
