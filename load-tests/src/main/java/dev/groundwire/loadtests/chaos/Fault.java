package dev.groundwire.loadtests.chaos;

/** What is done to the processes and servers. */
enum Fault {
  /** {@code kill -9} of a node at any moment. */
  KILL_NODE,

  /**
   * {@code kill -9} of a relay that has published and is about to mark it. Its successor comes when
   * the lease is over, later than the broker's window for duplicates.
   */
  KILL_BEFORE_MARK,

  /** {@code kill -9} of an inbox whose effects are committed and not yet settled. */
  KILL_BEFORE_SETTLE,

  /** {@code kill -9} of an inbox that is about to land what it was handed. */
  KILL_BEFORE_LANDING,

  /** {@code SIGSTOP} past every lease, then {@code SIGCONT}: the zombie goes on where it was. */
  FREEZE_NODE,

  /** {@code SIGTERM} and a new process, as in a rolling update. */
  RESTART_NODE,

  /** {@code kill -9} of the PostgreSQL server, which is then restarted. */
  KILL_POSTGRES,

  /** Ends the sessions that listen for notifications. */
  LOSE_LISTEN,

  /** Ends all sessions and takes every connection that the server has. */
  EXHAUST_CONNECTIONS,

  /** A transaction that appends and stays open for seconds. */
  LONG_TRANSACTION,

  /** {@code kill -9} of nats-server, and a new start after a second. */
  KILL_NATS,

  /** nats-server frozen while an inbox dies: what it has landed is not acknowledged. */
  KILL_BEFORE_ACK,

  /** A stream that takes no more. */
  FULL_STREAM;

  boolean needsBroker() {
    return this == KILL_NATS || this == KILL_BEFORE_ACK || this == FULL_STREAM;
  }
}
