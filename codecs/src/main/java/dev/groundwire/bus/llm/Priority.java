package dev.groundwire.bus.llm;

/** Who goes first where requests wait; within one, workspaces take turns. */
public enum Priority {
  /** Somebody waits for it. */
  INTERACTIVE,
  /** Jobs, and answers nobody watches. */
  BACKGROUND
}
