package dev.headwater.store.cockroach;

/** Which of the two databases answers; it decides only what they can't do alike. */
enum Dialect {
  COCKROACH("cockroach", Isolation.SERIALIZABLE),
  POSTGRESQL("postgresql", Isolation.READ_COMMITTED);

  private final String title;
  private final Isolation isolation;

  Dialect(String title, Isolation isolation) {
    this.title = title;
    this.isolation = isolation;
  }

  /** The dialect of a server that says this of its {@code version()}. */
  static Dialect ofVersion(String version) {
    return version.contains("CockroachDB") ? COCKROACH : POSTGRESQL;
  }

  /** What names and messages call it. */
  String title() {
    return title;
  }

  /** The level to use when none was asked for. */
  Isolation usualIsolation() {
    return isolation;
  }

  /** Whether the store works at this level. CockroachDB's feed column needs SERIALIZABLE. */
  boolean worksAt(Isolation wanted) {
    return this == POSTGRESQL || wanted == Isolation.SERIALIZABLE;
  }
}
