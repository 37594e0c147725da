package io.shardrouter.differential;

import com.google.common.collect.ImmutableList;
import io.shardrouter.differential.Observation.Failed;

/**
 * How a statement's answer is, beside plain PostgreSQL's.
 *
 * @param detail of what is not right: what PostgreSQL says, and what came instead
 */
public record Judgement(Kind kind, String detail) {
  /** From the best to the worst. */
  public enum Kind {
    /** As PostgreSQL's, to the letter; an error where PostgreSQL gives the same. */
    RIGHT,
    /** The same values, but not their types, labels or scale; or an error of another SQLSTATE. */
    OTHERWISE_WRITTEN,
    /** An SQLException where PostgreSQL answers, or an exception of the data source's own. */
    REFUSED,
    /** Another answer, or other rows in the tables afterwards. */
    WRONG,
    /** No answer in time, or an exception of the JDK's that is no SQLException. */
    CRASHED
  }

  static final Judgement RIGHT = new Judgement(Kind.RIGHT, "");

  static Judgement of(ImmutableList<Observation> plain, ImmutableList<Observation> got) {
    Verdict verdict = Differences.between(plain, got);
    if (verdict instanceof Verdict.Right || verdict instanceof Verdict.Failing) {
      return RIGHT;
    }
    if (verdict instanceof Verdict.Refused refused && !refused.answerable()) {
      // Neither runs it.
      return RIGHT;
    }
    for (int i = 0; i < got.size(); i++) {
      Observation other = got.get(i);
      if (other instanceof Failed failed && isCrash(failed)) {
        return new Judgement(Kind.CRASHED, failed.toString());
      }
      if (i >= plain.size()) {
        return wrong("no more", other);
      }
      Observation expected = plain.get(i);
      boolean fails = other instanceof Failed;
      if (fails && !(expected instanceof Failed)) {
        return new Judgement(Kind.REFUSED, other.toString());
      }
      if (!(fails && expected instanceof Failed) && !Alike.are(expected, other)) {
        return wrong(expected.toString(), other);
      }
    }
    return got.size() < plain.size()
        ? wrong(plain.get(got.size()).toString(), "no more")
        : new Judgement(Kind.OTHERWISE_WRITTEN, verdict.toString());
  }

  /** A class's name stands where the SQLSTATE does: nobody means to throw those. */
  private static boolean isCrash(Failed failed) {
    return failed.state().startsWith("java.");
  }

  static Judgement wrong(Object expected, Object got) {
    return new Judgement(Kind.WRONG, "expected: " + expected + "\n  got:      " + got);
  }

  /** Whether it gave no answer, so that nothing is to be written. */
  boolean isNoAnswer() {
    return kind == Kind.REFUSED || kind == Kind.CRASHED;
  }
}
